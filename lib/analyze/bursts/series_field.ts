import type { Category } from "../../parse/member_origin.ts";
import type { LogTally } from "../log_tally.ts";
import type { SeriesPart } from "../series_store.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { gridOver, type TimeGrid } from "../time_grid.ts";
import { type LitTime, LogLight } from "./lit_time.ts";

/** What series of one kind are judged by. */
export interface SeriesField {
  /** Buckets over the span. */
  readonly grid: TimeGrid;
  /** How many series there are: of many, some jump by chance. */
  readonly judged: number;
  /** When the logs of a series were written; null: all the time. */
  readonly litTimeOf: (parts: readonly SeriesPart[]) => LitTime | null;
}

/** The field of series of requests, or of all other records. */
export function seriesField(
  tally: Pick<LogTally, "activity" | "hosts">,
  { startMs, endMs }: LogSpan,
  { judged, source }: { readonly judged: number; readonly source: "requests" | "records" },
): SeriesField {
  const grid = gridOver(startMs, endMs);
  const isOfKind = (category: Category) => (category === "http_access") === (source === "requests");
  const light = new LogLight(tally, grid, isOfKind);
  return { grid, judged, litTimeOf: (parts) => light.of(parts) };
}
