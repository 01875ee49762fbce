import { ACCESS_LAYOUTS } from "../../lib/parse/access_layout.ts";
import { matchAccessLine, plainTail } from "../../lib/parse/access_line.ts";
import { decideTail, tailColumns } from "../../lib/parse/access_tail.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const HEAD = 'h - - [12/Apr/2026:03:14:15 +0000] "GET / HTTP/1.1" 200 1';
const COLUMN = fc.oneof(
  fc.constantFrom(
    '"-"',
    '"a b"',
    '"a\\"b"',
    '"a"b',
    '"',
    "-",
    "--",
    "17",
    "0.017",
    ".",
    "17ms",
    "k=v",
    'k="v"',
  ),
  fc.constantFrom("[5]", "[", "5f0000000000000000000001", "192.0.2.1,", "", "\t", '""'),
);
const TAIL = fc.array(COLUMN, { maxLength: 6 }).map((columns) =>
  columns.map((column) => ` ${column}`).join("")
);
/** Pieces that lines of all layouts, and lines that nearly are of one, are put together from. */
const PIECE = fc.constantFrom(
  "om.example.com:8080 ",
  "om:- ",
  "2001:db8::1 ",
  "192.0.2.1 ",
  "- ",
  "sam smith ",
  '"',
  "\\",
  "[12/Apr/2026:03:14:15 +0000] ",
  "[x] ",
  '"GET / HTTP/1.1" ',
  '"GET /"x" HTTP/1.1" ',
  "200 ",
  "512",
  "- 512",
  ' "-" "a/1" 17',
  ",",
  " ",
);

/** The tail in the first layout that a line has; null: it has none. */
function tailInFirst(line: string): readonly [layout: string, tail: string] | null {
  for (const layout of ACCESS_LAYOUTS) {
    const tail = matchAccessLine(line, layout)?.at(-1);
    if (tail !== undefined) return [layout.name, tail];
  }
  return null;
}

Deno.test("tailColumns() splits a plain tail as it splits one that has other columns as well", () => {
  fc.assert(fc.property(TAIL, (tail) => {
    assertEquals(tailColumns(tail), tailColumns(`${tail} k=v`).slice(0, -1));
  }));
});

Deno.test("plainTail() gives the tail of a line as the first layout that it has does, or nothing", () => {
  let plain = 0;
  const line = fc.oneof(
    fc.array(PIECE, { maxLength: 12 }).map((pieces) => pieces.join("")),
    fc.tuple(PIECE, PIECE, TAIL).map(([first, last, tail]) => `${first}${HEAD}${tail}${last}`),
    TAIL.map((tail) => HEAD + tail),
  );
  fc.assert(
    fc.property(line, (text) => {
      const tail = plainTail(text);
      if (tail === null) return;
      plain++;
      assertEquals(["common", tail], tailInFirst(text)?.slice());
    }),
    { numRuns: 2000 },
  );
  assert(plain > 100);
});

for (
  const [times, field] of [
    [Array(60).fill(2000), "latencyUs"],
    [[49, ...Array(60).fill(9000)], "latencyMs"],
    [[...Array(31).fill(1999), ...Array(29).fill(9000)], "latencyMs"],
    [[...Array(29).fill(1999), ...Array(31).fill(2000)], "latencyUs"],
    [Array(49).fill(9000), "latencyMs"],
    [[...Array(60).fill(9000), 0.5], "latencyS"],
  ] as const
) {
  Deno.test(`decideTail() takes ${times.length} times from ${Math.min(...times)} on for ${field}`, () => {
    assertEquals(decideTail(times.map((time: number) => tailColumns(` ${time}`))), [field]);
  });
}
