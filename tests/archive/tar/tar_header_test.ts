import { decodeName, isTarHeader, readNumber, readTarHeader } from "../../../lib/archive/tar/tar_header.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { bytesOf, type HeaderFields, tarHeader } from "../../helpers/tar_builder.ts";

const NUMBERS: readonly (readonly [what: string, field: string | Uint8Array, expected: number | string])[] = [
  ["octal ended by NUL", "0000644\0", 0o644],
  ["octal that fills the field", "77777777", 0o77777777],
  ["octal led by spaces", "   644 \0", 0o644],
  ["octal led by NULs", "\0\0" + "644\0\0\0", 0o644],
  ["octal ended by a space, then rubbish", "644 xyz\0", 0o644],
  ["no digits at all", "        ", 0],
  ["only NULs", "\0\0\0\0\0\0\0\0", 0],
  ["a digit that is not octal", "0000689\0", '"0000689", expected octal digits'],
  ["a sign", "-0000001", '"-0000001", expected octal digits'],
  ["base-256", Uint8Array.of(0x80, 0, 0, 0, 0, 0, 1, 2), 258],
  ["base-256 over 8 GiB", Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 1), 2 ** 33 + 1],
  ["base-256 below zero", new Uint8Array(8).fill(0xff), "-1, expected at least 0"],
  [
    "base-256 beyond exact numbers",
    Uint8Array.of(0x80, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0),
    "9007199254740992, expected at most 9007199254740991",
  ],
];

for (const [what, field, expected] of NUMBERS) {
  Deno.test(`readNumber() reads ${what}`, () => {
    assertEquals(readNumber(bytesOf(field)), typeof expected === "number" ? expected : { bad: expected });
  });
}

const NAMES: readonly (readonly [what: string, bytes: string | Uint8Array, expected: string])[] = [
  ["UTF-8", "h/é\u{1f600}.log", "h/é\u{1f600}.log"],
  ["bytes that are not UTF-8 as Latin-1", Uint8Array.of(0xe4, 0x61, 0x80, 0x9f), "\u00e4a\u0080\u009f"],
  ["up to the first NUL", "a\0b", "a"],
  ["a byte order mark as part of the name", "\ufeffa", "\ufeffa"],
];

for (const [what, bytes, expected] of NAMES) {
  Deno.test(`decodeName() reads ${what}`, () => assertEquals(decodeName(bytesOf(bytes)), expected));
}

const HEADERS: readonly (readonly [what: string, fields: HeaderFields, name: string])[] = [
  ["joins ustar's prefix and name", { name: "a.log", prefix: "host/application" }, "host/application/a.log"],
  ["takes all 100 bytes of a name without NUL", { name: "n".repeat(100) }, "n".repeat(100)],
  ["leaves old GNU's times alone", { format: "gnu", prefix: "15132754021 15132754021 " }, "a.log"],
  [
    "leaves old GNU's binary times alone",
    { format: "gnu", patch: { 345: Uint8Array.of(0x80, 1, 2) } },
    "a.log",
  ],
  [
    "takes a prefix that Go wrote under GNU's magic",
    { format: "gnu", prefix: "some/folder" },
    "some/folder/a.log",
  ],
  [
    "ends star's prefix before its times",
    { format: "star", prefix: "p", patch: { 476: "15132754021 " } },
    "p/a.log",
  ],
  ["has no prefix in v7", { format: "v7", prefix: "rubbish" }, "a.log"],
];

for (const [what, fields, name] of HEADERS) {
  Deno.test(`readTarHeader() ${what}`, () => {
    const header = tarHeader(fields);
    assert(isTarHeader(header, 0));
    assertEquals(readTarHeader(header).name, name);
  });
}

Deno.test("isTarHeader() accepts the checksum of signed bytes, as some old tars wrote it", () => {
  const header = tarHeader({ name: Uint8Array.of(0x61, 0xe4, 0xf6), checksum: "signed" });
  assert(isTarHeader(header, 0));
});

Deno.test("isTarHeader() refuses a wrong checksum, zeros and text", () => {
  assert(!isTarHeader(tarHeader({ checksum: "wrong" }), 0));
  assert(!isTarHeader(new Uint8Array(512), 0));
  assert(!isTarHeader(bytesOf("0".repeat(512)), 0));
});
