import { columnOf, type TimeColumns } from "./sparkline.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly number[] = [
  ...[1, 5, 10, 30].map((seconds) => seconds * SECOND),
  ...[1, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY),
];
/** Room for the longest label and a gap. */
const LEAST_GAP = 12;

/** A line of round times under columns: `|04-06       |12:00       |04-07`, UTC; at midnight the date. */
export function timeAxis(columns: TimeColumns): string {
  const step = STEPS.find((ms) => ms / columns.columnMs >= LEAST_GAP) ??
    Math.ceil(LEAST_GAP * columns.columnMs / DAY) * DAY;
  let line = "";
  for (let timeMs = Math.ceil(columns.startMs / step) * step;; timeMs += step) {
    const at = columnOf(columns, timeMs);
    const label = `|${tickLabel(timeMs, step)}`;
    if (at + label.length > columns.count) return line;
    line = line.padEnd(at) + label;
  }
}

function tickLabel(timeMs: number, step: number): string {
  const text = new Date(timeMs).toISOString();
  if (timeMs % DAY === 0) return step >= 91 * DAY ? text.slice(0, 10) : text.slice(5, 10);
  return text.slice(11, step < MINUTE ? 19 : 16);
}
