import type { Analysis } from "../../analyze/analysis.ts";
import type { WindowValues } from "../params/window_values.ts";
import type { TimeScale } from "./time_scale.ts";

/** The stretch of time that pictures show: the window, as far as the logs reach; null: there is none. */
export function scaleOf(span: Analysis["span"], { since, until }: WindowValues): TimeScale | null {
  if (span === null) return null;
  const startMs = Math.max(Date.parse(span.start), since ?? -Infinity);
  const endMs = Math.min(Date.parse(span.end), until ?? Infinity);
  return endMs > startMs ? { startMs, endMs } : null;
}
