import { BIN_MS, type SeriesPart, SeriesStore } from "../../lib/analyze/series_store.ts";
import { countBetween, countsOn, gridOver } from "../../lib/analyze/time_grid.ts";
import type { SpillStore } from "../../lib/analyze/spill_store.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const START = Date.UTC(2026, 3, 12, 3);

/** A series as text: key, then each bin with its count, first and last record in seconds after the start. */
function show({ template, host, scope, forEach }: SeriesPart): string {
  const bins: string[] = [];
  forEach((binMs, count, firstMs, lastMs) =>
    bins.push([binMs, firstMs, lastMs].map((ms) => (ms - START) / 1000).join(" ") + ` x${count}`)
  );
  return `${template}/${host}/${scope}: ${bins.join(", ")}`;
}

Deno.test("SeriesStore counts by template, host, scope and bin, and keeps the first and last time of a bin", () => {
  const store = new SeriesStore();
  for (const second of [1, 4, 2, 15, 11]) store.add(7, 1, 0, START + second * 1000);
  store.add(7, 1, 3, START + 1000);
  store.add(7, 2, 0, START + 1000);
  store.add(8, 1, 0, START + 1000);
  assertEquals(store.parts().map(show), [
    "7/1/0: 0 1 4 x3, 10 11 15 x2",
    "7/1/3: 0 1 1 x1",
    "7/2/0: 0 1 1 x1",
    "8/1/0: 0 1 1 x1",
  ]);
});

Deno.test("SeriesStore.addRecords() keeps kinds of log of one host apart, at the greatest ids too", () => {
  const store = new SeriesStore();
  const records = {
    length: 1,
    timeMs: Float64Array.of(START),
    template: Uint32Array.of(65_535),
    scope: Uint32Array.of(0),
  };
  for (const log of [0, 7, 4, 7]) store.addRecords(records, 1023, null, log);
  store.addRecords(records, 1022, null, 7);
  assertEquals(store.parts().map(({ template, host, log, total }) => [template, host, log, total.count]), [
    [65_535, 1023, 0, 1],
    [65_535, 1023, 7, 2],
    [65_535, 1023, 4, 1],
    [65_535, 1022, 7, 1],
  ]);
});

Deno.test("SeriesStore keeps times before 1970 and at the greatest ids apart", () => {
  const store = new SeriesStore();
  store.add(65_535, 1023, 65_535, -1);
  store.add(65_535, 1023, 65_534, 0);
  const [before, after] = store.parts();
  assertEquals([before?.template, before?.host, before?.scope], [65_535, 1023, 65_535]);
  assertEquals(countBetween([before!], -BIN_MS, 0), { count: 1, firstMs: -1, lastMs: -1 });
  assertEquals(countBetween([after!], 0, BIN_MS), { count: 1, firstMs: 0, lastMs: 0 });
});

Deno.test("SeriesStore loses no record, whatever the order and number of series (over one chunk of rows)", () => {
  const store = new SeriesStore();
  for (let i = 0; i < 200_000; i++) store.add(i % 3000, i % 5, 0, START + (i * 7919) % 86_400_000);
  const parts = store.parts();
  assertEquals(countBetween(parts, -Infinity, Infinity).count, 200_000);
  assert(parts.every((part) => countBetween([part], -Infinity, Infinity).count > 0));
});

Deno.test("SeriesStore gives the counts that a plain map gives", () => {
  const record = fc.tuple(fc.nat(3), fc.nat(2), fc.nat(2), fc.nat(100));
  fc.assert(fc.property(fc.array(record, { maxLength: 200 }), (records) => {
    const store = new SeriesStore();
    const expected = new Map<string, number>();
    for (const [template, host, scope, second] of records) {
      store.add(template, host, scope, START + second * 1000);
      const key = `${template}/${host}/${scope} ${Math.floor(second / 10)}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const actual = new Map<string, number>();
    for (const { template, host, scope, forEach } of store.parts()) {
      forEach((binMs, count) => {
        const key = `${template}/${host}/${scope} ${(binMs - START) / BIN_MS}`;
        actual.set(key, (actual.get(key) ?? 0) + count);
      });
    }
    assertEquals([...actual].sort(), [...expected].sort());
  }));
});

Deno.test("SeriesStore.addRecords() counts the records of a block that are not marked, as one by one", () => {
  const record = fc.tuple(fc.nat(30), fc.nat(4), fc.nat(100_000));
  fc.assert(fc.property(fc.array(record, { maxLength: 300 }), fc.nat(3), (records, skipped) => {
    const store = new SeriesStore();
    const expected = new SeriesStore();
    const marks = Uint8Array.from(records, (_, row) => row % 4 === skipped ? 1 : 0);
    for (const skip of [marks, null]) {
      store.addRecords(
        {
          length: records.length,
          template: Uint32Array.from(records, ([template]) => template),
          scope: Uint32Array.from(records, ([, scope]) => scope),
          timeMs: Float64Array.from(records, ([, , ms]) => START + ms),
        },
        2,
        skip,
      );
      records.forEach(([template, scope, ms], row) => {
        if (skip === null || skip[row] === 0) expected.add(template, 2, scope, START + ms);
      });
    }
    assertEquals(store.parts().map(show), expected.parts().map(show));
  }));
});

Deno.test("SeriesStore knows first and last of each series, though its bins end with the year 2649", () => {
  const store = new SeriesStore();
  const [old, late] = [Date.UTC(1026, 0), Date.UTC(6026, 0)];
  for (const timeMs of [START, late, old, late]) store.add(1, 0, 0, timeMs);
  store.add(2, 0, 0, START);
  const [part, other] = store.parts();
  assertEquals(part?.total, { count: 4, firstMs: old, lastMs: late });
  assertEquals(other?.total, { count: 1, firstMs: START, lastMs: START });
  assertEquals(countBetween([part!], START - BIN_MS, START + BIN_MS).count, 1);
  assertEquals(countBetween([part!], -Infinity, Infinity).count, 4);
});

Deno.test("SeriesPart.forEach() visits the bins that start in a range, all when there is none", () => {
  const store = new SeriesStore();
  for (let i = 0; i < 50; i++) store.add(1, 0, 0, START + i * BIN_MS + 1);
  const visited = (...range: number[]) => {
    const bins: number[] = [];
    store.parts()[0]!.forEach((binMs) => bins.push((binMs - START) / BIN_MS), ...range);
    return bins;
  };
  assertEquals(visited(START + 9 * BIN_MS, START + 11 * BIN_MS + 1), [9, 10, 11]);
  assertEquals(visited(), Array.from({ length: 50 }, (_, i) => i));
});

Deno.test("SeriesStore goes on after its parts were asked for", () => {
  const store = new SeriesStore();
  store.add(1, 0, 0, START);
  assertEquals(store.parts().map(show), ["1/0/0: 0 0 0 x1"]);
  store.add(1, 0, 0, START + 20_000);
  assertEquals(store.parts().map(show), ["1/0/0: 0 0 0 x1, 20 20 20 x1"]);
});

interface Row {
  readonly bin: number;
  count: number;
  first: number;
  last: number;
}

/** What the rows of a series are: bins in order of arrival, each as long as it is the same. */
function rowsOf(timesMs: readonly number[]): Row[] {
  const rows: Row[] = [];
  for (const timeMs of timesMs) {
    const bin = Math.floor(timeMs / BIN_MS);
    const row = rows.at(-1);
    if (row?.bin !== bin) rows.push({ bin, count: 1, first: timeMs, last: timeMs });
    else {
      row.count++;
      row.first = Math.min(row.first, timeMs);
      row.last = Math.max(row.last, timeMs);
    }
  }
  return rows;
}

Deno.test("SeriesPart.forEach() has the bins in order of arrival, however far apart they are", () => {
  // Most records of a real log follow in one bin or one of the next; a far one is kept in another form than a near one.
  const step = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: -3000, max: 4000 }) },
    { weight: 3, arbitrary: fc.constantFrom(-BIN_MS, BIN_MS, 32_767 * BIN_MS, -32_768 * BIN_MS) },
    { weight: 1, arbitrary: fc.integer({ min: -1e12, max: 1e12 }) },
  );
  const steps = fc.array(fc.tuple(fc.nat(2), step), { maxLength: 400, size: "max" });
  fc.assert(fc.property(steps, fc.boolean(), (list, isRead) => {
    const store = new SeriesStore();
    const times: number[][] = [];
    const at = [START, 0, -START];
    for (const [template, ms] of list) {
      at[template]! += ms;
      (times[template] ??= []).push(at[template]!);
      store.add(template, 1, 0, at[template]!);
      if (isRead && ms === 0) store.parts();
    }
    for (const { template, total, forEach, countInto } of store.parts()) {
      const own = times[template]!;
      const rows: Row[] = [];
      forEach((binMs, count, first, last) => rows.push({ bin: binMs / BIN_MS, count, first, last }));
      assertEquals(rows, rowsOf(own));
      assertEquals(total, { count: own.length, firstMs: Math.min(...own), lastMs: Math.max(...own) });
      const counts = new Int32Array(40);
      countInto(counts, START, 3 * BIN_MS);
      const expected = new Int32Array(40);
      for (const { bin, count } of rows) {
        const bucket = Math.floor((bin - START / BIN_MS) / 3);
        if (bucket >= 0 && bucket < 40) expected[bucket]! += count;
      }
      assertEquals(counts, expected);
    }
  }));
});

Deno.test("SeriesStore counts a flood of records in one bin in a few bytes, as one row", () => {
  const store = new SeriesStore();
  for (let i = 0; i < 100_000; i++) store.add(1, 0, 0, START + i % 7000);
  assertEquals(store.parts().map(show), ["1/0/0: 0 0 6.999 x100000"]);
});

Deno.test("SeriesStore tells scopes no longer apart beyond 400,000 series, but counts them", () => {
  const store = new SeriesStore();
  const length = 50_000;
  const scope = Uint32Array.from({ length }, (_, row) => row + 1);
  const timeMs = new Float64Array(length).fill(START);
  for (let template = 0; template < 9; template++) {
    store.addRecords({ length, timeMs, template: new Uint32Array(length).fill(template), scope }, 0, null);
  }
  const parts = store.parts();
  assertEquals([parts.length, parts.at(-1)?.scope, parts.at(-1)?.total.count], [400_001, 0, 50_000]);
  const counts = store.countsByScope(length + 1);
  assertEquals([counts[0], new Set(counts.subarray(1))], [0, new Set([9])]);
});

/** Keeps what is put as it is. */
class SpillList implements SpillStore {
  length = 0;
  readonly #pages: { readonly at: number; readonly bytes: Uint8Array }[] = [];

  put(bytes: Uint8Array): number {
    const at = this.length;
    this.#pages.push({ at, bytes: bytes.slice() });
    this.length += bytes.length;
    return at;
  }

  get(place: number, length: number): Uint8Array<ArrayBuffer> {
    const page = this.#pages.findLast(({ at }) => at <= place)!;
    return Uint8Array.from(page.bytes.subarray(place - page.at, place - page.at + length));
  }
}

Deno.test("SeriesStore gives the same counts when most of them are spilled, slabs that were not full among them", () => {
  const spill = new SpillList();
  const stores = [new SeriesStore(), new SeriesStore({ maxBytes: 0, spill })];
  for (let i = 0; i < 1_000_000; i++) {
    // Some series come often, some ever more seldom: their slabs are open for long.
    const template = i % 3 === 0 ? i % 7 : Math.floor(Math.sqrt(i));
    for (const store of stores) store.add(template, i % 2, 0, START + i * 10_007);
  }
  const [kept, spilled] = stores.map((store) => store.parts());
  assert(spill.length > 2 << 20, `only ${spill.length} bytes were spilled`);
  assertEquals(spilled!.map(show), kept!.map(show));
  assertEquals(spilled!.map(countsOf), kept!.map(countsOf));
});

function countsOf(part: SeriesPart): number[] {
  const counts = new Int32Array(70);
  part.countInto(counts, START, 6_000 * BIN_MS);
  return [...counts];
}

Deno.test("gridOver() has buckets of a minute for up to two weeks, then of a width that people read easily", () => {
  const widths = [[0, 1], [1, 1440], [14, 20_160], [15, 10_801], [400, 19_201]].map(([days]) => {
    const { bucketMs, length } = gridOver(START, START + days! * 86_400_000);
    return [days, bucketMs / 60_000, length];
  });
  assertEquals(widths, [[0, 1, 1], [1, 1, 1441], [14, 2, 10_081], [15, 2, 10_801], [400, 30, 19_201]]);
});

Deno.test("gridOver() holds both ends of the span and never more buckets than wanted by much", () => {
  fc.assert(
    fc.property(
      fc.nat(10_000_000_000),
      fc.nat(100_000_000_000),
      fc.integer({ min: 10, max: 1000 }),
      (at, ms, most) => {
        const { startMs, bucketMs, length } = gridOver(at, at + ms, most);
        assert(startMs <= at && startMs % bucketMs === 0);
        assert(startMs + length * bucketMs > at + ms && startMs + (length - 1) * bucketMs <= at + ms);
        assert(length <= most + 1, `${length} buckets, at most ${most}`);
      },
    ),
  );
});

Deno.test("countsOn() leaves out what is outside the grid", () => {
  const store = new SeriesStore();
  for (const minute of [-1, 0, 0, 2, 3]) store.add(1, 0, 0, START + minute * 60_000);
  const grid = { startMs: START, bucketMs: 60_000, length: 3 };
  assertEquals([...countsOn(grid, store.parts())], [2, 0, 1]);
});
