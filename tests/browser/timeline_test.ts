/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { forgetInteractions, timingOf } from "../helpers/browser_timing.ts";
import { sampleWorld } from "../helpers/browser_world.ts";
import { tell } from "./tell.ts";

const timelineTest = faceTests(sampleWorld());
/** Longest time from a key or click to the next frame that is no accident; what it took is printed. */
const MOST_INTERACTION_MS = 2000;

timelineTest(
  "timeline: a drag chooses the window that all views keep to, Backward shows all time",
  async (face) => {
    await face.open("/timeline");
    const whole = await shownMs(face);
    const { at } = await picture(face);
    await face.page.mouse.move(...at(0.25));
    await face.page.mouse.down();
    await face.page.mouse.move(...at(0.4));
    await face.page.mouse.move(...at(0.75));
    await face.page.mouse.up();
    await moved(face, whole);
    const [since, until] = windowOf(face);
    const lengthMs = whole.endMs - whole.startMs;
    near(since, whole.startMs + lengthMs / 4, lengthMs / 200);
    near(until, whole.startMs + 3 * lengthMs / 4, lengthMs / 200);
    assertMatch(
      await face.page.locator("nav.views a", { hasText: "Events" }).getAttribute("href") ?? "",
      /since=/,
    );
    await face.page.goBack();
    await face.settled();
    assertEquals(face.address(), "/timeline");
  },
);

timelineTest(
  "timeline: Ctrl and the wheel zoom around the pointer, a plain turn scrolls the page",
  async (face) => {
    await face.open("/timeline");
    const whole = await shownMs(face);
    const { at } = await picture(face);
    await face.page.mouse.move(...at(0.25));
    await face.page.mouse.wheel(0, 10);
    await face.settled();
    assertEquals(face.address(), "/timeline");
    await face.page.evaluate("scrollTo(0, 0)");
    await face.page.keyboard.down("Control");
    await face.page.mouse.wheel(0, -400);
    await face.page.keyboard.up("Control");
    await moved(face, whole);
    const [since, until] = windowOf(face);
    const lengthMs = whole.endMs - whole.startMs;
    near(until - since, lengthMs / 2, lengthMs / 100);
    near(since, whole.startMs + lengthMs / 8, lengthMs / 100);
  },
);

timelineTest("timeline: shift and a drag move it, a double click zooms out", async (face) => {
  const { span } = face.world.analysis;
  const startMs = Date.parse(span!.start) + 4 * 3_600_000;
  const [since, until] = [startMs, startMs + 3_600_000].map((ms) => new Date(ms).toISOString());
  await face.open(`/timeline?since=${since}&until=${until}`);
  const { at } = await picture(face);
  await face.page.keyboard.down("Shift");
  await face.page.mouse.move(...at(0.5));
  await face.page.mouse.down();
  await face.page.mouse.move(...at(0.6), { steps: 4 });
  await face.page.mouse.move(...at(0.75), { steps: 4 });
  await face.page.mouse.up();
  await face.page.keyboard.up("Shift");
  await moved(face, { startMs, endMs: startMs + 3_600_000 });
  near(windowOf(face)[0], startMs - 900_000, 30_000);
  const before = await shownMs(face);
  await face.page.mouse.dblclick(...at(0.5));
  await moved(face, before);
  const after = await shownMs(face);
  near(after.endMs - after.startMs, 4 * 3_600_000, 10_000);
});

timelineTest("timeline: keys zoom and move it, the focus stays, and all is told", async (face) => {
  await face.open("/timeline");
  const whole = await shownMs(face);
  await face.page.focus("#timeline");
  await forgetInteractions(face.page);
  await face.page.keyboard.press("+");
  await face.page.keyboard.press("+");
  await moved(face, whole);
  const near1 = await shownMs(face);
  near(near1.endMs - near1.startMs, (whole.endMs - whole.startMs) / 4, 1000);
  await face.page.keyboard.press("ArrowRight");
  await moved(face, near1);
  assert((await shownMs(face)).startMs > near1.startMs);
  assertEquals(await face.page.evaluate("document.activeElement.id"), "timeline");
  assertMatch(await told(face), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d to /);
  await face.page.keyboard.press("Home");
  await moved(face, await shownMs(face));
  assertEquals(face.address(), "/timeline");
  await tellInteraction(face, "zoom and move by keyboard");
});

timelineTest(
  "timeline: brackets step from event to event, Enter opens the one that was told",
  async (face) => {
    await face.open("/timeline");
    await face.page.focus("#timeline");
    await forgetInteractions(face.page);
    await face.page.keyboard.press("]");
    const first = await told(face);
    await face.page.keyboard.press("]");
    await face.page.keyboard.press("[");
    assertEquals(await told(face), first);
    const event = face.world.analysis.events.find(({ type }) => first.includes(type));
    assertMatch(first, /^1 of \d+: /);
    await face.page.keyboard.press("Enter");
    await face.settled();
    assert(face.address().startsWith("/events"), `${face.address()} after ${first} (${event?.id})`);
    await tellInteraction(face, "event to event");
  },
);

timelineTest("timeline: arrows step through incidents and findings, Enter opens one", async (face) => {
  await face.open("/timeline");
  await face.page.focus("#timeline");
  await face.page.keyboard.press("ArrowDown");
  assertMatch(await told(face), /^1 of \d+: (?:critical|high|medium|low|info): /);
  await face.page.keyboard.press("Enter");
  await face.settled();
  assertMatch(face.address(), /^\/(?:findings|incidents)\//);
});

timelineTest(
  "timeline: the pointer reads time and values of all lanes, in the zone of the reader",
  async (face) => {
    await face.open("/timeline");
    const { at } = await picture(face);
    await forgetInteractions(face.page);
    await face.page.mouse.move(...at(0.5));
    const lane = face.page.locator(".lane-value").first();
    assertMatch(await lane.textContent() ?? "", /^\d[\d,]* records?/);
    const utc = await face.page.locator(".cross-time").textContent();
    await face.page.keyboard.press("t");
    await face.settled();
    const local = await face.page.locator(".cross-time").textContent();
    // The browser of the tests is 5:45 ahead of UTC.
    near(Date.parse(`${local}Z`) - Date.parse(`${utc}Z`), 5.75 * 3_600_000, 1);
    await tellInteraction(face, "readout");
  },
);

timelineTest(
  "timeline: a click on a mark opens its event, a drag that ends on one does not",
  async (face) => {
    await face.open("/timeline");
    const mark = face.page.locator("#timeline [data-layer=head] a use").first();
    const box = await mark.boundingBox();
    const [x, y] = [box!.x + box!.width / 2, box!.y + box!.height / 2];
    await face.page.mouse.move(x + 200, y);
    await face.page.mouse.down();
    await face.page.mouse.move(x + 100, y);
    await face.page.mouse.move(x, y);
    await face.page.mouse.up();
    await face.page.waitForFunction("location.href.includes('since=')");
    await face.settled();
    assert(face.address().startsWith("/timeline?"), face.address());
    await face.open("/timeline");
    await face.page.mouse.click(x, y);
    await face.settled();
    assert(face.address().startsWith("/events"), face.address());
  },
);

timelineTest("timeline: without a script it is there, and links move it", async (face) => {
  await face.open("/timeline");
  assert(await face.page.locator(".timeline-plot path").count() > 0);
  await face.page.locator("#timeline-closer").click();
  await face.page.waitForLoadState("load");
  assertMatch(face.address(), /^\/timeline\?since=/);
}, { faces: ["serve"], javaScriptOff: true });

interface Shown {
  readonly startMs: number;
  readonly endMs: number;
}

/** What the picture held when it was loaded. */
async function shownMs(face: Face): Promise<Shown> {
  const json = await face.page.locator("#timeline").getAttribute("data-timeline");
  return JSON.parse(json ?? "").shown;
}

/** Waits until the picture was loaded anew for another time. */
async function moved(face: Face, before: Shown): Promise<void> {
  await face.page.waitForFunction(
    ({ startMs, endMs }) => {
      const json = document.getElementById("timeline")?.dataset.timeline;
      const shown = json === undefined ? null : JSON.parse(json).shown;
      return shown !== null && (shown.startMs !== startMs || shown.endMs !== endMs);
    },
    before,
  );
  await face.settled();
}

/** Places in the picture, as a part of its width. */
async function picture(face: Face): Promise<{ at: (part: number) => [number, number] }> {
  const box = await face.page.locator("#timeline").boundingBox();
  return { at: (part) => [box!.x + part * box!.width, box!.y + 130] };
}

function windowOf(face: Face): [number, number] {
  const { searchParams } = new URL(face.address(), "http://page");
  return [Date.parse(searchParams.get("since") ?? ""), Date.parse(searchParams.get("until") ?? "")];
}

async function told(face: Face): Promise<string> {
  return await face.page.locator("#status").textContent() ?? "";
}

function near(actual: number, expected: number, by: number): void {
  assert(Math.abs(actual - expected) <= by, `${actual} is not within ${by} of ${expected}`);
}

async function tellInteraction(face: Face, name: string): Promise<void> {
  const { interactionMs, longestTaskMs } = await timingOf(face.page);
  const longest = interactionMs === 0 ? "less than 16" : String(interactionMs);
  await tell(
    `${face.kind} timeline, ${name}: slowest interaction ${longest} ms, longest task ${
      longestTaskMs.toFixed(0)
    } ms`,
  );
  assert(interactionMs < MOST_INTERACTION_MS, longest);
}
