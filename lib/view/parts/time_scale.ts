import { describeTime } from "../../report/describe_time.ts";

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
  /** Which part of a time the label is: `11,16` of `2026-04-12 03:15:00`. */
  readonly cut: string;
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

/** Where a time lies, in percent from the left edge; times outside lie on the edge. */
export function percentAt({ startMs, endMs }: TimeScale, timeMs: number): number {
  const percent = 100 * (timeMs - startMs) / (endMs - startMs);
  return Math.round(1000 * Math.min(100, Math.max(0, percent))) / 1000;
}

/** Whether a time lies within the edges. */
export function isWithin({ startMs, endMs }: TimeScale, timeMs: number): boolean {
  return timeMs >= startMs && timeMs <= endMs;
}

/** Which places are wanted. */
export interface TickOptions {
  /** Most of them. @default {7}, which fits on a narrow screen */
  readonly most?: number;
  /** How far the clock whose times are round is ahead of UTC. @default {0} */
  readonly offsetMs?: number;
}

/** Places at round times, none so close to an edge that its label would be cut. */
export function ticks(scale: TimeScale, { most = 7, offsetMs = 0 }: TickOptions = {}): Tick[] {
  const width = scale.endMs - scale.startMs;
  const step = STEPS.find((ms) => width / ms <= most) ?? Math.ceil(width / most / DAY) * DAY;
  const first = Math.ceil((scale.startMs + offsetMs + width / 40) / step) * step;
  const count = Math.max(0, Math.floor((scale.endMs + offsetMs - width / 40 - first) / step) + 1);
  return Array.from({ length: count }, (_, i) => {
    const shownMs = first + i * step;
    const cut = tickCut(shownMs, step, width);
    const [from, to] = cut.split(",").map(Number);
    const label = describeTime(new Date(shownMs).toISOString()).slice(from, to);
    return { timeMs: shownMs - offsetMs, label, cut };
  });
}

function tickCut(timeMs: number, step: number, width: number): string {
  if (width > 300 * DAY) return "0,10";
  if (timeMs % DAY === 0) return "5,10";
  return step < MINUTE ? "11,19" : "11,16";
}
