import { OUTPUT_BYTES, type OutputBuffers } from "../../../lib/archive/gzip/raw_inflater.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { readAll, type ReadMember } from "../../helpers/read_all.ts";
import { bytesOf, gzip, noise, tarEntry, tarOf } from "../../helpers/tar_builder.ts";
import { assertSameBytes, readIndexed } from "../seek/indexed_archive.ts";

/** Overwrites each buffer as soon as it comes back. */
class HastyBuffers implements OutputBuffers {
  lent = 0;

  lend(): Uint8Array {
    this.lent++;
    return new Uint8Array(OUTPUT_BYTES).fill(0xee);
  }

  giveBack(buffer: Uint8Array): void {
    this.lent--;
    buffer.fill(0xdd);
  }
}

const TEXT = bytesOf("2026-04-12T03:14:15.926+0000 synthetic line, again and again\n".repeat(40_000));
const ARCHIVE = gzip(tarOf(
  tarEntry({ name: "h/a.log" }, TEXT),
  tarEntry({ name: "h/b.log.gz" }, gzip(TEXT)),
  tarEntry({ name: "h/c.bin" }, noise(90_000)),
));

function assertSameMembers(actual: readonly ReadMember[], expected: readonly ReadMember[]): void {
  assertEquals(
    actual.map(({ bytes: _, ...rest }) => rest),
    expected.map(({ bytes: _, ...rest }) => rest),
  );
  for (const [i, { path, bytes }] of actual.entries()) assertSameBytes(bytes, expected[i]!.bytes, path);
}

Deno.test("readArchive() gives the same members and points through buffers that are lent", async () => {
  const expected = await readIndexed(ARCHIVE);
  const buffers = new HastyBuffers();
  const actual = await readIndexed(ARCHIVE, { buffers });
  assertSameMembers(actual.members, expected.members);
  assertEquals(actual.index.streams, expected.index.streams);
  assertEquals(buffers.lent, 0);
});

Deno.test("readArchive() says the same of damaged gzip through buffers that are lent, and gives all back", async () => {
  const change = fc.record({
    at: fc.integer({ min: 0, max: ARCHIVE.length - 1 }),
    byte: fc.integer({ min: 0, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 3 }), fc.boolean(), async (changes, isCut) => {
      const bytes = ARCHIVE.slice(0, isCut ? ARCHIVE.length >> 1 : ARCHIVE.length);
      for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
      const buffers = new HastyBuffers();
      const [actual, expected] = [await readAll(bytes, { buffers }), await readAll(bytes)];
      assertSameMembers(actual.members, expected.members);
      assertEquals([actual.diagnostics, actual.summary], [expected.diagnostics, expected.summary]);
      assertEquals(buffers.lent, 0);
    }),
    { numRuns: 40 },
  );
});
