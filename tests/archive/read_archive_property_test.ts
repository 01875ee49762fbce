import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import { readAll, type ReadResult } from "../helpers/read_all.ts";
import {
  bytesOf,
  concat,
  gzip,
  noise,
  paxEntry,
  tarEntry,
  tarHeader,
  tarOf,
  withBytes,
  zeroBlocks,
} from "../helpers/tar_builder.ts";

const LINES = bytesOf("2026-04-12T03:14:15.926+0000 synthetic line\n".repeat(30));

/** Small archives that between them have every container, quirk and damage. */
const SAMPLES: Readonly<Record<string, Uint8Array>> = {
  tar: tarOf(
    tarEntry({ name: "h/a.log" }, LINES),
    tarEntry({ name: "h/b.log" }, "b"),
    tarEntry({ name: "h/c.log" }),
  ),
  "tar.gz": gzip(tarOf(tarEntry({ name: "h/a.log" }, LINES), tarEntry({ name: "h/b.log" }, "b"))),
  pax: tarOf(
    paxEntry({ path: "h/é.log", size: "3" }),
    tarEntry({ size: 0 }, "abc"),
    tarEntry({ typeflag: "2" }),
  ),
  "gz in tar": tarOf(tarEntry({ name: "a.log.gz" }, concat(gzip("one\n"), gzip("two\n")))),
  "tar.gz in tar": tarOf(tarEntry({ name: "i.tgz" }, gzip(tarOf(tarEntry({ name: "x" }, "x"))))),
  "multi-member gzip": concat(gzip(LINES), gzip(""), gzip("end\n"), new Uint8Array(7)),
  "garbage after gzip": concat(gzip("one\n"), noise(50), gzip("two\n")),
  "bad tar header": tarOf(tarEntry({ checksum: "wrong" }, "lost"), tarEntry({ name: "kept" }, "kept")),
  concatenated: concat(tarOf(tarEntry({ name: "a" }, "1")), noise(700), tarOf(tarEntry({ name: "a" }, "2"))),
  "damaged gzip, then another": concat(
    withBytes(gzip(tarOf(tarEntry({ name: "a" }, noise(3000)))), 1500, noise(9)),
    gzip(tarOf(tarEntry({ name: "b" }, "2"))),
  ),
  "plain text": LINES,
  "no end": tarHeader({ name: "empty" }),
  zeros: zeroBlocks(20),
};

const SAYS_CUT = new Set(["tar.truncated", "tar.no-end", "gzip.truncated"]);

function assertPrefix(cut: ReadResult, whole: ReadResult): void {
  for (const [i, member] of cut.members.entries()) {
    // Less than one header of a nested tar cannot be told from a file.
    if (member.path === "i.tgz" && member.bytes.length < 512 && member.complete === false) continue;
    const full = whole.members[i];
    assert(full, `Member ${i} is not in the whole`);
    assertEquals(member.path, full.path);
    assertEquals(member.bytes, full.bytes.slice(0, member.bytes.length));
    assert(member.complete !== undefined, "A member has no end");
    assert(!member.complete || member.bytes.length === full.bytes.length, "A cut member is called complete");
  }
}

Deno.test("readArchive() gives the same whatever the width of chunks", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(SAMPLES)),
      fc.integer({ min: 1, max: 1500 }),
      async (name, width) => {
        const bytes = SAMPLES[name]!;
        assertEquals(await readAll(bytes, { width }), await readAll(bytes));
      },
    ),
    { numRuns: 200 },
  );
});

Deno.test("readArchive() gives the same over the fast and the portable inflater, also of damaged data", async () => {
  const edit = fc.record({ at: fc.nat(), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(SAMPLES)),
      fc.array(edit, { maxLength: 3 }),
      async (name, edits) => {
        const bytes = SAMPLES[name]!.slice();
        for (const { at, byte } of edits) bytes[at % bytes.length] = byte;
        const [fast, portable] = [await readAll(bytes), await readAll(bytes, { inflate: "portable" })];
        assertEquals(portable.members, fast.members);
        assertEquals(portable.diagnostics.map(({ code }) => code), fast.diagnostics.map(({ code }) => code));
      },
    ),
    { numRuns: 300 },
  );
});

for (const name of ["tar", "tar.gz", "pax", "gz in tar", "tar.gz in tar"]) {
  Deno.test(`readArchive() gives a prefix of ${name} cut at any byte, and says that it is cut`, async () => {
    const bytes = SAMPLES[name]!;
    const whole = await readAll(bytes);
    assert(whole.summary.complete);
    for (let length = 1; length < bytes.length; length++) {
      const cut = await readAll(bytes.slice(0, length));
      if (cut.summary.container !== "archive") continue;
      assertPrefix(cut, whole);
      const lostNothing = bytes.subarray(length).every((byte) => byte === 0);
      assert(
        lostNothing || cut.diagnostics.some(({ code }) => SAYS_CUT.has(code)),
        `Nothing is said at ${length}`,
      );
    }
  });
}

Deno.test("readArchive() ends every member and throws nothing, whatever bytes are damaged", async () => {
  const edit = fc.record({ at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(SAMPLES)),
      fc.array(edit, { maxLength: 4 }),
      async (name, edits) => {
        const bytes = SAMPLES[name]!.slice();
        for (const { at, bytes: replacement } of edits) {
          const start = at % bytes.length;
          bytes.set(replacement.slice(0, bytes.length - start), start);
        }
        const { members, summary } = await readAll(bytes);
        assert(members.every(({ complete }) => complete !== undefined));
        assertEquals(summary.inputBytes, bytes.length);
        assertEquals(
          summary.uncompressedBytes,
          members.reduce((sum, member) => sum + member.bytes.length, 0),
        );
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("readArchive() throws nothing on bytes of no form at all", async () => {
  const magic = fc.constantFrom(new Uint8Array(0), gzip("").slice(0, 10), tarHeader(), zeroBlocks(1));
  await fc.assert(
    fc.asyncProperty(magic, fc.uint8Array({ maxLength: 3000, size: "max" }), async (head, tail) => {
      const { summary } = await readAll(concat(head, tail));
      assertEquals(summary.inputBytes, head.length + tail.length);
    }),
    { numRuns: 300 },
  );
});
