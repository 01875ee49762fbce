import { assertEquals } from "../../lib/std/assert.ts";
import { median } from "./median.ts";

for (
  const { values, expected } of [
    { values: [3], expected: 3 },
    { values: [9, 1, 10], expected: 9 },
    { values: [10, 1, 3, 2], expected: 2.5 },
    { values: [], expected: NaN },
  ]
) {
  Deno.test(`median() of ${JSON.stringify(values)} is ${expected}`, () => {
    assertEquals(median(values), expected);
  });
}
