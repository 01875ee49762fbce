import { hostRecords, seenMinutes } from "../../../lib/analyze/impact/seen_minutes.ts";
import type { FamilyActivity } from "../../../lib/analyze/activity_tally.ts";
import { MinuteBudget, MinuteCounts } from "../../../lib/analyze/minute_counts.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { START_MS } from "../log_case.ts";

const FIRST = START_MS / 60_000;

/** A log with one record in each of these minutes. */
function activity(minutes: readonly number[], place: Partial<FamilyActivity> = {}): FamilyActivity {
  const counts = new MinuteCounts(new MinuteBudget(1e6));
  for (const minute of minutes) counts.add(FIRST + minute, 1);
  return { host: "om-1", category: "application", family: "mms0", minutes: counts, ...place };
}

function gridOf(length: number, minutes = 1): Parameters<typeof seenMinutes>[2] {
  return { startMs: START_MS, bucketMs: minutes * 60_000, length };
}

function text(seen: Float64Array): string {
  return seen.join("");
}

Deno.test("seenMinutes fills short pauses of a log, not long ones, and nothing before and after it", () => {
  const logs = [activity([2, 4, 14, 26])];
  assertEquals(
    text(seenMinutes(logs, ["application"], gridOf(30), () => 0)),
    "001111111111111000000000001000",
  );
});

Deno.test("seenMinutes sees what any host of the kind logs, on the clock of the API", () => {
  const logs = [
    activity([1]),
    activity([4], { host: "om-2" }),
    activity([0, 9], { category: "http_access" }),
  ];
  const clocks = (host: string) => host === "om-2" ? 120_000 : 0;
  assertEquals(text(seenMinutes(logs, ["application"], gridOf(6), clocks)), "011000");
  assertEquals(text(seenMinutes(logs, ["http_access"], gridOf(2, 5), () => 0)), "55");
});

Deno.test("hostRecords counts all logs of one host but migrations", () => {
  const logs = [
    activity([0, 1, 7]),
    activity([1], { category: "http_access" }),
    activity([1], { host: "om-2" }),
    activity([1], { category: "migration" }),
    activity([99, -1]),
  ];
  assertEquals(text(hostRecords(logs, "om-1", gridOf(2, 5), () => 0)), "31");
  assertEquals(text(hostRecords(logs, "om-1", gridOf(2, 5), () => 180_000)), "10");
});
