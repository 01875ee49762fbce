import { PointBudget } from "../../../lib/archive/seek/point_budget.ts";
import { type FileSeekIndex, HOLE, type SeekPoint } from "../../../lib/archive/seek/seek_index.ts";
import { SeekIndexBuilder } from "../../../lib/archive/seek/seek_index_builder.ts";
import type { WindowStore } from "../../../lib/archive/seek/spilled_point.ts";
import { SeekError } from "../../../lib/archive/seek/seek_error.ts";
import { SeekReader } from "../../../lib/archive/seek/seek_reader.ts";
import type { StreamDraft } from "../../../lib/archive/seek/stream_draft.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { readAll } from "../../helpers/read_all.ts";
import { bytesOf, concat, gzip, noise, octal, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import { assertSameBytes, fileOf, gzipOf, linesOf, readIndexed } from "./indexed_archive.ts";

const START = new Uint8Array(0);
/** Length of the header that the builders write. */
const HEADER = 10;

Deno.test("SeekIndexBuilder.index() tells where the members of a tar lie, holes too", async () => {
  const map = { 386: octal(1000, 12), 398: octal(4, 12), 483: octal(3000, 12) };
  const { index } = await readIndexed(tarOf(
    tarEntry({ name: "a" }, "12345"),
    tarEntry({ name: "empty" }),
    tarEntry({ name: "s", format: "gnu", typeflag: "S", patch: map }, "text"),
  ));
  assertEquals(index, {
    streams: [{ kind: "file", source: [], points: [] }],
    members: new Map([
      ["a", [{ stream: 0, byteOffset: 512, byteLength: 5 }]],
      ["empty", []],
      ["s", [
        { stream: HOLE, byteOffset: 0, byteLength: 1000 },
        { stream: 0, byteOffset: 2048, byteLength: 4 },
        { stream: HOLE, byteOffset: 0, byteLength: 1996 },
      ]],
    ]),
  });
});

Deno.test("SeekIndexBuilder.index() has a stream for each gzip in a tar.gz, with the places in the one around", async () => {
  const inner = gzip("in gzip");
  const file = gzip(tarOf(tarEntry({ name: "a.gz" }, inner), tarEntry({ name: "b" }, "1")));
  const { index } = await readIndexed(file);
  const start = { outOffset: 0, inOffset: HEADER, bitOffset: 0, window: START };
  assertEquals(index, {
    streams: [
      { kind: "file", source: [], points: [] },
      { kind: "gzip", source: [{ stream: 0, byteOffset: 0, byteLength: file.length }], points: [start] },
      { kind: "gzip", source: [{ stream: 1, byteOffset: 512, byteLength: inner.length }], points: [start] },
    ],
    members: new Map([
      ["a.gz", [{ stream: 2, byteOffset: 0, byteLength: 7 }]],
      ["b", [{ stream: 1, byteOffset: 1536, byteLength: 1 }]],
    ]),
  });
});

Deno.test("SeekIndexBuilder.index() has points at gzip members that are far enough apart, or follow a damage", async () => {
  const [small, big] = [gzip("x".repeat(10)), gzip("y".repeat(30))];
  const file = concat(small, small, big, noise(5), small, small);
  const { index } = await readIndexed(file, { spacingBytes: 20 });
  const starts = [0, 2 * small.length, 2 * small.length + big.length + 5];
  assertEquals(
    index.streams[1]!.points.map(({ outOffset, inOffset }) => [outOffset, inOffset]),
    [[0, starts[0]! + HEADER], [20, starts[1]! + HEADER], [50, starts[2]! + HEADER]],
  );
});

Deno.test("SeekIndexBuilder.index() does not depend on how the file arrives", async () => {
  const file = gzipOf(tarOf(tarEntry({ name: "a.gz" }, gzipOf(linesOf(9000))), tarEntry({}, linesOf(9000))));
  const whole = await readIndexed(file);
  assert(whole.index.streams.every(({ kind, points }) => kind === "file" || points.length > 2));
  for (const width of [77, 4096, 100_000]) {
    assertEquals((await readIndexed(file, { width })).index, whole.index);
  }
});

Deno.test("SeekIndexBuilder keeps nothing of gzip without members", async () => {
  const zip = gzip(concat(bytesOf("PK\x03\x04"), noise(100)));
  const seek = new SeekIndexBuilder();
  const entries = Array.from({ length: 300 }, () => tarEntry({ name: "zip.gz" }, zip));
  await readAll(tarOf(...entries, tarEntry({ name: "a.gz" }, gzip("1"))), { seek });
  assertEquals([seek.index().streams.length, seek.index().members.size], [2, 1]);
  assert(seek.points.bytes < 1000, `${seek.points.bytes} bytes are kept`);
});

Deno.test("PointBudget.add() drops every second point, and doubles the distance, when there are too many", () => {
  const budget = new PointBudget(100, { maxBytes: 10_000 });
  const stream: StreamDraft = { source: undefined, points: [], byteLength: 0, isUsed: true };
  budget.open(stream);
  for (let at = 0; at < 20_000; at++) {
    const isNeeded = at === 777;
    const isDue = at - (stream.points.at(-1)?.outOffset ?? -Infinity) >= budget.spacingBytes;
    if (!isDue && !isNeeded) continue;
    budget.add(stream, { outOffset: at, inOffset: at, bitOffset: 0, window: noise(500), isNeeded });
    assert(budget.bytes <= 10_000, `${budget.bytes} bytes`);
  }
  const offsets = stream.points.map(({ outOffset }) => outOffset);
  assertEquals(budget.spacingBytes, 1600);
  assert(offsets[0] === 0 && offsets.includes(777) && offsets.length >= 8, `${offsets}`);
});

Deno.test("PointBudget.add() stays within twice what is needed, and takes linear time, when nothing can be dropped", () => {
  const budget = new PointBudget(1, { maxBytes: 1000 });
  const stream: StreamDraft = { source: undefined, points: [], byteLength: 0, isUsed: true };
  budget.open(stream);
  for (let at = 0; at < 20_000; at++) {
    budget.add(stream, { outOffset: at, inOffset: at, bitOffset: 0, window: START, isNeeded: true });
  }
  assert(stream.points.length < 10_000, `${stream.points.length} points`);
  assert(stream.points.slice(0, 4096).every(({ outOffset }, i) => outOffset === i));
});

/** Windows one after another, as in a file. */
class Windows implements WindowStore {
  readonly put = (bytes: Uint8Array): number => this.#bytes.push(bytes.slice()) - 1;
  readonly #bytes: Uint8Array[] = [];

  get count(): number {
    return this.#bytes.length;
  }

  read(place: number, into: Uint8Array): void {
    into.set(this.#bytes[place]!);
  }
}

Deno.test("PointBudget.add() spills the windows beyond what may be in memory, but none without bytes", () => {
  const windows = new Windows();
  const budget = new PointBudget(1, { memoryBytes: 1_000_000, windows });
  const stream: StreamDraft = { source: undefined, points: [], byteLength: 0, isUsed: true };
  budget.open(stream);
  const windowOf = (at: number) => new Uint8Array(at % 10 === 9 ? 0 : 32_768).fill(at);
  for (let at = 0; at < 400; at++) {
    budget.add(stream, {
      outOffset: at,
      inOffset: 2 * at,
      bitOffset: at % 8,
      window: windowOf(at),
      isNeeded: at === 399,
    });
  }
  // With 31 windows it is too much: that is after 34 points. Of the other 366 every tenth has none.
  assertEquals(windows.count, 366 - 37);
  for (const [at, { outOffset, inOffset, bitOffset, window }] of stream.points.entries()) {
    assertEquals([outOffset, inOffset, bitOffset], [at, 2 * at, at % 8]);
    assertSameBytes(window, windowOf(at), `window ${at}`);
  }
  const before = budget.bytes;
  budget.removeLast(stream);
  budget.removeLast(stream);
  assertEquals(before - budget.bytes, 2 * 128 + 32_768);
});

Deno.test("SeekIndexBuilder.index() is the same when windows are spilled, but reads them only when asked", async () => {
  const file = gzipOf(linesOf(30_000), { flushEvery: 1000 });
  const kept = new SeekIndexBuilder({ spacingBytes: 1000 });
  const windows = new Windows();
  const spilled = new SeekIndexBuilder({ spacingBytes: 1000, windows, memoryBytes: 100_000 });
  await readAll(file, { seek: kept });
  await readAll(file, { seek: spilled });
  assert(windows.count > 0, `${windows.count} windows`);
  const read = windows.read.bind(windows);
  let reads = 0;
  windows.read = (place, into) => (reads++, read(place, into));
  const { streams, members } = spilled.index();
  assertEquals(reads, 0);
  const copied = streams.map(({ points, ...stream }) => ({
    ...stream,
    points: points.map(({ outOffset, inOffset, bitOffset, window }) => ({
      outOffset,
      inOffset,
      bitOffset,
      window: window.slice(),
    })),
  }));
  assertEquals({ streams: copied, members }, kept.index());
});

const POINT: SeekPoint = { outOffset: 0, inOffset: HEADER, bitOffset: 0, window: START };
const FILE = { kind: "file", source: [], points: [] } as const;
const span = (stream: number, byteOffset = 0, byteLength = 100) => ({ stream, byteOffset, byteLength });

/** An index of this gzip stream after the file. */
function indexOf(source: FileSeekIndex["streams"][0]["source"], points = [POINT]): FileSeekIndex {
  return { streams: [FILE, { kind: "gzip", source, points }], members: new Map() };
}

const BAD_INDEXES: Readonly<Record<string, FileSeekIndex>> = {
  "no stream": { streams: [], members: new Map() },
  "a stream that lies in itself": indexOf([span(1)]),
  "a stream that lies in no stream": indexOf([span(-2)]),
  "a fractional stream": indexOf([span(0.5)]),
  "a negative length": indexOf([span(0, 0, -1)]),
  "an endless length": indexOf([span(0, 0, Infinity)]),
  "a source that goes back": indexOf([span(0, 100), span(0, 50)]),
  "a ninth bit": indexOf([span(0)], [{ ...POINT, bitOffset: 8 }]),
  "an offset that is no number": indexOf([span(0)], [{ ...POINT, inOffset: NaN }]),
  "two points at one place": indexOf([span(0)], [POINT, POINT]),
  "a first stream that is gzip": { streams: [{ ...FILE, kind: "gzip" }], members: new Map() },
  "a member of no stream": { streams: [FILE], members: new Map([["a", [span(1)]]]) },
  "gzip in gzip without end": {
    streams: [
      FILE,
      ...Array.from({ length: 50 }, (_, i) => ({ ...FILE, kind: "gzip", source: [span(i)] } as const)),
    ],
    members: new Map(),
  },
};

for (const [what, index] of Object.entries(BAD_INDEXES)) {
  Deno.test(`SeekReader refuses an index with ${what}`, () => {
    assertThrows(() => new SeekReader(fileOf(START), index), SeekError, "Cannot use seek index: ");
  });
}

Deno.test("SeekReader ends with an error at wrong points, spans and holes", () => {
  const bytes = gzip("text");
  const hole = { stream: HOLE, byteOffset: 0, byteLength: 2 ** 50 };
  const window = noise(100);
  const big = noise(40_000);
  for (
    const [index, spans] of [
      [indexOf([span(0, 0, bytes.length)], []), [span(1)]],
      [indexOf([span(0, 0, bytes.length)], [{ ...POINT, outOffset: 9 }]), [span(1)]],
      [indexOf([span(0, 0, bytes.length)], [{ ...POINT, inOffset: 3 }]), [span(1)]],
      [indexOf([span(0, 0, bytes.length)], [{ ...POINT, inOffset: 2 ** 40 }]), [span(1)]],
      [indexOf([span(0, 0, bytes.length)], [{ ...POINT, window }]), [span(1)]],
      [indexOf([span(0, 0, bytes.length)], [POINT, { ...POINT, outOffset: 50_000, window: big }]), [
        span(1, 50_001),
      ]],
      [indexOf([span(0, 0, bytes.length), hole]), [span(1)]],
      [indexOf([hole], [{ ...POINT, inOffset: 2 ** 49 }]), [span(1)]],
      [indexOf([span(0, 0, 2 ** 50)]), [span(1)]],
      [indexOf([span(0)]), [span(2)]],
      [indexOf([span(0)]), [span(0, 0, 2 ** 50)]],
      [indexOf([span(0)]), [span(0, 2 ** 50, 1)]],
    ] as const
  ) {
    const reader = new SeekReader(fileOf(bytes), index);
    assertThrows(() => reader.read(spans, 0, 2 ** 51), SeekError);
    reader.close();
  }
});
