import { durationWords } from "../../lib/analyze/duration_words.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const MINUTE = 60_000;
const CASES: readonly (readonly [ms: number, words: string])[] = [
  [0, "0 seconds"],
  [1000, "1 second"],
  [119_400, "119 seconds"],
  [2 * MINUTE, "2 minutes"],
  [119 * MINUTE, "119 minutes"],
  [120 * MINUTE, "2 hours"],
  [150 * MINUTE, "2.5 hours"],
  [740 * MINUTE, "12 hours"],
  [2880 * MINUTE, "2 days"],
  [795_483 * MINUTE, "552 days"],
];

for (const [ms, words] of CASES) {
  Deno.test(`durationWords() says ${words}`, () => assertEquals(durationWords(ms), words));
}
