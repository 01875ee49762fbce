import { literalHits } from "../../../lib/query/match/literal_hits.ts";
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
  Deno.test(`literalHits() of ${JSON.stringify(literals)} in ${text} are ${hits}`, () => {
    assertEquals([...literalHits(literals)(pieceOf(text))], hits);
  });
}

Deno.test("literalHits() are the records that include one of the texts", () => {
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
    assertEquals([...literalHits(needles)(pieceOf(records.join("|")))], expected);
  }));
});
