import { assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { faceTests } from "../helpers/browser_face.ts";
import { focusProblems, walkFocus } from "../helpers/browser_keyboard.ts";
import { timingOf } from "../helpers/browser_timing.ts";
import { readerWorld } from "../helpers/browser_world.ts";
import { bigAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { emptyReader } from "../serve/hostile_reader.ts";
import { viewProblems } from "./view_problems.ts";

/** The same hosts and times, before there was any trouble. */
const BEFORE = { ...fakeAnalysis(), findings: [], signatures: [] };
const diffTest = faceTests(readerWorld(() => emptyReader(bigAnalysis(30, 3)), BEFORE));

diffTest("two archives: what changed is one view, as sound as all others", async (face) => {
  assertEquals(await face.open("/diff"), 200);
  const { layoutShift } = await timingOf(face.page);
  assertEquals(layoutShift, 0);
  assertStringIncludes(await face.page.locator("main").innerText(), "New findings");
  assertEquals([...focusProblems(await walkFocus(face.page)), ...await viewProblems(face, "diff")], []);
});

diffTest("two archives: a key leads there, and a text leaves what holds it", async (face) => {
  await face.open("/findings");
  await face.page.keyboard.press("g");
  await face.page.keyboard.press("x");
  await face.page.getByRole("heading", { level: 1, name: /Worse|Better|Nothing|No difference/ }).waitFor();
  assertEquals(face.address(), "/diff");
  await face.page.getByLabel("Text").fill("no row has this");
  await face.page.keyboard.press("Enter");
  await face.page.getByText("No difference.").waitFor();
});
