import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessibilityProblems } from "../helpers/browser.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { focusProblems, walkFocus } from "../helpers/browser_keyboard.ts";
import { overflowProblems, unfoldAll } from "../helpers/browser_layout.ts";
import { keepScreenshot } from "../helpers/browser_screenshots.ts";
import { timingOf } from "../helpers/browser_timing.ts";
import { sampleWorld } from "../helpers/browser_world.ts";
import { tell } from "./tell.ts";
import { NAMED_VIEWS } from "./views.ts";

const viewTest = faceTests(sampleWorld());
const HEIGHT = 900;
/** A bound that only a broken page is over; what it took is printed. */
const MOST_PAINT_MS = 5000;
/** 1280 px at 200 %, a phone, and 1280 px at 400 % (WCAG 1.4.10). */
const NARROW = [640, 360, 320];
/** A4 with margins of 1 cm. */
const PAPER = 718;

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
        ...await colourProblems(face, name),
        ...await widthProblems(face, name),
      ];
      assertEquals(problems, []);
      assert(firstPaintMs !== null && firstPaintMs < MOST_PAINT_MS, `${firstPaintMs}`);
    },
  );
}

/** What axe-core says of both themes, wide and narrow, with all unfolded. */
async function colourProblems({ page, kind, settled }: Face, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: HEIGHT });
      await settled();
      await keepScreenshot(page, `${kind}-${name}-${colorScheme}-${width}`);
      const found = await accessibilityProblems(page);
      problems.push(...found.map((problem) => `${colorScheme}, ${width} px: ${problem}`));
    }
    await unfoldAll(page);
  }
  return problems;
}

async function widthProblems({ page, settled }: Face, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const width of NARROW) {
    await page.setViewportSize({ width, height: HEIGHT });
    await settled();
    problems.push(...await overflowProblems(page));
  }
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await page.setViewportSize({ width: PAPER, height: HEIGHT });
  await settled();
  problems.push(...(await overflowProblems(page)).map((problem) => `paper, ${name}: ${problem}`));
  return problems;
}
