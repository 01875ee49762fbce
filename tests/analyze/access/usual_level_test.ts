import { usualLevel } from "../../../lib/analyze/access/usual_level.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

const isStep = (before: number, after: number) => after >= before + 4;
const CASES: readonly (readonly [name: string, values: readonly number[], level: number])[] = [
  ["no values", [], 0],
  ["a flat series", Array(48).fill(5), 5],
  ["an episode in the first half", [...Array(14).fill(5), ...Array(8).fill(12), ...Array(26).fill(5)], 5],
  ["a step up that lasts", [...Array(14).fill(5), ...Array(34).fill(12)], 5],
  ["a step up that lasts but for a few values", [...Array(14).fill(5), ...Array(30).fill(12), 5, 5, 5, 5], 5],
  ["a step down", [...Array(14).fill(12), ...Array(34).fill(5)], 5],
  ["a slow rise", Array.from({ length: 48 }, (_, at) => Math.floor(at / 3)), 8],
  ["a step too early to know what was before", [...Array(6).fill(5), ...Array(42).fill(12)], 12],
];

for (const [name, values, level] of CASES) {
  Deno.test(`usualLevel() of ${name} is ${level}`, () => assertEquals(usualLevel(values, isStep), level));
}
