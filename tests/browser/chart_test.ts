/// <reference lib="dom" />
import { assert, assertEquals, assertMatch, assertNotEquals } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { sampleWorld } from "../helpers/browser_world.ts";

const chartTest = faceTests(sampleWorld());

chartTest("charts: the cursor reads values, and those of the other charts at the same time", async (face) => {
  await face.open("/access");
  const [first, second] = [face.page.locator(".chart").nth(0), face.page.locator(".chart").nth(1)];
  await hover(face, 0.5);
  const time = await first.locator(".chart-time").textContent();
  assertMatch(time ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
  assertEquals(await second.locator(".chart-time").textContent(), time);
  for (const chart of [first, second]) {
    assertNotEquals(await chart.locator(".chart-value").first().textContent(), "");
  }
});

chartTest("charts: a drag chooses the window that all views keep to", async (face) => {
  await face.open("/access");
  const at = await hover(face, 0.25);
  await face.page.mouse.down();
  await face.page.mouse.move(...at(0.5));
  await face.page.mouse.move(...at(0.75));
  await face.page.mouse.up();
  await face.page.waitForFunction("location.href.includes('since=')");
  await face.settled();
  const { searchParams } = new URL(face.address(), "http://page");
  const { start, bucketMs, requests } = face.world.analysis.access.series;
  const whole = bucketMs * requests.length;
  const [since, until] = ["since", "until"].map((name) => Date.parse(searchParams.get(name) ?? ""));
  assert(Math.abs(since! - Date.parse(start) - whole / 4) < whole / 50, searchParams.get("since")!);
  assert(Math.abs(until! - since! - whole / 2) < whole / 50, searchParams.get("until")!);
});

chartTest("charts: arrows read values, with shift they choose, Enter keeps to it", async (face) => {
  await face.open("/access");
  await face.page.locator(".chart-live").first().focus();
  for (const key of ["ArrowRight", "ArrowRight"]) await face.page.keyboard.press(key);
  assertMatch(await face.page.locator("#status").textContent() ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: \S/);
  for (const key of ["Shift+ArrowRight", "Shift+ArrowRight", "Enter"]) await face.page.keyboard.press(key);
  await face.page.waitForFunction("location.href.includes('since=')");
  await face.settled();
  const { searchParams } = new URL(face.address(), "http://page");
  const { start, bucketMs } = face.world.analysis.access.series;
  const [since, until] = ["since", "until"].map((name) => Date.parse(searchParams.get(name) ?? ""));
  // The second bucket to the fourth.
  assertEquals([since! - Date.parse(start), until! - Date.parse(start)], [bucketMs, 4 * bucketMs]);
});

chartTest(
  "charts: the live one stands where the drawn one stood, on paper the drawn one stands",
  async (face) => {
    await face.open("/access");
    const chart = face.page.locator(".chart").first();
    const lines = chart.locator(".chart-static .tick");
    const [zero, top] = [await lines.first().boundingBox(), await lines.last().boundingBox()];
    const { x, y, width, height } = await plotBox(face);
    const apart = [zero!.x - x, zero!.width - width, top!.y - y, zero!.y - y - height];
    assert(apart.every((pixels) => Math.abs(pixels) <= 1), String(apart));
    const visibility = () =>
      chart.locator(".chart-static").evaluate((element) => getComputedStyle(element).visibility);
    assertEquals(await visibility(), "hidden");
    await face.page.emulateMedia({ media: "print" });
    assertEquals(await visibility(), "visible");
    assert(await chart.locator(".chart-live").isHidden());
  },
);

async function plotBox(face: Face): Promise<{ x: number; y: number; width: number; height: number }> {
  return (await face.page.locator(".chart .u-over").first().boundingBox())!;
}

/** Puts the pointer into the first chart; gives its places as a part of its width. */
async function hover(face: Face, part: number): Promise<(part: number) => [number, number]> {
  const box = await plotBox(face);
  const at = (place: number): [number, number] => [box.x + place * box.width, box.y + box.height / 2];
  await face.page.mouse.move(...at(part - 0.01));
  await face.page.mouse.move(...at(part));
  await face.settled();
  return at;
}
