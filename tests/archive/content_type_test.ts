import { detectContent } from "../../lib/archive/content_type.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { bytesOf, concat, gzip, noise, tarHeader, withBytes, zeroBlocks } from "../helpers/tar_builder.ts";

const LINE = "2026-04-12T03:14:15.926+0000 synthetic line\n";

/** What it is, its bytes, as which it is known as an input, and as a member when that is not the same. */
const CONTENT: readonly (readonly [what: string, bytes: Uint8Array, asInput: string, asMember?: string])[] = [
  ["nothing", new Uint8Array(0), "plain"],
  ["gzip", gzip("a"), "gzip"],
  ["gzip of an unknown method", withBytes(gzip("a"), 2, "\x07"), "gzip"],
  ["gzip cut after its first byte", gzip("a").slice(0, 1), "gzip"],
  ["ustar", tarHeader(), "tar"],
  ["v7 tar", tarHeader({ format: "v7" }), "tar"],
  ["ustar with a wrong checksum", tarHeader({ checksum: "wrong" }), "tar"],
  [
    "v7 tar with a wrong checksum",
    tarHeader({ format: "v7", checksum: "wrong" }),
    "archive.unknown",
    "plain",
  ],
  ["an empty tar", zeroBlocks(20), "tar", "plain"],
  ["tar after zero blocks", concat(zeroBlocks(3), tarHeader()), "tar", "plain"],
  ["tar after text, not aligned", concat(bytesOf("HTTP/1.1 200 OK\r\n\r\n"), tarHeader()), "tar", "plain"],
  ["text", bytesOf(LINE), "plain"],
  ["text in Latin-1", concat(bytesOf(LINE), Uint8Array.of(0xe4, 0xf6, 0xfc)), "plain"],
  ["text in UTF-16 with its mark", concat(Uint8Array.of(0xff, 0xfe), bytesOf("a\0b\0c\0")), "plain"],
  ["text with colours and stray control bytes", bytesOf(`\x1b[31mERROR\x1b[0m \x01\x02 ${LINE}`), "plain"],
  ["text after NULs, as a log cut in place has them", concat(new Uint8Array(9000), bytesOf(LINE)), "plain"],
  [
    "text that says ustar where a tar does",
    bytesOf(LINE.repeat(9).slice(0, 257) + "ustar is a format" + LINE.repeat(9)),
    "plain",
  ],
  ["random bytes", noise(4000), "archive.unknown", "plain"],
  [
    "an executable",
    concat(bytesOf("\x7fELF\x02\x01\x01"), new Uint8Array(60), bytesOf("\x03\0>\0\x01\0\0\0")),
    "archive.unknown",
    "plain",
  ],
  ["zip", bytesOf("PK\x03\x04\x14\0"), "archive.unsupported"],
  ["an empty zip", bytesOf("PK\x05\x06"), "archive.unsupported"],
  ["bzip2", bytesOf("BZh91AY&SY"), "archive.unsupported"],
  ["text that begins like bzip2", bytesOf("BZh9 is how bzip2 begins\n"), "plain"],
  ["xz", Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0), "archive.unsupported"],
  ["zstd", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 4), "archive.unsupported"],
  ["7z", Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), "archive.unsupported"],
];

for (const [what, bytes, asInput, asMember = asInput] of CONTENT) {
  Deno.test(`detectContent() takes ${what} for ${asInput} as an input, ${asMember} as a member`, () => {
    const kinds = [true, false].map((isInput) => {
      const type = detectContent(bytes, { isInput, isWhole: true });
      return type.kind === "refused" ? type.code : type.kind;
    });
    assertEquals(kinds, [asInput, asMember]);
  });
}

Deno.test("detectContent() takes zeros for an empty tar only when that is all", () => {
  assertEquals(detectContent(zeroBlocks(20), { isInput: true, isWhole: false }), { kind: "plain" });
});
