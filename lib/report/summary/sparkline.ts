import type { Series } from "../../analyze/finding.ts";

/** A stretch of time in columns of equal width. */
export interface TimeColumns {
  /** Left edge of the first column, milliseconds since 1970. */
  readonly startMs: number;
  /** Width of a column in milliseconds, above 0. */
  readonly columnMs: number;
  /** How many. */
  readonly count: number;
}

/** Divides a span into columns. */
export function timeColumns(
  span: { readonly start: string; readonly end: string },
  count: number,
): TimeColumns {
  const startMs = Date.parse(span.start);
  return { startMs, columnMs: Math.max(count, Date.parse(span.end) - startMs) / count, count };
}

/** The column that a time is in; below 0 or too high when it is in none. */
export function columnOf({ startMs, columnMs }: TimeColumns, timeMs: number): number {
  return Math.floor((timeMs - startMs) / columnMs);
}

/** Counts by column, of one or more series. A bucket over several columns is shared out evenly. */
export function countColumns(series: readonly Series[], columns: TimeColumns): number[] {
  const counts: number[] = new Array(columns.count).fill(0);
  for (const { start, bucketMs, counts: buckets } of series) {
    const first = Date.parse(start);
    buckets.forEach((count, i) => {
      if (count > 0) shareOut(count, { startMs: first + i * bucketMs, widthMs: bucketMs }, columns, counts);
    });
  }
  return counts;
}

/** What lies before the first column or after the last one goes into these: buckets reach over the edges of a span. */
function shareOut(
  count: number,
  { startMs, widthMs }: { readonly startMs: number; readonly widthMs: number },
  columns: TimeColumns,
  counts: number[],
): void {
  const clamp = (column: number) => Math.min(columns.count - 1, Math.max(0, column));
  const from = (startMs - columns.startMs) / columns.columnMs;
  const to = from + widthMs / columns.columnMs;
  const [first, last] = [clamp(Math.floor(from)), clamp(Math.ceil(to) - 1)];
  for (let at = first; at <= last; at++) {
    const left = at === first ? from : at;
    const right = at === last ? to : at + 1;
    counts[at] = (counts[at] ?? 0) + count * (right - left) / (to - from);
  }
}

/**
 * One character a count: the first level for nothing, the last for the highest, something seen for every other. A few
 * are not drawn as high as many: up to the number of levels, a level is one.
 */
export function sparkline(counts: readonly number[], levels: string): string {
  const top = levels.length - 1;
  const most = counts.reduce((a, b) => Math.max(a, b), top);
  return counts.map((count) => levels[count > 0 ? Math.max(1, Math.round(top * count / most)) : 0]).join("");
}
