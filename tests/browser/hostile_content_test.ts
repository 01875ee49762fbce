import { assertEquals } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { overflowProblems, unfoldAll } from "../helpers/browser_layout.ts";
import { foreignMarkup } from "../helpers/browser_markup.ts";
import { keepScreenshot } from "../helpers/browser_screenshots.ts";
import { archiveWorld, type MakeWorld, readerWorld } from "../helpers/browser_world.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { naughtyAnalysis } from "../helpers/naughty_analysis.ts";
import { naughtyArchive } from "../helpers/naughty_archive.ts";
import { hostileReader } from "../serve/hostile_reader.ts";
import { NAMED_VIEWS } from "./views.ts";

const WORLDS: Readonly<Record<string, MakeWorld>> = {
  "an analysis": readerWorld(() => hostileReader({ analysis: naughtyAnalysis(fakeAnalysis()) })),
  "an archive": (stack) => {
    const { archive, events } = naughtyArchive();
    return archiveWorld(archive, events)(stack);
  },
};

/** Text in addresses: what is searched for, what a view is asked for, and what is no view. */
const ADDRESSES = [
  ..."\"><img class=naughty src=x onerror=canary()>|'><naughty>|</script><script>canary()</script>|${canary()}"
    .split("|"),
  ...[
    "javascript:canary()",
    "{{7*7}}",
    "\u202e\0\x1b[31m",
    "W".repeat(1500),
    "__proto__",
    "%",
    "a b+c&d=e#f",
    "..",
  ],
];

for (const [source, world] of Object.entries(WORLDS)) {
  const hostileTest = faceTests(world);
  hostileTest(
    `every view: text of ${source} that is hostile in every field is text and stays in its place`,
    async (face) => {
      const problems: string[] = [];
      for (const { name, addressOf } of NAMED_VIEWS) {
        await face.open(addressOf(face.world.analysis));
        const found = [...await foreignMarkup(face.page, referencesOf(face))];
        await keepScreenshot(face.page, `${face.kind}-${name}-hostile-${source.split(" ").at(-1)}`);
        found.push(...await layoutProblems(face));
        problems.push(...found.map((problem) => `${name}: ${problem}`));
      }
      assertEquals(problems, []);
    },
  );
}

const addressTest = faceTests(WORLDS["an analysis"]!);
addressTest("every view: hostile text in its address is text and stays in its place", async (face) => {
  // What cannot be shown is answered with 400, 404 or 414, and the browser says so.
  face.forgive(/status of 4\d\d/);
  const problems: string[] = [];
  for (const text of ADDRESSES) {
    const value = encodeURIComponent(text);
    for (
      const address of [
        `/findings?q=${value}`,
        `/search?q=${value}`,
        `/signatures/${value}`,
        `/${value}?since=${value}`,
      ]
    ) {
      await face.open(address);
      const found = [
        ...await foreignMarkup(face.page, referencesOf(face)),
        ...await overflowProblems(face.page),
      ];
      problems.push(...found.map((problem) => `${address.slice(0, 60)}: ${problem}`));
    }
  }
  assertEquals(problems, []);
});

async function layoutProblems({ page, settled }: Face): Promise<string[]> {
  const problems: string[] = [];
  await unfoldAll(page);
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await settled();
    problems.push(...await overflowProblems(page));
  }
  return problems;
}

/** Rules say where to read more: these addresses alone may lead elsewhere. */
function referencesOf({ world }: Face): string[] {
  const references = world.analysis.findings.flatMap((finding) => finding.references);
  return references.filter((reference) => /^https?:\/\//.test(reference));
}
