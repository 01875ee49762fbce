import type { ReportIndex } from "../../report/report_index.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import type { WindowValues } from "../params/window_values.ts";
import { fitInto } from "./zoom.ts";

const PADDING = 0.01;
const SHORTEST_MS = 60_000;

/** All the time there is something to tell of; null: nothing has a time. */
export function wholeScale(
  { analysis: { span }, incidents, eventById, causeIds }: ReportIndex,
): TimeScale | null {
  const times = [
    ...(span === null ? [] : [span.start, span.end]),
    ...incidents.flatMap(({ start, end }) => [start, end]),
  ];
  if (times.length === 0) return null;
  const causes = [...causeIds].flatMap((id) => eventById.get(id)?.time ?? []);
  const sorted = [...times, ...causes].map((time) => Date.parse(time)).sort((a, b) => a - b);
  const [first = 0, last = 0] = [sorted[0], sorted.at(-1)];
  const padMs = Math.max(SHORTEST_MS, (last - first) * PADDING);
  return { startMs: Math.floor(first - padMs), endMs: Math.ceil(last + padMs) };
}

/** The part of the time that the window shows: also what is asked for beyond the logs. */
export function shownScale(whole: TimeScale, { since, until }: WindowValues): TimeScale {
  const startMs = since ?? Math.min(whole.startMs, until ?? whole.startMs);
  const endMs = until ?? Math.max(whole.endMs, startMs);
  const around = { startMs: Math.min(startMs, whole.startMs), endMs: Math.max(endMs, whole.endMs) };
  return fitInto(around, { startMs, endMs: Math.max(startMs, endMs) });
}
