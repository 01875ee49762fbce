import { describeTime } from "../describe_time.ts";

/** A stretch of time that a picture shows from its left to its right edge. */
export interface TimeScale {
  /** Left edge, milliseconds since 1970. */
  readonly startMs: number;
  /** Right edge, milliseconds since 1970; later than the left one. */
  readonly endMs: number;
}

/** A labelled place on the axis. */
export interface Tick {
  /** Where, milliseconds since 1970. */
  readonly timeMs: number;
  /** `03:15`, at midnight and over days the date. */
  readonly label: string;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((days) => days * DAY),
];
const MOST_TICKS = 7;

/** Where a time lies, in percent from the left edge; times outside lie on the edge. */
export function percentAt({ startMs, endMs }: TimeScale, timeMs: number): number {
  const percent = 100 * (timeMs - startMs) / (endMs - startMs);
  return Math.round(1000 * Math.min(100, Math.max(0, percent))) / 1000;
}

/** Whether a time lies within the edges. */
export function isWithin({ startMs, endMs }: TimeScale, timeMs: number): boolean {
  return timeMs >= startMs && timeMs <= endMs;
}

/** Places at round times, at most seven, none so close to an edge that its label would be cut. */
export function ticks(scale: TimeScale): Tick[] {
  const width = scale.endMs - scale.startMs;
  const step = STEPS.find((ms) => width / ms <= MOST_TICKS) ?? Math.ceil(width / MOST_TICKS / DAY) * DAY;
  const first = Math.ceil((scale.startMs + width / 40) / step) * step;
  const count = Math.max(0, Math.floor((scale.endMs - width / 40 - first) / step) + 1);
  return Array.from({ length: count }, (_, i) => first + i * step)
    .map((timeMs) => ({ timeMs, label: tickLabel(timeMs, step, width) }));
}

function tickLabel(timeMs: number, step: number, width: number): string {
  const text = describeTime(new Date(timeMs).toISOString());
  if (width > 300 * DAY) return text.slice(0, 10);
  if (timeMs % DAY === 0) return text.slice(5, 10);
  return step < MINUTE ? text.slice(11) : text.slice(11, 16);
}
