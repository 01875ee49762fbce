import { fc } from "../../helpers/property.ts";
import { SeekReader } from "../../../lib/archive/seek/seek_reader.ts";
import { concat, noise, paxEntry, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import { assertSameBytes, type DeflateShape, gzipOf, linesOf, readIndexed } from "./indexed_archive.ts";

const shape: fc.Arbitrary<DeflateShape> = fc.record({
  level: fc.constantFrom(0, 1, 6, 9),
  strategy: fc.nat(4),
  memLevel: fc.constantFrom(1, 8),
  flushEvery: fc.constantFrom(3000, 40_000, 1e9),
});
const content = fc.oneof(
  fc.tuple(fc.nat(3000), fc.nat(99)).map(([count, seed]) => linesOf(count, seed)),
  fc.nat(90_000).map((length) => noise(length)),
  fc.nat(300_000).map((length) => new Uint8Array(length).fill(0x2e)),
);

/** Gzip of some content: one member, or cut into several, perhaps with garbage between. */
function compressed(contents: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.record({
    bytes: contents,
    shape,
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    between: fc.option(fc.nat(2000), { nil: 0 }),
  }).map(({ bytes, shape, cut, between }) => {
    const at = Math.floor(cut * bytes.length);
    if (at === 0) return gzipOf(bytes, shape);
    return concat(gzipOf(bytes.subarray(0, at), shape), noise(between), gzipOf(bytes.subarray(at), shape));
  });
}

function sparse(bytes: Uint8Array): Uint8Array {
  const records = {
    "GNU.sparse.name": "s",
    "GNU.sparse.realsize": "400000",
    "GNU.sparse.map": `999,${bytes.length}`,
  };
  return concat(paxEntry(records), tarEntry({ name: "x" }, bytes));
}

function archiveOf(file: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const entry = fc.oneof(
    file.map((bytes) => tarEntry({ name: "a" }, bytes)),
    content.map(sparse),
  );
  return fc.array(entry, { maxLength: 4 }).map((entries) => tarOf(...entries));
}

const nested = archiveOf(fc.oneof(content, compressed(content)));
const archive = fc.oneof(
  content,
  nested,
  compressed(fc.oneof(content, nested)),
  compressed(archiveOf(compressed(nested))),
);
const damage = fc.option(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), length: fc.nat(60) }),
  {
    nil: undefined,
  },
);
const range = fc.record({
  member: fc.nat(),
  at: fc.double({ min: 0, max: 1.1, noNaN: true }),
  length: fc.nat(100_000),
});

Deno.test("SeekReader.read() gives any range of any member as it was delivered, of archives of any shape, damaged or not", async () => {
  await fc.assert(
    fc.asyncProperty(
      archive,
      damage,
      fc.array(range, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 60_000 }),
      fc.boolean(),
      async (bytes, hit, ranges, spacingBytes, isPortable) => {
        const file = bytes.slice();
        if (hit) {
          file.set(
            noise(hit.length, hit.length).subarray(0, file.length - Math.floor(hit.at * file.length)),
            Math.floor(hit.at * file.length),
          );
        }
        const { members, index, file: source } = await readIndexed(file, { spacingBytes, width: 30_000 });
        const reader = new SeekReader(source, index, { inflate: isPortable ? "portable" : "fast" });
        try {
          for (const { member, at, length } of members.length > 0 ? ranges : []) {
            const { path, bytes: whole } = members[member % members.length]!;
            const offset = Math.floor(at * whole.length);
            const part = reader.read(index.members.get(path)!, offset, length);
            assertSameBytes(part, whole.subarray(offset, offset + length), `${path} at ${offset}`);
          }
        } finally {
          reader.close();
        }
      },
    ),
    { numRuns: 150 },
  );
});
