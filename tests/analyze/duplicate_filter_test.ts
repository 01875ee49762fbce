import { DuplicateFilter } from "../../lib/analyze/duplicate_filter.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const START = Date.UTC(2026, 3, 12);

/** Records of a file as `[seconds after the start, key]`. */
type Records = readonly (readonly [second: number, key: number])[];

/** Marks of all rows of all files, read in the order given; each file in blocks of `width` rows. */
function marksOf(files: readonly Records[], width = 1000): number[][] {
  const filter = new DuplicateFilter();
  return files.map((records) => {
    filter.nextFile();
    const marks: number[] = [];
    for (let at = 0; at < records.length; at += width) {
      const rows = records.slice(at, at + width);
      const block = {
        length: rows.length,
        timeMs: Float64Array.from(rows, ([second]) => START + second * 1000),
        key: Uint32Array.from(rows, ([, key]) => key),
      };
      marks.push(...filter.add(block) ?? new Uint8Array(rows.length));
    }
    return marks;
  });
}

const MINUTES: Records = Array.from({ length: 100 }, (_, i) => [i * 60, i * 7 % 13]);

Deno.test("DuplicateFilter marks nothing in one file, however often it repeats a record", () => {
  assertEquals(marksOf([[[1, 5], [1, 5], [1, 5], [60, 5]]]), [[0, 0, 0, 0]]);
});

Deno.test("DuplicateFilter marks all of a file that comes a second time", () => {
  assertEquals(marksOf([MINUTES, MINUTES])[1], MINUTES.map(() => 1));
});

Deno.test("DuplicateFilter marks of the former current file what the rolled file has too", () => {
  const current = MINUTES.slice(0, 60);
  assertEquals(marksOf([MINUTES, current])[1], current.map(() => 1));
  assertEquals(marksOf([current, MINUTES])[1], MINUTES.map((_, i) => i < 60 ? 1 : 0));
});

Deno.test("DuplicateFilter matches the n-th of equal records with the n-th", () => {
  const once: Records = [[0, 1], [30, 9], [60, 1]];
  const twice: Records = [[0, 1], [30, 9], [30, 9], [60, 1]];
  assertEquals(marksOf([once, twice])[1], [1, 1, 0, 1]);
  assertEquals(marksOf([twice, once])[1], [1, 1, 1]);
});

Deno.test("DuplicateFilter counts a record once that three files have", () => {
  const [, second, third] = marksOf([MINUTES, MINUTES.slice(0, 50), MINUTES.slice(20)]);
  assertEquals([second!.includes(0), third!.includes(0)], [false, false]);
});

Deno.test("DuplicateFilter keeps equal records at a rotation within the same second", () => {
  const rolled: Records = [...MINUTES, [6000, 3]];
  const current: Records = [[6000, 3], [6001, 4], [6300, 5]];
  assertEquals(marksOf([rolled, current])[1], [0, 0, 0]);
  assertEquals(marksOf([current, rolled])[1], rolled.map(() => 0));
});

Deno.test("DuplicateFilter keeps records of one time that differ", () => {
  const others = MINUTES.map(([second, key]) => [second, key + 100] as const);
  assertEquals(marksOf([MINUTES, others])[1], MINUTES.map(() => 0));
});

Deno.test("DuplicateFilter marks the same in blocks of any size", () => {
  const record = fc.tuple(fc.nat(400), fc.nat(3));
  fc.assert(fc.property(fc.array(fc.array(record, { maxLength: 60 }), { maxLength: 4 }), (lists) => {
    // At most one record a minute and key: equal ones on both sides of a block's edge are a case of their own.
    const files = lists.map((list) => {
      const distinct = new Map(list.map(([minute, key]) => [minute * 4 + key, [minute * 60, key] as const]));
      return [...distinct.values()].sort(([a], [b]) => a - b);
    });
    const all = [...new Map(files.flat().map((row) => [row.join(), row])).values()].sort(([a], [b]) => a - b);
    const expected = [all.map(() => 0), ...files.map((file) => file.map(() => 1))];
    for (const width of [3, 20, 1000]) assertEquals(marksOf([all, ...files], width), expected);
  }));
});
