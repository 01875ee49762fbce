import { WatchList } from "../../lib/scan/watch_list.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { scanText } from "./scan_text.ts";

const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);

function records(...messages: string[]): string {
  return messages.map((message, i) => `${applicationLine({ time: timeAfter(i), message })}\n`).join("");
}

/** Lines of the records that are told. */
function watchedLines(text: string, ...watchLiterals: string[]): number[] {
  return scanText(text, { watchLiterals }).watched.map(({ line }) => line);
}

Deno.test("ApplicationScanner tells every record of a template whose first record holds a literal", () => {
  const text = records("timed out after 10 ms", "done", "timed out after 99 ms", "done", "Timed out");
  assertEquals(watchedLines(text, "timed out"), [1, 3]);
  assertEquals(watchedLines(text, "after 10"), [1, 3]);
  // It is the first record that decides.
  assertEquals(watchedLines(text, "after 99"), []);
  assertEquals(watchedLines(text, "nothing", "done", "Timed"), [2, 4, 5]);
  assertEquals(watchedLines(text), []);
});

Deno.test("ApplicationScanner finds a literal in the continuation lines, and tells where the whole record is", () => {
  const trace = "a.B: no\n\tat a.B.c(B.java:1)\nCaused by: c.D: timed out\n";
  const text = records("done") + records("failed") + trace + records("failed") + trace;
  const { watched, columns, samples } = scanText(text, { watchLiterals: ["Caused by: c.D"] });
  const second = watched[1];
  assertEquals(watched.map(({ line }) => line), [2, 6]);
  const end = (second?.byteOffset ?? 0) + (second?.byteLength ?? 0);
  assertEquals(text.slice(second?.byteOffset, end), records("failed") + trace.trimEnd());
  assertEquals(second?.text, text.slice(second?.byteOffset, end));
  assertEquals([second?.timeMs, second?.template, second?.scope], [START_MS, columns["template"]?.[2], 0]);
  assert(samples.some(({ template }) => template === second?.template));
});

Deno.test("ApplicationScanner cuts the text of a told record at 2 KiB", () => {
  const long = `watch me ${"x".repeat(5000)}`;
  const { watched } = scanText(records(long), { watchLiterals: ["watch"] });
  assertEquals(watched.map(({ text, byteLength }) => [text.length, byteLength]), [[
    2048,
    records(long).length - 1,
  ]]);
});

Deno.test("ApplicationScanner leaves records outside the window untold", () => {
  const text = records("watch 1", "watch 2", "watch 3");
  const { watched } = scanText(text, {
    watchLiterals: ["watch"],
    sinceMs: START_MS + 1,
    untilMs: START_MS + 1,
  });
  assertEquals(watched.map(({ line }) => line), [2]);
});

Deno.test("ApplicationScanner counts the told records beyond a hundred thousand", () => {
  const text = records("watch me").repeat(100_003);
  const { watched, summary } = scanText(text, { watchLiterals: ["watch"] });
  assertEquals([watched.length, summary.unwatched, summary.records], [100_000, 3, 100_003]);
});

Deno.test("WatchList takes no more than 64 MiB of texts", () => {
  const list = new WatchList(["x"]);
  const taken = Array.from({ length: 40_000 }, () => list.takeRecord(1, 2048)).filter(Boolean).length;
  assertEquals(taken, 64 * 1024 * 1024 / 2048);
});

Deno.test("WatchList knows templates of any number, and watches none without literals", () => {
  const list = new WatchList(["x"]);
  const ids = [1, 63, 64, 200, 50_000];
  for (const id of ids) list.addTemplate(id, id === 64 ? "no" : "has x");
  assertEquals(ids.map((id) => list.has(id)), [true, true, false, true, true]);
  assertEquals([list.has(0), list.has(65), list.has(60_000)], [false, false, false]);
  assertEquals([list.isWanted, new WatchList([]).isWanted], [true, false]);
});

Deno.test("WatchList lets records about snapshots take nothing from those that rules look at", () => {
  const list = new WatchList(["x"], ["x y", "y"]);
  list.addTemplate(1, "x y");
  list.addTemplate(2, "y");
  assertEquals([list.has(1), list.has(2), new WatchList([], ["y"]).isWanted], [true, true, true]);
  const taken = (template: number) =>
    Array.from({ length: 110_000 }, () => list.takeRecord(template, 100)).filter(Boolean).length;
  assertEquals([taken(2), taken(1)], [60_000, 100_000]);
});
