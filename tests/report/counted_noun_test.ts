import { countedNoun } from "../../lib/report/counted_noun.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fakeFinding } from "../helpers/fake_finding.ts";

const NOWHERE = { hosts: [], categories: [] };
const CASES: readonly (readonly [what: string, over: Parameters<typeof fakeFinding>[0], noun: string])[] = [
  ["records of logs", { rule: "appdb.timeout", count: 3 }, "record"],
  ["events, where no log tells", { rule: "appdb.process-down", count: 1, ...NOWHERE }, "event"],
  ["records of a host of which the kind of log is not known", { count: 1, categories: [] }, "record"],
  ["logs that are not whole", { rule: "coverage.truncated", count: 2 }, "log"],
  ["no record of a log that is missing", { rule: "coverage.missing", count: 0 }, "record"],
  [
    "no record where nobody knows what is lost",
    { rule: "coverage.truncated", count: 0, ...NOWHERE },
    "record",
  ],
];

for (const [what, over, noun] of CASES) {
  Deno.test(`countedNoun() counts ${what}`, () => assertEquals(countedNoun(fakeFinding(over)), noun));
}
