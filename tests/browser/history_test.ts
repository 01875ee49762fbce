/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { sampleWorld } from "../helpers/browser_world.ts";

const historyTest = faceTests(sampleWorld());

function scrolled({ page }: Face): Promise<number> {
  return page.evaluate<number>("Math.round(scrollY)");
}

historyTest(
  "going back leads to the line of proof that was followed, and so does loading again",
  async (face) => {
    const { page } = face;
    await face.open(`/incidents/${face.world.analysis.incidents[0]!.id}`);
    await page.locator(".proven .line-link").first().scrollIntoViewIfNeeded();
    const before = await scrolled(face);
    assert(before > 500, `${before}`);
    await page.locator(".proven .line-link").first().click();
    await page.locator("main .line.marked, main .marked").first().waitFor();
    await face.settled();
    assertMatch(face.address(), /^\/lines\?/);
    await page.goBack();
    await page.locator("h2", { hasText: "Likely causes" }).waitFor();
    await face.settled();
    assertEquals(await scrolled(face), before);
    await page.reload();
    await face.settled();
    assertEquals(await scrolled(face), before);
  },
);

historyTest("the next page of a table is shown from its first row, and the focus stays", async (face) => {
  const { page } = face;
  await face.open("/signatures");
  await page.locator("#next").focus();
  const before = await scrolled(face);
  await page.keyboard.press("Enter");
  await page.locator("#prev").waitFor();
  await face.settled();
  assert(await scrolled(face) < before / 2, `${await scrolled(face)} of ${before}`);
  assertEquals(await page.evaluate("document.activeElement.rel"), "next");
});

historyTest("going back from a place inside a view leads to its top", async (face) => {
  await face.open("/access");
  await face.page.locator("a[href='#access-clients']").click();
  await face.page.waitForFunction("scrollY > 300");
  await face.page.goBack();
  await face.page.waitForFunction("scrollY === 0");
  assertEquals(face.address(), "/access");
});
