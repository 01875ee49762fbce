import { countColumns, sparkline, timeColumns } from "../../../lib/report/summary/sparkline.ts";
import { timeAxis } from "../../../lib/report/summary/time_axis.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const LEVELS = "01234567";

function time(minute: number): string {
  return new Date(Date.UTC(2026, 3, 12) + minute * 60_000).toISOString();
}

/** `[minutes from midnight, minutes a bucket, counts]` in columns of ten minutes. */
const COUNTS: readonly (readonly [number, number, number[], number[]])[] = [
  [0, 10, [1, 2, 3], [1, 2, 3]],
  [0, 5, [1, 2, 3, 4, 5, 6], [3, 7, 11]],
  [0, 30, [9], [3, 3, 3]],
  [5, 10, [4, 8], [2, 6, 4]],
  [-10, 20, [6], [6, 0, 0]],
  [25, 10, [5], [0, 0, 5]],
  [90, 10, [7], [0, 0, 7]],
];

for (const [start, minutes, counts, expected] of COUNTS) {
  Deno.test(`countColumns() of ${counts} from minute ${start}, ${minutes} minutes each, is ${expected}`, () => {
    const columns = timeColumns({ start: time(0), end: time(30) }, 3);
    const series = [{ start: time(start), bucketMs: minutes * 60_000, counts }];
    assertEquals(countColumns(series, columns), expected);
  });
}

Deno.test("countColumns() loses nothing, whatever the buckets and columns", () => {
  const args = [
    fc.nat(99),
    fc.integer({ min: 1, max: 40 }),
    fc.array(fc.nat(50), { maxLength: 30 }),
  ] as const;
  fc.assert(fc.property(...args, fc.integer({ min: 1, max: 30 }), (start, minutes, counts, count) => {
    const columns = timeColumns({ start: time(0), end: time(60) }, count);
    const shares = countColumns([{ start: time(start - 30), bucketMs: minutes * 60_000, counts }], columns);
    const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
    assert(Math.abs(sum(shares) - sum(counts)) < 1e-6);
  }));
});

Deno.test("sparkline() shows nothing as the lowest, the most as the highest, and a little as something", () => {
  assertEquals(sparkline([0, 1, 500, 1000], LEVELS), "0147");
  assertEquals(sparkline([0, 1, 2, 7], LEVELS), "0127", "a few are told one by one");
  assertEquals(sparkline([0, 0], LEVELS), "00");
  assertEquals(sparkline([], LEVELS), "");
});

const AXES: readonly (readonly [what: string, start: string, end: string, count: number, axis: string])[] = [
  ["two days", time(0), time(2880), 70, "|04-12           |12:00            |04-13           |12:00"],
  ["an hour", time(3), time(63), 60, "            |00:15         |00:30         |00:45"],
  ["ten seconds", "2026-04-12T03:14:15.000Z", "2026-04-12T03:14:25.000Z", 30, "|03:14:15      |03:14:20"],
  ["no time", time(0), time(0), 30, "|04-12"],
];

for (const [what, start, end, count, axis] of AXES) {
  Deno.test(`timeAxis() of ${what} has round times where they are`, () => {
    assertEquals(timeAxis(timeColumns({ start, end }, count)), axis);
  });
}

Deno.test("timeAxis() never is wider than its columns, over milliseconds or centuries", () => {
  const start = Date.UTC(2000, 0, 1);
  const spanMs = fc.integer({ min: 0, max: 42 }).map((power) => 2 ** power);
  fc.assert(fc.property(spanMs, fc.nat(3_600_000), fc.integer({ min: 20, max: 110 }), (ms, more, count) => {
    const span = {
      start: new Date(start + more).toISOString(),
      end: new Date(start + more + ms).toISOString(),
    };
    const axis = timeAxis(timeColumns(span, count));
    assert(axis.length <= count);
    assert(/^( *\|\S+)*$/.test(axis), axis);
  }));
});
