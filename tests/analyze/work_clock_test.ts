import type { FamilyActivity } from "../../lib/analyze/activity_tally.ts";
import { MinuteBudget, MinuteCounts } from "../../lib/analyze/minute_counts.ts";
import { WorkClock } from "../../lib/analyze/work_clock.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const START_MS = Date.UTC(2026, 3, 12);

/** Records of a host's log by minute after the start. */
function activityOf(host: string, records: readonly (readonly [minute: number, count: number])[]) {
  const minutes = new MinuteCounts(new MinuteBudget(10_000_000));
  for (const [minute, count] of records) minutes.add(START_MS / MINUTE_MS + minute, count);
  return { host, category: "application", family: "mms0", minutes } satisfies FamilyActivity;
}

/** A clock of logs that end after so many minutes. */
function clockOf(endMinute: number, ...logs: readonly FamilyActivity[]) {
  const activity = new Map(logs.map((log, at) => [String(at), log]));
  return new WorkClock({ activity }, { startMs: START_MS, endMs: START_MS + endMinute * MINUTE_MS });
}

Deno.test("WorkClock.shareBefore() tells how much of the work was done, in a straight line within ten minutes", () => {
  const clock = clockOf(59, activityOf("a", [[0, 10], [5, 10], [25, 20], [40, 20], [50, 20]]));
  const shares = [-5, 0, 5, 10, 15, 25, 30, 45, 60, 99].map((minute) =>
    clock.shareBefore(["a"], START_MS + minute * MINUTE_MS)
  );
  assertEquals(shares, [0, 0, 0.125, 0.25, 0.25, 0.375, 0.5, 0.625, 1, 1]);
});

Deno.test("WorkClock.shareBefore() counts a flood as twice the usual work, and several hosts together", () => {
  const clock = clockOf(
    39,
    activityOf("a", [[0, 10], [10, 10], [20, 10], [30, 9000]]),
    activityOf("b", [[0, 35]]),
  );
  assertEquals(clock.shareBefore(["a"], START_MS + 30 * MINUTE_MS), 0.6);
  assertEquals(clock.shareBefore(["a", "b"], START_MS + 30 * MINUTE_MS), (30 + 35) / (50 + 35));
  assertEquals(clock.shareBefore(["c"], START_MS), 1);
});

Deno.test("WorkClock looks at the minutes with records alone, be they centuries apart", () => {
  const last = 7900 * 365 * DAY_MINUTES;
  const hosts = Array.from({ length: 50 }, (_, i) => activityOf(`h${i}`, [[0, 1], [last, 1]]));
  const clock = clockOf(last, ...hosts);
  assertEquals(clock.shareBefore(["h7"], START_MS + (last / 2) * MINUTE_MS), 0.5);
});
