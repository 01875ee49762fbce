import { crc32 } from "node:zlib";
import type { Diagnostic } from "../../../lib/errors.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { codes, readAll, showMembers } from "../../helpers/read_all.ts";
import {
  bytesOf,
  concat,
  gzip,
  noise,
  tarEntry,
  tarHeader,
  tarOf,
  withBytes,
} from "../../helpers/tar_builder.ts";

const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;

/** A member like that of `gzip()`, with flags, and fields after the fixed header. */
function gzipWith(flags: number, fields: string | Uint8Array, text = "text"): Uint8Array {
  const plain = gzip(text);
  const header = concat(withBytes(plain.slice(0, 10), 3, Uint8Array.of(flags)), bytesOf(fields));
  const crc = crc32(header) & 0xffff;
  const check = flags & FHCRC ? Uint8Array.of(crc & 0xff, crc >> 8) : new Uint8Array(0);
  return concat(header, check, plain.slice(10));
}

/** What it is, the bytes, the text that comes out, the codes of its diagnostics. */
type Case = readonly [what: string, bytes: Uint8Array, text: string, codes?: readonly string[]];

const ONE = gzip("one\n");
const TWO = gzip("two\n");
/** Letters that compress, but not to nothing. */
const LETTERS = noise(100_000).map((byte) => 0x61 + byte % 26);
const STORED = gzip(LETTERS, 0);

const CASES: readonly Case[] = [
  ["one member", ONE, "one\n"],
  ["two members", concat(ONE, TWO), "one\ntwo\n"],
  ["empty members among others", concat(gzip(""), ONE, gzip(""), TWO, gzip("")), "one\ntwo\n"],
  ["zeros after the last member", concat(ONE, new Uint8Array(1500)), "one\n"],
  ["zeros between members", concat(ONE, new Uint8Array(9), TWO), "one\ntwo\n"],
  ["an extra field", gzipWith(FEXTRA, "\x05\0extra"), "text"],
  ["an extra field of no bytes", gzipWith(FEXTRA, "\0\0"), "text"],
  ["a name", gzipWith(FNAME, "name.log\0"), "text"],
  ["a comment", gzipWith(FCOMMENT, "said\0"), "text"],
  ["a header CRC", gzipWith(FHCRC, ""), "text"],
  ["all fields", gzipWith(31, "\x02\0exname\0said\0"), "text"],
  ["a wrong header CRC", withBytes(gzipWith(FHCRC, ""), 10, "zz"), "text", ["gzip.header"]],
  ["reserved flags", gzipWith(0x80, ""), "text", ["gzip.header"]],
  ["a wrong CRC", withBytes(ONE, ONE.length - 8, "zzzz"), "one\n", ["gzip.crc"]],
  ["a wrong size", withBytes(ONE, ONE.length - 4, "zzzz"), "one\n", ["gzip.size"]],
  ["a wrong CRC before another member", concat(withBytes(ONE, ONE.length - 8, "zzzz"), TWO), "one\ntwo\n", [
    "gzip.crc",
  ]],
  ["garbage after the last member", concat(ONE, bytesOf("garbage")), "one\n", ["gzip.trailing-garbage"]],
  ["one byte of garbage", concat(ONE, bytesOf("g")), "one\n", ["gzip.trailing-garbage"]],
  ["garbage between members", concat(ONE, bytesOf("garbage\x1f\x8b"), TWO), "one\ntwo\n", [
    "gzip.trailing-garbage",
  ]],
  ["a trailer cut short", ONE.slice(0, -3), "one\n", ["gzip.truncated"]],
  ["a header cut short after a member", concat(ONE, TWO.slice(0, 5)), "one\n", ["gzip.truncated"]],
  ["an unknown method before another member", concat(ONE, withBytes(TWO, 2, "\x07"), TWO), "one\ntwo\n", [
    "gzip.corrupt",
  ]],
];

for (const [what, bytes, text, expected = []] of CASES) {
  for (const inflate of ["fast", "portable"] as const) {
    Deno.test(`GzipDecoder reads ${what} (${inflate})`, async () => {
      const result = await readAll(bytes, { name: "a.log", inflate });
      assertEquals(codes(result), expected);
      const isWhole = !result.diagnostics.some(({ severity }) => severity === "error");
      assertEquals(showMembers(result), [`a.log: ${text}${isWhole ? "" : " (cut)"}`]);
      assertEquals(result.summary.complete, isWhole);
    });
  }
}

Deno.test("GzipDecoder gives everything before a damage, and goes on with the next member", async () => {
  // Byte 10 begins the first stored block: type, length, its complement. The second one's complement is made wrong.
  const length = STORED[11]! | STORED[12]! << 8;
  const damaged = withBytes(STORED, 15 + length + 3, "zz");
  const result = await readAll(concat(damaged, TWO), { name: "a.log" });
  assertEquals(codes(result), ["gzip.corrupt"]);
  assertEquals(result.members[0]?.bytes, concat(LETTERS.slice(0, length), bytesOf("two\n")));
  assert(!result.summary.complete);
});

Deno.test("GzipDecoder finds members that began where another one was cut", async () => {
  const cut = gzip(LETTERS).slice(0, 9000);
  const result = await readAll(concat(cut, TWO, ONE), { name: "a.log" });
  const text = new TextDecoder().decode(result.members[0]?.bytes);
  assert(text.endsWith("two\none\n"), "The members after the cut one are lost");
  assert(!result.summary.complete);
});

Deno.test("GzipDecoder does not take a .gz file that is stored in a cut archive for a member of its own", async () => {
  const inner = gzip(tarOf(tarEntry({ name: "x" }, noise(2000))));
  const cut = gzip(tarOf(tarEntry({ name: "i.tgz" }, inner), tarEntry({ name: "a" }, noise(2000))), 0).slice(
    0,
    5000,
  );
  const result = await readAll(cut);
  assertEquals(result.members.map(({ path, complete }) => [path, complete]), [["i.tgz!/x", true], [
    "a",
    false,
  ]]);
});

Deno.test("GzipDecoder says where a damage is, and where reading goes on", async () => {
  const { diagnostics } = await readAll(concat(ONE, withBytes(TWO, 2, "\x07"), TWO));
  const expected: Diagnostic = {
    code: "gzip.corrupt",
    severity: "error",
    message: "Cannot read gzip header: method is 7, expected 8 (deflate) (offset 24); " +
      "reading goes on with the gzip member at offset 48",
    input: "input",
    byteOffset: 24,
  };
  assertEquals(diagnostics, [expected]);
});

Deno.test("GzipDecoder lets a tar go on after a gap with the next header", async () => {
  const stored = gzip(tarOf(tarEntry({ name: "a" }, LETTERS), tarEntry({ name: "lost" }, "1")), 0);
  const length = stored[11]! | stored[12]! << 8;
  const damaged = withBytes(stored, 15 + length + 3, "zz");
  const result = await readAll(concat(damaged, gzip(tarOf(tarEntry({ name: "b" }, "2")))));
  assertEquals(result.members.map(({ path, complete }) => [path, complete]), [["a", false], ["b", true]]);
  assertEquals(result.members[0]?.bytes, LETTERS.slice(0, length - 512));
  assertEquals(codes(result), ["gzip.corrupt", "tar.truncated", "tar.corrupt"]);
});

Deno.test("GzipDecoder lets a tar that has lost its way find a header without magic after a gap", async () => {
  const lost = gzip(concat(tarEntry({ name: "a" }, "1"), tarHeader({ checksum: "wrong" }), bytesOf("odd")));
  const found = gzip(tarOf(tarEntry({ name: "b", format: "v7" }, "2")));
  const result = await readAll(concat(withBytes(lost, lost.length - 8, "zzzz"), bytesOf("x"), found));
  assertEquals(showMembers(result), ["a: 1", "b: 2"]);
});

Deno.test("GzipDecoder reads a member whose header is longer than any chunk", async () => {
  const bytes = gzipWith(FNAME, `${"n".repeat(100_000)}\0`);
  assertEquals(showMembers(await readAll(bytes, { name: "a.log", width: 512 })), ["a.log: text"]);
});

Deno.test("GzipDecoder does not believe a header without end", async () => {
  const result = await readAll(gzipWith(FNAME, "n".repeat(600_000)), { name: "a.log" });
  assertEquals(codes(result), ["gzip.corrupt"]);
});
