import { assertEquals } from "../../lib/std/assert.ts";
import { nearestName } from "../../lib/rules/nearest_name.ts";

const KNOWN = ["id", "title", "severity", "literal", "not_rules"];
const CASES: readonly (readonly [string, string | null])[] = [
  ["severty", "severity"],
  ["Title", "title"],
  ["notrules", "not_rules"],
  ["ix", "id"],
  ["literla", "literal"],
  ["di", "id"],
  ["zzz", null],
  ["", null],
  ["s".repeat(1_000_000), null],
];

for (const [name, expected] of CASES) {
  Deno.test(`nearestName() of "${name.slice(0, 20)}" is ${expected}`, () => {
    assertEquals(nearestName(name, KNOWN), expected);
  });
}

Deno.test("nearestName() does not compare long names, however near", () => {
  assertEquals(nearestName("s".repeat(65), ["s".repeat(66)]), null);
  assertEquals(nearestName("s".repeat(64), ["s".repeat(66)]), "s".repeat(66));
});
