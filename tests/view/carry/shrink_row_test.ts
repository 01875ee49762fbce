import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { shrinkRow } from "../../../lib/view/carry/shrink_row.ts";

Deno.test("shrinkRow() leaves a small row as it is", () => {
  const row = { id: "a", texts: ["x".repeat(2000)], counts: new Array(1500).fill(7), nothing: null };
  assertEquals(shrinkRow(row).row, row);
});

Deno.test("shrinkRow() cuts a long text, with a mark", () => {
  assertEquals(shrinkRow({ text: "x".repeat(2001) }).row, { text: "x".repeat(2000) + " …" });
});

Deno.test("shrinkRow() makes even a row of many long texts small, and keeps its fields and its numbers", () => {
  const diffs = Array.from({ length: 60 }, () => ({
    params: Array.from(
      { length: 60 },
      (_, i) => ({ name: `p${i}`, old: "x".repeat(5000), new: "y".repeat(5000) }),
    ),
  }));
  const event = shrinkRow({ id: "a", diffs, counts: new Array(1500).fill(7), last: "z" }).row;
  assert(JSON.stringify(event).length < 60_000, `${JSON.stringify(event).length}`);
  assertEquals([event.id, event.last, event.counts.length, event.diffs[0]?.params[0]?.name], [
    "a",
    "z",
    1500,
    "p0",
  ]);
});
