import { neededLiterals } from "../../../lib/query/match/needed_literals.ts";
import { parseFilter } from "../../../lib/query/parse_filter.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

const NEEDED: readonly (readonly [filter: string, literals: readonly string[] | null])[] = [
  ["Timed", ["Timed"]],
  ["abc*defg", ["defg"]],
  ["text~out.*after", ["after"]],
  ['text~"a|bc"', ["a", "bc"]],
  ["text~a|b*", null],
  ["ab level:WARN abcd", ["abcd"]],
  ["ab or cd", ["ab", "cd"]],
  ["ab or level:WARN", null],
  ["not ab", null],
  ["(ab or cd) thread:abcdef", ["abcdef"]],
  ["thread:a1,b2", ["a1", "b2"]],
  ["thread:*", null],
  ["message:done", ["done"]],
  ['message:"say \\"x\\""', ['say "x"']],
  // Escaped in an access line.
  ['userAgent:"say \\"x\\""', null],
  ['user:"a\\\\b"', null],
  // Made of several parts of the line, or of none.
  ["caller:*java:run*", null],
  ["exception:*IllegalState*", null],
  ["route:/a/b", null],
  ["agent:db-1", null],
  ["url:/a?ah=db-1", null],
  ["url:*?ah=db-1*", ["?ah=db-1"]],
  ["\ufffd", null],
  ["text~\ud83d\ude00?", null],
  ["a or b or c or d or e or f or g or h or i", null],
];

for (const [filter, literals] of NEEDED) {
  Deno.test(`neededLiterals() of ${filter} is ${JSON.stringify(literals)}`, () => {
    assertEquals(neededLiterals(parseFilter(filter)), literals);
  });
}
