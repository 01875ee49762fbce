/// <reference lib="dom" />
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { sampleWorld } from "../helpers/browser_world.ts";

const tableTest = faceTests(sampleWorld());
const HEADING = "#table-signatures thead th:has(#sort-count)";

tableTest("a table: Enter on a heading sorts, and the focus stays on it", async (face) => {
  await face.open("/signatures?level=INFO");
  await face.page.locator("#sort-count").focus();
  await face.page.keyboard.press("Enter");
  await face.page.locator(`${HEADING}[aria-sort=ascending]`).waitFor();
  await face.settled();
  assertEquals(face.address(), "/signatures?level=INFO&sort=count");
  assertEquals(await face.page.evaluate("document.activeElement.id"), "sort-count");
  const counts = await columnOf(face, "Records");
  assertEquals(counts, counts.toSorted((a, b) => a - b));
});

tableTest("a table: its heading stays in sight, and a link below it is never hidden by it", async (face) => {
  await face.open("/signatures");
  await face.page.locator("#table-signatures tbody tr:nth-child(60) a").focus();
  await face.page.mouse.wheel(0, 400);
  await face.page.waitForFunction((heading) => {
    const { top } = document.querySelector(heading)!.getBoundingClientRect();
    return top === 0;
  }, HEADING);
  for (let i = 0; i < 30; i++) await face.page.keyboard.press("Shift+Tab");
  const isSeen = await face.page.evaluate(() => {
    const { left, top, width, height } = document.activeElement!.getBoundingClientRect();
    const there = document.elementFromPoint(left + Math.min(8, width / 2), top + height / 2);
    return there?.closest("a") === document.activeElement;
  });
  assert(isSeen, "the focused link is behind the heading");
});

tableTest(
  "a table: Download CSV saves the rows of all pages, as they are filtered and sorted",
  async (face) => {
    face.forgive(/^download: omlens-signatures\.csv$/);
    await face.open("/signatures?level=INFO&sort=-hosts");
    const downloading = face.page.waitForEvent("download");
    await face.page.getByRole("button", { name: "Download CSV" }).click();
    const download = await downloading;
    assertEquals(download.suggestedFilename(), "omlens-signatures.csv");
    const [head = "", ...lines] = (await Deno.readTextFile(await download.path())).trimEnd().split("\r\n");
    assertEquals(head, "Records,Level,Message,Logger,Exception,New,First,Last,Hosts");
    const wanted = face.world.analysis.signatures.filter(({ level }) => level === "INFO")
      .toSorted((a, b) => b.hosts.length - a.hosts.length);
    assert(wanted.length > 100, `${wanted.length} rows are on one page`);
    assertEquals(
      lines.map((line) => line.slice(0, line.indexOf(","))),
      wanted.map(({ count }) => String(count)),
    );
    const [top] = wanted;
    assert(lines[0]?.endsWith(`,${top?.first},${top?.last},${top?.hosts.join("; ")}`), lines[0]);
  },
);

async function columnOf({ page }: Face, label: string): Promise<number[]> {
  const texts = await page.locator(`td[data-label="${label}"]`).allInnerTexts();
  return texts.map((text) => Number(text.replaceAll(",", "")));
}
