import type { TimeScale } from "../parts/time_scale.ts";

/** The shortest time that a picture shows. */
const SHORTEST_MS = 10_000;

/** A stretch of time inside another: moved and shortened until it fits, but never shorter than ten seconds. */
export function fitInto(whole: TimeScale, { startMs, endMs }: TimeScale): TimeScale {
  const wholeMs = whole.endMs - whole.startMs;
  const middleMs = (startMs + endMs) / 2;
  const lengthMs = Math.min(wholeMs, Math.max(SHORTEST_MS, endMs - startMs));
  const start = Math.round(
    Math.min(whole.endMs - lengthMs, Math.max(whole.startMs, middleMs - lengthMs / 2)),
  );
  return { startMs: start, endMs: Math.round(start + lengthMs) };
}

/** Shows a part of the time, or more of it; what is at a time stays where it is. */
export function zoomAround(whole: TimeScale, scale: TimeScale, factor: number, atMs: number): TimeScale {
  const lengthMs = scale.endMs - scale.startMs;
  const zoomed = Math.max(SHORTEST_MS, lengthMs / factor);
  const part = lengthMs > 0 ? (atMs - scale.startMs) / lengthMs : 0.5;
  const startMs = atMs - part * zoomed;
  return fitInto(whole, { startMs, endMs: startMs + zoomed });
}

/** Shows an earlier (negative) or later time of the same length. */
export function panBy(whole: TimeScale, { startMs, endMs }: TimeScale, deltaMs: number): TimeScale {
  return fitInto(whole, { startMs: startMs + deltaMs, endMs: endMs + deltaMs });
}

/** The window of a stretch of time, for an address: all time has none. */
export function windowOf(
  whole: TimeScale,
  { startMs, endMs }: TimeScale,
): { since: string | undefined; until: string | undefined } {
  const isWhole = startMs <= whole.startMs && endMs >= whole.endMs;
  const text = (ms: number) => isWhole ? undefined : new Date(Math.round(ms)).toISOString();
  return { since: text(startMs), until: text(endMs) };
}
