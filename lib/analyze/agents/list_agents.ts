import { formatTime } from "../../parse/timestamp.ts";
import type { Agent } from "../analysis.ts";
import type { OffsetOf } from "../coverage.ts";
import { compareText } from "../compare_text.ts";
import type { LogTally } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { longestGap } from "./longest_gap.ts";
import { AccessLight } from "./lit_minutes.ts";

const MINUTE_MS = 60_000;
/** One value may be anything; of several, the median is one that was usual. */
const MIN_OFFSETS = 3;

/** Agents in the form of the analysis, by host, then project. */
export function listAgents(tally: LogTally, span: LogSpan, offsetOf: OffsetOf = () => 0): Agent[] {
  const { agents } = tally.access;
  const versions = agents.versions();
  const aheadMs = tally.hosts.map(offsetOf);
  const startMs = span.startMs - Math.max(0, ...aheadMs);
  const endMs = span.endMs - Math.min(0, ...aheadMs);
  const light = new AccessLight(tally, { startMs, endMs }, offsetOf);
  const callsOf = (row: number) => agents.callsOf(row, (server) => aheadMs[server]!);
  return agents.rows.flatMap((row, number): Agent[] =>
    number === 0 || row.requests === 0 ? [] : [{
      host: row.host,
      groupId: row.groupId,
      version: versions.get(number) ?? null,
      requests: row.requests,
      first: formatTime(row.firstMs),
      last: formatTime(row.lastMs),
      unauthorized: row.unauthorized,
      longestSilenceMs: longestSilence(callsOf(number), light.of(row.servers).last),
      clockOffsetMs: row.offsets.count < MIN_OFFSETS ? null : row.offsets.quantileMs(0.5),
    }]
  ).sort((a, b) => compareText(a.host, b.host) || compareText(a.groupId ?? "", b.groupId ?? ""));
}

/** Longest distance between two calls, or between the last one and the end of the logs that would show another. */
function longestSilence(bins: Float64Array, lastMinute: number): number {
  return Math.max(longestGap(bins), lastMinute * MINUTE_MS - (bins.at(-1) ?? Infinity));
}
