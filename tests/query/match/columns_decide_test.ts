import { columnsDecide } from "../../../lib/query/match/columns_decide.ts";
import { parseFilter } from "../../../lib/query/parse_filter.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

const DECIDED: readonly (readonly [filter: string, isDecided: boolean])[] = [
  ["", false],
  ["Timed", false],
  ["message:done host:om-1 after:2026-04-12T03:00Z", false],
  ["exception:*Timeout*", false],
  ["Timed level:WARN", true],
  ["Timed or level:WARN", false],
  ["status:503 or level:WARN", true],
  ["not Timed", true],
  ["line>5", true],
];

for (const [filter, isDecided] of DECIDED) {
  Deno.test(`columnsDecide() of ${filter || "everything"} is ${isDecided}`, () => {
    assertEquals(columnsDecide(parseFilter(filter)), isDecided);
  });
}
