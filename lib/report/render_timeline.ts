import type { Analysis } from "../analyze/analysis.ts";
import { ndjsonLine } from "./ndjson_line.ts";
import { timelineRows } from "./timeline/timeline_rows.ts";

/**
 * Writes `timeline.ndjson`: a line for everything that happened at a moment, in time order: events, alerts and
 * recoveries, onsets and ends of findings and incidents, restarts, gaps, snapshots. Fields as in `TimelineRow`.
 */
export function renderTimeline(analysis: Analysis): string {
  return timelineRows(analysis).map(ndjsonLine).join("");
}
