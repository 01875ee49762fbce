import { ChanceOfNone } from "../../../lib/analyze/causes/chance_of_none.ts";
import { changeEvents, rankCauses } from "../../../lib/analyze/causes/rank_causes.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { seededUnit } from "../counts.ts";
import { draftAt, rowAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const A = PROJECTS[0]!;
const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
const FINDING = draftAt(100);

/** In thousandths, for events that are kinds of one letter, fit as a letter says, and came nine minutes before. */
function chanceOf(kinds: Readonly<Record<string, number>>, event: string): number {
  const list = Object.entries(kinds).map(([name, count]) => ({ events: [name], count }));
  const fitOf = (name: string) => name < "m" ? 0.9 : 0.3;
  const rated = { fit: fitOf(event), count: kinds[event]!, lagMs: 9 * MINUTE_MS };
  return Math.round(1000 * new ChanceOfNone(list, DAY_MS).of(FINDING, rated, fitOf));
}

Deno.test("ChanceOfNone is near 1 for the only event that fits, whatever else happens", () => {
  assertEquals(chanceOf({ a: 1 }, "a"), 998);
  assertEquals(chanceOf({ a: 1, z: 500 }, "a"), 998);
});

Deno.test("ChanceOfNone falls with events that fit as well, but not with what is more frequent", () => {
  // Poisson: e^(-(9 + 0.3) x 10 / 1440).
  assertEquals(chanceOf({ a: 10 }, "a"), 937);
  assertEquals(chanceOf({ a: 5, b: 5 }, "a"), 937);
  assertEquals(chanceOf({ a: 1, b: 500 }, "a"), 991);
  assertEquals(chanceOf({ a: 1, b: 500 }, "b"), 31);
  // What fits worse has all that fit better before it.
  assertEquals(chanceOf({ a: 144, z: 1 }, "z"), 991);
});

Deno.test("ChanceOfNone counts of a kind what fits", () => {
  const kinds = [{ events: ["a", "z", "z", "z"], count: 40 }];
  const fitOf = (name: string) => name === "a" ? 0.9 : 0.1;
  const rated = { fit: 0.9, count: 40, lagMs: 9 * MINUTE_MS };
  // A quarter of forty: e^(-(9 + 0.3) x 10 / 1440).
  assertEquals(Math.round(1000 * new ChanceOfNone(kinds, DAY_MS).of(FINDING, rated, fitOf)), 937);
});

Deno.test("rankCauses() seldom names an event that came by accident, be there few or many", () => {
  const types = [
    "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    "AGENT_API_KEY_DELETED",
    "ADD_HOST_AUDIT",
    "HOST_RESTARTED",
  ];
  for (const count of [1, 5, 20, 100]) {
    const unit = seededUnit(count);
    const runs = 400;
    let named = 0;
    for (let run = 0; run < runs; run++) {
      const events = Array.from(
        { length: count },
        (_, i) =>
          rowAt(unit() * 2880, types[Math.floor(unit() * types.length)]!, { id: `e${i}`, groupId: A }),
      );
      const byTime = events.toSorted((a, b) => a.time < b.time ? -1 : 1);
      const finding = draftAt(30 + unit() * 2850, { groupIds: [A] });
      if (rankCauses(finding, changeEvents(byTime, 2 * DAY_MS), 1_800_000).length > 0) named++;
    }
    // All of one project and of kinds that often cause trouble: nothing but time tells them from a cause.
    assert(named / runs <= 0.1, `${named} of ${runs} with ${count} events`);
  }
});
