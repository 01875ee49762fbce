import { TimesReader } from "../../lib/analyze/block_times.ts";
import { DuplicateFilter, type LostKeys } from "../../lib/analyze/duplicate_filter.ts";
import { KeptKeys, type KeptKeysOptions } from "../../lib/analyze/kept_keys.ts";
import { KeyCounts } from "../../lib/analyze/key_counts.ts";
import type { SpillStore } from "../../lib/analyze/spill_store.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const TIMES = new TimesReader();
const START = Date.UTC(2026, 3, 12);

/** Records of a file as `[seconds after the start, key]`. */
type Records = readonly (readonly [second: number, key: number])[];

interface Budget extends KeptKeysOptions {
  readonly lose?: (lost: LostKeys) => void;
}

/** Marks of all rows of all files, read in the order given; each file in blocks of `width` rows. */
function marksOf(files: readonly Records[], width = 1000, { lose, ...options }: Budget = {}): number[][] {
  const filter = new DuplicateFilter(
    new KeptKeys(options),
    new KeyCounts(),
    lose ?? (() => assertEquals("lost", "kept")),
  );
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
      marks.push(...filter.add(block, TIMES.read(block.timeMs)) ?? new Uint8Array(rows.length));
    }
    return marks;
  });
}

/** Every file is the one before, with a hole: so many records that they fill several pages. */
function manyRecords(hole: number): Records {
  return Array.from({ length: 300_000 }, (_, i) => [i / 4, i % 4 * 1000 + (i >> 8)] as const)
    .filter((_, i) => i >> 12 !== hole);
}

class SpillList implements SpillStore {
  readonly #bytes: number[][] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  put(bytes: Uint8Array): number {
    const at = this.#length;
    this.#bytes.push([...bytes]);
    this.#length += bytes.length;
    return at;
  }

  get(place: number, length: number): Uint8Array<ArrayBuffer> {
    const page = 1 << 20;
    const from = place % page;
    return new Uint8Array(this.#bytes[Math.floor(place / page)]!.slice(from, from + length));
  }
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

Deno.test("DuplicateFilter does not take records of other times for duplicates, whatever their distance", () => {
  // 2^21 ms are 2097.152 s: times were once compared by their last 21 bits.
  const later = MINUTES.map(([second, key]) => [second + 2097.152, key] as const);
  assertEquals(marksOf([MINUTES, later])[1], MINUTES.map(() => 0));
});

Deno.test("DuplicateFilter marks the same when most keys are spilled", () => {
  const files = [manyRecords(-1), manyRecords(3), manyRecords(20)];
  const spill = new SpillList();
  const expected = [files[0]!.map(() => 0), files[1]!.map(() => 1), files[2]!.map(() => 1)];
  assertEquals(marksOf(files, 9000, { maxBytes: 0, spill }), expected);
  assert(spill.length >= 3 << 20, `only ${spill.length} bytes were spilled`);
});

Deno.test("DuplicateFilter without a spill forgets the oldest keys, and says of which time they are", () => {
  const lost: LostKeys[] = [];
  const other = manyRecords(-1).map(([second, key]) => [second + 86_400, key] as const);
  const files = [manyRecords(-1), other, manyRecords(3)];
  const marks = marksOf(files, 9000, { maxBytes: 0, lose: (one) => lost.push(one) });
  assert(!marks.flat().includes(1));
  assertEquals([...new Set(lost.map(({ reason }) => reason))], ["memory"]);
  assertEquals(Math.min(...lost.map(({ startMs }) => startMs)), START);
  assert(Math.max(...lost.map(({ endMs }) => endMs)) < START + 80_000_000);
});

Deno.test("DuplicateFilter says nothing of forgotten keys that no later file could share", () => {
  const files = [0, 1, 2].map((day) => manyRecords(-1).map(([s, key]) => [s + day * 86_400, key] as const));
  assert(!marksOf(files, 9000, { maxBytes: 0 }).flat().includes(1));
});

Deno.test("DuplicateFilter stops comparing when files overlap more often than the account allows", () => {
  const lost: LostKeys[] = [];
  const files = Array.from({ length: 200 }, () => MINUTES);
  const marks = marksOf(files, 1, { credit: 0, lose: (one) => lost.push(one) });
  assertEquals(marks[1], MINUTES.map(() => 1));
  assertEquals(new Set(lost.map(({ reason }) => reason)), new Set(["work"]));
});

Deno.test("DuplicateFilter marks as a table of all records does", () => {
  // Times in order and steps back, whole seconds and halves of milliseconds, gaps that 16 bits do not hold.
  const record = fc.tuple(fc.constantFrom(0, 0.0005, 1, 2, 30, 31, 33, 40_000, 4_400_000), fc.nat(2));
  fc.assert(fc.property(fc.array(fc.array(record, { maxLength: 40 }), { maxLength: 4 }), (lists) => {
    const spill = new SpillList();
    const seen = new Map<string, number>();
    for (const [at, marks] of marksOf(lists, 1000, { maxBytes: 0, spill }).entries()) {
      const own = new Map<string, number>();
      const isCompared = marks.includes(1);
      for (const [row, rowKey] of lists[at]!.map(String).entries()) {
        const nth = (own.get(rowKey) ?? 0) + 1;
        own.set(rowKey, nth);
        if (isCompared) assert(marks[row] === 0 || nth <= (seen.get(rowKey) ?? 0), "no other file has it");
        else assertEquals(marks[row], 0);
      }
      for (const [rowKey, count] of own) seen.set(rowKey, Math.max(count, seen.get(rowKey) ?? 0));
    }
  }));
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
