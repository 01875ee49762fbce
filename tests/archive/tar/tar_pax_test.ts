import { readPaxRecords } from "../../../lib/archive/tar/tar_pax.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { bytesOf, concat, paxRecord } from "../../helpers/tar_builder.ts";

type Expected = readonly (readonly [key: string, value: string])[];

const GOOD: readonly (readonly [what: string, bytes: Uint8Array, expected: Expected])[] = [
  ["a record as POSIX writes it", bytesOf("12 path=a/b\n"), [["path", "a/b"]]],
  ["the last value of a keyword", concat(paxRecord("size", "1"), paxRecord("size", "2")), [["size", "2"]]],
  ["a value with a newline and an equals sign", paxRecord("path", "a\nb=c"), [["path", "a\nb=c"]]],
  ["a value up to its NUL", paxRecord("path", "a\0b"), [["path", "a"]]],
  ["a value that is not UTF-8", paxRecord("path", Uint8Array.of(0xe4)), [["path", "\u00e4"]]],
  ["an empty value", paxRecord("path", ""), [["path", ""]]],
  ["only keywords that matter", concat(paxRecord("mtime", "1.5"), paxRecord("__proto__", "x")), []],
  ["up to NULs at the end", concat(paxRecord("path", "a"), new Uint8Array(9)), [["path", "a"]]],
  [
    "the pairs of sparse version 0.0",
    concat(
      ...["offset", "numbytes", "offset", "numbytes"].map((key, i) => paxRecord(`GNU.sparse.${key}`, `${i}`)),
    ),
    [["GNU.sparse.map", "0,1,2,3"]],
  ],
];

for (const [what, bytes, expected] of GOOD) {
  Deno.test(`readPaxRecords() reads ${what}`, () => {
    const { records, problem } = readPaxRecords(bytes);
    assertEquals([...records], expected.map(([key, value]) => [key, value]));
    assertEquals(problem, undefined);
  });
}

const BAD: readonly (readonly [bytes: string, problem: string])[] = [
  ["x path=a\n", "record length is not a number"],
  ["path=a\n", "record length is not a number"],
  ["99 path=a\n", "record length is 99, expected at most 10"],
  ["99999999999999999999 path=a\n", "record length is not a number"],
  ["9 path=ab\n", "record does not end with a newline"],
  ["0 path=a\n", "record does not end with a newline"],
  ["8 nokey\n", "record has no keyword"],
  ["6 =ab\n", "record has no keyword"],
];

for (const [bytes, problem] of BAD) {
  Deno.test(`readPaxRecords() keeps what is before ${JSON.stringify(bytes)}, and tells it`, () => {
    const result = readPaxRecords(concat(paxRecord("path", "kept"), bytesOf(bytes)));
    assertEquals(result.problem, `${problem} (byte 13 of the header)`);
    assertEquals([...result.records], [["path", "kept"]]);
  });
}
