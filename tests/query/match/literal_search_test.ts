import { literalSearch } from "../../../lib/query/match/literal_search.ts";
import { screenSearch } from "../../../lib/query/match/screen_search.ts";
import type { TextPiece } from "../../../lib/query/text_pieces.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

/** A piece of a member from byte 100 on, whose records are set apart by `|`; `-` between two is no record. */
function pieceOf(text: string): TextPiece {
  const [starts, ends]: [number[], number[]] = [[], []];
  let at = 100;
  for (const part of text.split("|")) {
    const { length } = new TextEncoder().encode(part);
    if (!part.startsWith("-")) {
      starts.push(at);
      ends.push(at + length);
    }
    at += length + 1;
  }
  return {
    bytes: new TextEncoder().encode(text),
    base: 100,
    from: 0,
    to: starts.length,
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
  };
}

const IS_THERE = true;
const HITS:
  readonly (readonly [text: string, literals: readonly string[] | null, hits: readonly number[]])[] = [
    ["aa|ba|bb", ["a"], [0, 1]],
    ["aa|ba|bb", null, [0, 1, 2]],
    ["aa|ba|bb", [], []],
    ["aa|ba|bb", ["bb", "aa"], [0, 2]],
    ["ab|c", ["b|c"], []],
    ["x|-a|y|a", ["a"], [2]],
    ["\u00e9|e|\u00c3", ["\u00e9"], [0]],
    ["ab", ["abc"], []],
    ["aaaa|aaa", ["aaa"], [0, 1]],
  ];

for (const [text, literals, hits] of HITS) {
  Deno.test(`literalSearch().hits() of ${JSON.stringify(literals)} in ${text} are ${hits}`, () => {
    assertEquals([...literalSearch(literals).hits(pieceOf(text))], hits);
  });
}

Deno.test("literalSearch().hits() are the records that include one of the texts", () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\u00e9"), maxLength: 5 }), {
    minLength: 1,
  });
  const literals = fc.array(
    fc.string({ unit: fc.constantFrom("a", "b", "\u00e9"), minLength: 1, maxLength: 3 }),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  fc.assert(fc.property(texts, literals, (records, needles) => {
    const expected = records.flatMap((record, at) =>
      needles.some((needle) => record.includes(needle)) ? [at] : []
    );
    assertEquals([...literalSearch(needles).hits(pieceOf(records.join("|")))], expected);
  }));
});

const SCREENED: readonly (readonly [text: string, hits: readonly number[]])[] = [
  ["a12|ab|b34", [0, 2]],
  // Across two records, or between them.
  ["a1|2b|-12|c", []],
  ["a1|23", [1]],
  // What is not ASCII may match as characters where bytes do not.
  ["\u00fc1|a1|\ud83d\ude00", [0, 2]],
];

for (const [text, hits] of SCREENED) {
  Deno.test(`screenSearch().hits() of two digits in ${text} are ${hits}`, () => {
    const search = screenSearch({ source: "\\d{2}", length: 2 });
    const piece = pieceOf(text);
    assertEquals([...search.hits(piece)], hits);
    if (hits.length > 0) assertEquals(search.occursIn(piece.bytes), IS_THERE);
  });
}
