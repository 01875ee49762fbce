/// <reference lib="dom" />
import { assert, assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { accessibilityProblems } from "../helpers/browser.ts";
import { type Face, faceTests } from "../helpers/browser_face.ts";
import { keepScreenshot } from "../helpers/browser_screenshots.ts";
import { forgetInteractions, timingOf } from "../helpers/browser_timing.ts";
import { sampleWorld } from "../helpers/browser_world.ts";
import { tell } from "./tell.ts";

const recordTest = faceTests(sampleWorld());
const SERVE = { faces: ["serve"] } as const;

/** Opens a search, and waits until it is over. */
async function search({ open, page }: Face, query: string): Promise<void> {
  await open(`/search?${new URLSearchParams({ q: query })}`);
  await page.locator(".stream-acts button[data-act=cancel]").waitFor({ state: "detached" });
}

/** The addresses of the records, in the order in which they stand. */
function addresses({ page }: Face): Promise<string[]> {
  return page.locator(".row-time").evaluateAll((links) =>
    links.map((link) => link.getAttribute("href") ?? "")
  );
}

recordTest("records: the box completes fields and values by keys alone, and Enter searches", async (face) => {
  const { page } = face;
  await face.open("/search");
  await forgetInteractions(page);
  await page.keyboard.press("/");
  await page.keyboard.type("lev");
  const box = page.getByRole("combobox", { name: "Filter" });
  assertEquals(await box.getAttribute("aria-expanded"), "true");
  await page.keyboard.press("Tab");
  await page.keyboard.type("err");
  await page.keyboard.press("ArrowDown");
  const option = page.getByRole("listbox").getByRole("option", { selected: true });
  assertEquals(await box.getAttribute("aria-activedescendant"), await option.getAttribute("id"));
  await keepScreenshot(page, `${face.kind}-search-completion`);
  assertEquals(await accessibilityProblems(page), []);
  await page.keyboard.press("Enter");
  assertEquals(await box.inputValue(), "level>=ERROR");
  await page.keyboard.type(" hos");
  await page.keyboard.press("Escape");
  assertEquals(await page.getByRole("listbox").count(), 0);
  await page.keyboard.press("Backspace");
  for (const _ of "ho") await page.keyboard.press("Backspace");
  await page.keyboard.press("Enter");
  // Rows of the search before stand until the first ones of this one are there.
  await page.locator(".row-info").first().waitFor({ state: "detached" });
  await page.locator(".row-error").first().waitFor();
  assertMatch(face.address(), /^\/search\?q=level%3E%3DERROR/);
  assertEquals(await page.locator(".row-info, .row-warn").count(), 0);
  const { interactionMs } = await timingOf(page);
  await tell(`${face.kind} completion and search: slowest interaction ${interactionMs} ms`);
});

recordTest(
  "records: what is wrong with a filter is marked where it is, and the caret goes there",
  async (face) => {
    await face.open("/search?q=level%3E%3DWARM");
    const alert = face.page.getByRole("alert");
    assertMatch(await alert.innerText(), /"WARM" is no level[\s\S]*Try: write WARN/);
    assertEquals(await alert.locator("mark").innerText(), "W");
    const box = face.page.getByRole("combobox", { name: "Filter" });
    assertEquals(await box.evaluate((input: HTMLInputElement) => input.selectionStart), 7);
    assertEquals(await accessibilityProblems(face.page), []);
  },
);

recordTest(
  "records: a record unfolds, with its lines around it, and leads to its place in the log file",
  async (face) => {
    const { page } = face;
    await search(face, "exception:*");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const row = page.locator(".row").first();
    const text = await row.locator("pre").innerText();
    assert(text.includes("\n\tat ") || text.includes("\n    at "), text);
    if (face.kind === "serve") {
      const button = row.locator("[data-act=context]");
      await button.click();
      await row.locator(".row-around .line").first().waitFor();
      const few = await row.locator(".row-around .line").count();
      const marked = await row.locator(".row-around .marked .line-text").first().innerText();
      assert(text.startsWith(marked), marked);
      await button.click();
      await page.waitForFunction(
        (count) => document.querySelectorAll(".row-around .line").length > count,
        few,
      );
      await keepScreenshot(page, "serve-search-around");
    }
    assertEquals(await accessibilityProblems(page), []);
    await row.locator(".line-link").click();
    const line = page.locator(".line.marked").first();
    await line.waitFor();
    await face.settled();
    assert(text.startsWith(await line.locator(".line-text").innerText()));
    assert(
      await line.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }),
    );
  },
);

recordTest("records: j and k go from record to record, and none is below the foot", async (face) => {
  await search(face, "level>=WARN");
  for (let i = 0; i < 30; i++) await face.page.keyboard.press("j");
  await face.page.keyboard.press("k");
  const isHere = await face.page.evaluate(() => {
    const rows = [...document.querySelectorAll(".row")];
    const { bottom } = document.activeElement!.getBoundingClientRect();
    const foot = document.querySelector(".stream-foot")!.getBoundingClientRect();
    return [rows.indexOf(document.activeElement!.closest(".row")!), bottom <= foot.top];
  });
  assertEquals(isHere, [28, true]);
});

recordTest(
  "records: more of them are added below, each once, in order, and nothing that is read moves",
  async (face) => {
    const { page } = face;
    await search(face, "");
    const before = await addresses(face);
    const moved = (await timingOf(page)).layoutShift;
    await forgetInteractions(page);
    await page.locator("[data-act=more]").click();
    await page.locator("[data-act=cancel]").waitFor({ state: "detached" });
    const after = await addresses(face);
    assert(after.length > before.length);
    assertEquals(after.slice(0, before.length), before);
    assertEquals(new Set(after).size, after.length);
    const times = await page.locator(".row-time").allTextContents();
    assertEquals(times, times.toSorted());
    const { layoutShift, longestTaskMs } = await timingOf(page);
    assertEquals([moved, layoutShift], [0, 0]);
    await tell(
      `serve ${after.length - before.length} rows more: longest task ${longestTaskMs.toFixed(0)} ms`,
    );
  },
  SERVE,
);

recordTest("records: Escape ends a search that goes on", async (face) => {
  const { page } = face;
  // A server that searches for as long as it is let.
  const held = Promise.withResolvers<void>();
  await page.route("**/api/v1/records/stream*", async (route) => {
    await held.promise;
    await route.abort();
  });
  await page.route("**/api/v1/views/search*", async (route) => {
    const response = await route.fetch();
    const data = await response.json();
    const list = { ...data.list, rows: [], nextCursor: null, isPartial: true };
    await route.fulfill({ response, json: { ...data, list } });
  });
  await face.open("/findings");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.getByRole("button", { name: "Cancel" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".stream-state", { hasText: "cancelled: there may be more" }).waitFor();
  assertEquals(await page.getByRole("button", { name: "Search on" }).count(), 1);
  held.resolve();
  await page.unrouteAll({ behavior: "wait" });
}, SERVE);

recordTest("records: what is shown is saved as omlens query prints it", async (face) => {
  face.forgive(/^download: records\.(?:txt|ndjson)$/);
  face.forgive(/^request: blob:/);
  await search(face, "level:ERROR");
  const count = await face.page.locator(".row").count();
  for (const [form, name] of [["text", "records.txt"], ["ndjson", "records.ndjson"]]) {
    const download = face.page.waitForEvent("download");
    await face.page.locator(`[data-act=save][data-form=${form}]`).click();
    const saved = await download;
    assertEquals(saved.suggestedFilename(), name);
    const text = await Deno.readTextFile(await saved.path());
    if (form !== "ndjson") continue;
    const rows = text.trimEnd().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.length, count);
    assert(rows.every((row) => row.event !== undefined || row.level === "ERROR"));
  }
});

recordTest("records: without a script the first page and the way to the next are there", async (face) => {
  await face.open("/search?q=level%3E%3DWARN&patient=true");
  const rows = await face.page.locator(".row").count();
  assertEquals(rows, 100);
  await face.page.getByRole("link", { name: "Next 100" }).click();
  assertMatch(face.address(), /cursor=/);
  assert(await face.page.locator(".row").count() > 0);
  assert(await face.page.getByRole("link", { name: "First rows" }).isVisible());
}, { ...SERVE, javaScriptOff: true });
