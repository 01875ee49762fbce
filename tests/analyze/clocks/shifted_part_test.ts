import { shiftedPart } from "../../../lib/analyze/clocks/shifted_part.ts";
import { BIN_MS, type SeriesPart, SeriesStore } from "../../../lib/analyze/series_store.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { START_MS } from "../log_case.ts";

type Row = readonly [binMs: number, count: number, firstMs: number, lastMs: number];

/** Milliseconds after the start, in any order. */
const RECORDS = fc.array(fc.nat(600_000), { minLength: 1, maxLength: 60 });

function partOf(records: readonly number[], earlierMs = 0): SeriesPart {
  const store = new SeriesStore();
  for (const ms of records) store.add(3, 2, 1, START_MS + ms - earlierMs);
  return store.parts()[0]!;
}

function rowsOf({ forEach }: SeriesPart, fromMs?: number, toMs?: number): Row[] {
  const rows: Row[] = [];
  forEach((...row) => rows.push(row), fromMs, toMs);
  return rows;
}

function sumOf(part: SeriesPart, fromMs: number, toMs: number): { count: number; times: number[] } {
  const sum = { count: 2, firstMs: START_MS + 300_000, lastMs: START_MS + 300_000 };
  part.addBetween(sum, fromMs, toMs);
  return { count: sum.count, times: [sum.firstMs, sum.lastMs] };
}

function countsOf(part: SeriesPart, startMs: number, bucketMs: number): number[] {
  const counts = new Int32Array(12);
  part.countInto(counts, startMs, bucketMs);
  return [...counts];
}

Deno.test("shiftedPart() is the part of records that were all logged so much earlier", () => {
  const bins = fc.integer({ min: -80, max: 80 });
  const ranges = fc.tuple(fc.integer({ min: -900_000, max: 900_000 }), fc.nat(900_000));
  fc.assert(
    fc.property(RECORDS, bins, ranges, fc.constantFrom(1, 6), (records, shift, [at, length], width) => {
      const aheadMs = shift * BIN_MS;
      const [shifted, earlier] = [shiftedPart(partOf(records), aheadMs), partOf(records, aheadMs)];
      const [fromMs, toMs] = [START_MS + at, START_MS + at + length];
      assertEquals(shifted.total, earlier.total);
      assertEquals(rowsOf(shifted), rowsOf(earlier));
      assertEquals(rowsOf(shifted, fromMs, toMs), rowsOf(earlier, fromMs, toMs));
      assertEquals(sumOf(shifted, fromMs, toMs), sumOf(earlier, fromMs, toMs));
      assertEquals(countsOf(shifted, fromMs, width * BIN_MS), countsOf(earlier, fromMs, width * BIN_MS));
    }),
  );
});

Deno.test("shiftedPart() moves whole bins where the clock is not ahead by full ten seconds", () => {
  const shifted = shiftedPart(partOf([1000, 4000, 12_000, 31_000]), 7500);
  assertEquals(rowsOf(shifted).map((row) => row.map((n) => n > START_MS / 2 ? n - START_MS : n)), [
    [-7500, 2, -6500, -3500],
    [2500, 1, 4500, 4500],
    [22_500, 1, 23_500, 23_500],
  ]);
  assertEquals(shifted.total, { count: 4, firstMs: START_MS - 6500, lastMs: START_MS + 23_500 });
  assertEquals(sumOf(shifted, START_MS - 7500, START_MS + 2500).count, 4);
  assertEquals(sumOf(shifted, START_MS - 7499, START_MS + 2501).count, 3);
  assertEquals(countsOf(shifted, START_MS - 7500, BIN_MS).slice(0, 4), [2, 1, 0, 1]);
  assertEquals(countsOf(shifted, START_MS, BIN_MS).slice(0, 4), [1, 0, 1, 0]);
});

Deno.test("shiftedPart() loses and makes no record, whatever the clock", () => {
  fc.assert(fc.property(RECORDS, fc.integer({ min: -1e6, max: 1e6 }), (records, aheadMs) => {
    const shifted = shiftedPart(partOf(records), aheadMs);
    const times = records.map((ms) => START_MS + ms - aheadMs);
    assertEquals(shifted.total, {
      count: records.length,
      firstMs: Math.min(...times),
      lastMs: Math.max(...times),
    });
    assertEquals(sumOf(shifted, -Infinity, Infinity).count, records.length + 2);
    assertEquals(rowsOf(shifted).reduce((sum, [, count]) => sum + count, 0), records.length);
    assert(rowsOf(shifted).every(([binMs, , first, last]) => first >= binMs && last < binMs + BIN_MS));
  }));
});

Deno.test("shiftedPart() keeps whose records they are, and leaves a right clock alone", () => {
  const part = partOf([0]);
  const { template, host, scope } = shiftedPart(part, 60_000);
  assertEquals([template, host, scope], [3, 2, 1]);
  assert(shiftedPart(part, 0) === part);
  // Nothing in the range: the sum is as it was, not Infinity moved about.
  assertEquals(sumOf(shiftedPart(part, 60_000), START_MS, START_MS + 1), {
    count: 2,
    times: [START_MS + 300_000, START_MS + 300_000],
  });
});
