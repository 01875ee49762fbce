import type { MemberRecord } from "./log_tally.ts";

/** First and last record, epoch milliseconds. */
export interface LogSpan {
  /** First record. */
  readonly startMs: number;
  /** Last record. */
  readonly endMs: number;
}

/**
 * The time the logs are about: from the first to the last record of the logs that rotate. A migration log may span
 * years, it counts only when there is nothing else.
 */
export function spanOfLogs(members: readonly MemberRecord[]): LogSpan | null {
  return spanOf(members.filter(({ category }) => category !== "migration")) ?? spanOf(members);
}

function spanOf(members: readonly MemberRecord[]): LogSpan | null {
  let startMs = Infinity;
  let endMs = -Infinity;
  for (const { summary } of members) {
    if (summary.startMs === null || summary.endMs === null) continue;
    startMs = Math.min(startMs, summary.startMs);
    endMs = Math.max(endMs, summary.endMs);
  }
  return startMs > endMs ? null : { startMs, endMs };
}
