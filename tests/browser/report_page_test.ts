import { fileURLToPath } from "node:url";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { type FaceTestOptions, faceTests } from "../helpers/browser_face.ts";
import { overflowProblems } from "../helpers/browser_layout.ts";
import { readerWorld } from "../helpers/browser_world.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { emptyReader } from "../serve/hostile_reader.ts";
import { NAMED_VIEWS } from "./views.ts";

const REPORT: FaceTestOptions = { faces: ["report"] };
const ANALYSES = { rich: fakeAnalysis(), empty: emptyAnalysis(), big: bigAnalysis(500, 12) };

for (const [kind, analysis] of Object.entries(ANALYSES)) {
  const reportTest = faceTests(readerWorld(() => emptyReader(analysis)));

  reportTest(`report.html of a ${kind} analysis shows every view, and fits a phone`, async (face) => {
    const problems: string[] = [];
    for (const { name, addressOf } of NAMED_VIEWS) {
      await face.open(addressOf(analysis));
      const headings = await face.page.locator("main h1:visible").count();
      problems.push(...(await overflowProblems(face.page)).map((problem) => `${name}: ${problem}`));
      if (headings !== 1) problems.push(`${name}: ${headings} headings`);
    }
    assertEquals(problems, []);
  }, { ...REPORT, width: 360 });

  reportTest(`report.html of a ${kind} analysis can be read without script`, async (face) => {
    await face.open("/");
    const text = await face.page.locator("main").innerText();
    const missing = analysis.findings.slice(0, 10).map(({ title }) => title).filter((title) =>
      // Hostile titles are shown with escapes.
      /^[ \w.]+$/.test(title) && !text.includes(title)
    );
    assertEquals(missing, []);
    assertEquals(await face.page.locator(".only-script:visible").count(), 0);
    assertEquals(await overflowProblems(face.page), []);
  }, { ...REPORT, width: 360, javaScriptOff: true });
}

const printTest = faceTests(readerWorld(() => emptyReader(fakeAnalysis())));
printTest(
  "report.html is printed dark on light whatever was chosen, without buttons and what is folded",
  async (face) => {
    await face.open("/");
    // To light, then to dark.
    await face.page.keyboard.press("d");
    await face.page.keyboard.press("d");
    const ink = () => face.page.evaluate<string>("getComputedStyle(document.body).color");
    assertEquals(await ink(), "rgb(227, 230, 233)");
    await face.page.emulateMedia({ media: "print" });
    assertEquals(await ink(), "rgb(27, 31, 35)");
    assertEquals(await face.page.locator(".head button:visible, .head input:visible").count(), 0);
    assertEquals(await face.page.locator("details.behind:visible").count(), 0);
    await face.open(`/findings/${face.world.analysis.findings[0]?.id}`);
    const texts = await face.page.locator("pre:visible").allInnerTexts();
    assertEquals(texts.filter((text) => text.endsWith(" …")), []);
  },
  REPORT,
);

const hurtTest = faceTests(readerWorld(() => emptyReader(fakeAnalysis())));
hurtTest("report.html runs no script that got into it", async (face) => {
  const path = fileURLToPath(face.world.report);
  const content = await Deno.readTextFile(path);
  const script = "<script>canary()</script><p onclick=canary() id=hurt>Click</p>";
  await Deno.writeTextFile(path, content.replace("</footer>", `${script}</footer>`));
  await face.open("/");
  await face.page.locator("#hurt").click();
  const misdeeds = face.misdeeds();
  assert(
    misdeeds.some((misdeed) => misdeed.includes("policy: script-src-elem forbids inline")),
    misdeeds.join("\n"),
  );
  assert(
    misdeeds.some((misdeed) => misdeed.includes("policy: script-src-attr forbids inline")),
    misdeeds.join("\n"),
  );
  assertEquals(misdeeds.filter((misdeed) => misdeed.includes("canary")), []);
  face.forgive(/policy: script-src|Content Security Policy/);
}, REPORT);
