import { assert, assertEquals } from "../../lib/std/assert.ts";
import { faceTests } from "../helpers/browser_face.ts";
import { focusProblems, walkFocus } from "../helpers/browser_keyboard.ts";
import { timingOf } from "../helpers/browser_timing.ts";
import { sampleWorld } from "../helpers/browser_world.ts";
import { tell } from "./tell.ts";
import { viewProblems } from "./view_problems.ts";
import { NAMED_VIEWS } from "./views.ts";

const viewTest = faceTests(sampleWorld());
/** A bound that only a broken page is over; what it took is printed. */
const MOST_PAINT_MS = 5000;
for (const { name, addressOf } of NAMED_VIEWS) {
  viewTest(
    `${name}: stands still, can be walked with Tab, fits phone, zoom and paper, has no accessibility problem`,
    async (face) => {
      assertEquals(await face.open(addressOf(face.world.analysis)), 200);
      const { firstPaintMs, layoutShift, shifted, longestTaskMs } = await timingOf(face.page);
      const [paint, task] = [firstPaintMs?.toFixed(0), longestTaskMs.toFixed(0)];
      await tell(
        `${face.kind} ${name}: first paint ${paint} ms, layout shift ${layoutShift}, longest task ${task} ms`,
      );
      const problems = [
        ...(layoutShift > 0 ? [`moves by ${layoutShift}: ${shifted.join(" ")}`] : []),
        ...focusProblems(await walkFocus(face.page)),
        ...await viewProblems(face, name),
      ];
      assertEquals(problems, []);
      assert(firstPaintMs !== null && firstPaintMs < MOST_PAINT_MS, `${firstPaintMs}`);
    },
  );
}
