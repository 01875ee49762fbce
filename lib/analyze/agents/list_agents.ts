import { formatTime } from "../../parse/timestamp.ts";
import type { Agent } from "../analysis.ts";
import type { Series } from "../finding.ts";
import type { OffsetOf } from "../coverage.ts";
import { compareText } from "../compare_text.ts";
import type { LogTally } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { gridOver, type TimeGrid } from "../time_grid.ts";
import { longestGap } from "./longest_gap.ts";
import { AccessLight } from "./lit_minutes.ts";

const MINUTE_MS = 60_000;
/** One value may be anything; of several, the median is one that was usual. */
const MIN_OFFSETS = 3;
/** Numbers of the courses of all agents together: about 120 KB of JSON. A large fleet has fewer for each. */
const MAX_NUMBERS = 40_000;
const MAX_BUCKETS = 96;
const MIN_BUCKETS = 11;

/** Agents in the form of the analysis, by host, then project. */
export function listAgents(tally: LogTally, span: LogSpan, offsetOf: OffsetOf = () => 0): Agent[] {
  const { agents } = tally.access;
  const versions = agents.versions();
  const aheadMs = tally.hosts.map(offsetOf);
  const startMs = span.startMs - Math.max(0, ...aheadMs);
  const endMs = span.endMs - Math.min(0, ...aheadMs);
  const light = new AccessLight(tally, { startMs, endMs }, offsetOf);
  const isAhead = aheadMs.some((ms) => ms !== 0);
  const grid = gridOf(span, agents.rows.length - 1);
  return agents.rows.flatMap((row, number): Agent[] => {
    if (number === 0 || row.requests === 0) return [];
    const logged = agents.callsOf(number);
    const calls = isAhead ? agents.callsOf(number, (server) => aheadMs[server]!) : logged;
    return [{
      host: row.host,
      groupId: row.groupId,
      version: versions.get(number) ?? null,
      requests: row.requests,
      first: formatTime(row.firstMs),
      last: formatTime(row.lastMs),
      unauthorized: row.unauthorized,
      longestSilenceMs: longestSilence(calls, light.of(row.servers).last),
      clockOffsetMs: row.offsets.count < MIN_OFFSETS ? null : row.offsets.quantileMs(0.5),
      ...(grid !== null && { calls: callsOn(grid, logged) }),
    }];
  }).sort((a, b) => compareText(a.host, b.host) || compareText(a.groupId ?? "", b.groupId ?? ""));
}

/** Longest distance between two calls, or between the last one and the end of the logs that would show another. */
function longestSilence(bins: Float64Array, lastMinute: number): number {
  return Math.max(longestGap(bins), lastMinute * MINUTE_MS - (bins.at(-1) ?? Infinity));
}

/** The grid of all courses; null: there are too many agents. */
function gridOf({ startMs, endMs }: LogSpan, agents: number): TimeGrid | null {
  const buckets = Math.min(MAX_BUCKETS, Math.floor(MAX_NUMBERS / Math.max(1, agents)));
  return buckets < MIN_BUCKETS ? null : gridOver(startMs, endMs, buckets);
}

/** In how many bins an agent called, by bucket; those outside the span are left out. */
function callsOn({ startMs, bucketMs, length }: TimeGrid, bins: Float64Array): Series {
  const counts = new Array<number>(length).fill(0);
  for (let at = 0; at < bins.length; at++) {
    const bucket = Math.floor((bins[at]! - startMs) / bucketMs);
    if (bucket >= 0 && bucket < length) counts[bucket]!++;
  }
  return { start: formatTime(startMs), bucketMs, counts };
}
