import type { SeekPoint } from "../../../lib/archive/seek/seek_index.ts";
import { SeekReader } from "../../../lib/archive/seek/seek_reader.ts";
import { SeekError } from "../../../lib/archive/seek/seek_error.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { concat, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import {
  assertSameBytes,
  assertSeekable,
  type DeflateShape,
  fileOf,
  gzipOf,
  linesOf,
  readIndexed,
  sparseEntry,
} from "./indexed_archive.ts";

const TEXT = linesOf(12_000);
const OTHER = linesOf(3000, 7);
const TAR = tarOf(tarEntry({ name: "h/a.log" }, TEXT), tarEntry({ name: "h/b.log" }, OTHER));

const SPARSE = sparseEntry("s.log", [[0, OTHER.slice(0, 9000)], [70_000, TEXT.slice(0, 3000)]], 90_000);

/** How gzip may be compressed, and the least number of points that 750 KB of lines must have then. */
const SHAPES: Readonly<Record<string, readonly [shape: DeflateShape, least: number]>> = {
  "stored blocks": [{ level: 0 }, 4],
  "long stored blocks": [{ level: 0, memLevel: 9 }, 1],
  // All of it may be one block.
  "level 1": [{ level: 1 }, 1],
  "level 6": [{ level: 6 }, 4],
  "level 9": [{ level: 9 }, 4],
  "long blocks": [{ level: 6, memLevel: 9 }, 2],
  "Huffman codes only": [{ strategy: 2 }, 4],
  "run lengths": [{ strategy: 3 }, 4],
  "fixed codes": [{ strategy: 4 }, 4],
  "full flushes": [{ flushEvery: 12_345 }, 4],
  "full flushes between stored blocks": [{ flushEvery: 12_345, level: 0 }, 4],
};

for (const [what, [shape, least]] of Object.entries(SHAPES)) {
  Deno.test(`SeekReader starts again at the points of ${what}, found by either inflater`, async () => {
    const bytes = gzipOf(TEXT, shape);
    const archives = [
      await readIndexed(bytes, { width: 100_000 }),
      await readIndexed(bytes, { inflate: "portable", width: 333 }),
    ] as const;
    const { points } = archives[0].index.streams[1]!;
    assert(points.length >= least, `There are ${points.length} points`);
    assertEquals(places(archives[1].index.streams[1]!.points), places(points));
    for (const archive of archives) assertSeekable(archive, "fast");
    assertSeekable(archives[0], "portable");
  });
}

function places(points: readonly SeekPoint[]): number[][] {
  return points.map(({ outOffset, inOffset, bitOffset }) => [outOffset, inOffset, bitOffset]);
}

Deno.test("SeekReader.read() gives what is asked for, and less at the end of a member", async () => {
  const { index, file } = await readIndexed(gzipOf(tarOf(tarEntry({ name: "a" }, "0123456789"), SPARSE)));
  const reader = new SeekReader(file, index);
  const read = (...place: [number, number]) =>
    new TextDecoder().decode(reader.read(index.members.get("a")!, ...place));
  assertEquals([read(3, 4), read(8, 100), read(10, 1), read(50, 1), read(0, 0), read(-1, 5), read(NaN, 5)], [
    "3456",
    "89",
    "",
    "",
    "",
    "",
    "",
  ]);
  const sparseSpans = index.members.get("s.log")!;
  assertSameBytes(
    reader.read(sparseSpans, 69_998, 5),
    concat(new Uint8Array(2), TEXT.slice(0, 3)),
    "Around the end of a hole",
  );
  reader.close();
});

Deno.test("SeekReader goes on behind the last read without reading the file again", async () => {
  const bytes = gzipOf(linesOf(20_000));
  const { index, members } = await readIndexed(bytes, { spacingBytes: 2 ** 30 });
  let count = 0;
  const { readAt, sizeBytes } = fileOf(bytes);
  const counted = {
    sizeBytes,
    readAt(into: Uint8Array, offset: number) {
      const read = readAt(into, offset);
      count += read;
      return read;
    },
  };
  const reader = new SeekReader(counted, index);
  const { bytes: text } = members[0]!;
  // Two readings side by side: each goes on where it was.
  for (const at of [0, 500_000, 3000, 503_000, 6000, 506_000, 300_000, 509_000, 303_000, 306_000]) {
    assertSameBytes(
      reader.read(index.members.get("input")!, at, 3000),
      text.slice(at, at + 3000),
      `At ${at}`,
    );
  }
  reader.close();
  assert(count <= 2 * bytes.length, `${count} bytes were read of a file of ${bytes.length}`);
});

Deno.test("SeekReader reads many places side by side, more than it keeps", async () => {
  const bytes = gzipOf(tarOf(...Array.from({ length: 30 }, (_, i) => {
    return tarEntry({ name: `${i}.gz` }, gzipOf(linesOf(300, i)));
  })));
  const { index, members, file } = await readIndexed(bytes);
  const reader = new SeekReader(file, index);
  for (let at = 0; at < 9000; at += 3000) {
    for (const { path, bytes } of members) {
      const part = reader.read(index.members.get(path)!, at, 3000);
      assertSameBytes(part, bytes.subarray(at, at + 3000), `${path} at ${at}`);
    }
  }
  reader.close();
});

Deno.test("SeekReader reads a file that gives few bytes at a time", async () => {
  const bytes = gzipOf(TAR);
  const archive = await readIndexed(bytes);
  assertSeekable({ ...archive, file: fileOf(bytes, 1000) }, "fast");
});

Deno.test("SeekReader.stream() gives pieces of a MiB in one buffer", async () => {
  const text = linesOf(30_000);
  const { index, file } = await readIndexed(gzipOf(text, { memLevel: 8 }));
  const reader = new SeekReader(file, index);
  const buffers = new Set<unknown>();
  const lengths = Array.from(reader.stream(index.members.get("input")!), (piece) => {
    buffers.add(piece.buffer);
    return piece.length;
  });
  reader.close();
  assertEquals([lengths.slice(0, -1), lengths.at(-1), buffers.size], [
    Array.from({ length: lengths.length - 1 }, () => 1_048_576),
    text.length % 1_048_576,
    1,
  ]);
});

Deno.test("SeekReader says that a file is too short, or not the one", async () => {
  const bytes = gzipOf(TAR);
  const { index } = await readIndexed(bytes);
  const spans = index.members.get("h/b.log")!;
  for (
    const [changed, message] of [
      [bytes.slice(0, 20_000), "Cannot read file: it has 20000 bytes"],
      [new Uint8Array(bytes.length), "Cannot inflate gzip stream 1"],
      [new Uint8Array(0), "Cannot read file: it has 0 bytes"],
    ] as const
  ) {
    const reader = new SeekReader(fileOf(changed), index);
    assertThrows(() => reader.read(spans, 0, 1e6), SeekError, message);
    // And again, from what is left of the first attempt.
    assertThrows(() => reader.read(spans, 0, 1e6), SeekError, message);
    reader.close();
  }
});

Deno.test("PointFinder finds the ends of all blocks but the last one, wherever they are in a slice of the input", async () => {
  for (let end = 65_536 - 40; end < 65_536 + 20; end += 3) {
    const text = TEXT.slice(0, end - 18 - 5);
    const parts = [gzipOf(text, { level: 0, memLevel: 9 }), gzipOf(TEXT.slice(0, 999), { strategy: 4 })];
    const archive = await readIndexed(concat(...parts), { spacingBytes: 10 });
    assertSameBytes(archive.members[0]!.bytes, concat(text, TEXT.slice(0, 999)), `End at ${end}`);
    assertSeekable(archive, "fast");
    const { points } = archive.index.streams[1]!;
    const windows = points.filter(({ window }) => window.length > 0);
    assertEquals(points.length - windows.length, 2);
    assert(windows.length > 0, "No block ends within a member");
  }
});
