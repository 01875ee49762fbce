import type { ReportIndex } from "../../report/report_index.ts";

/** A number over time: `values[i]` is for `start + i * bucketMs`. */
export interface NamedSeries {
  /** What it is: `http.requests`, `http.errors5xx`, `http.errors4xx`, `http.p95Ms`, or `finding.ID`. */
  readonly name: string;
  /** Start of the first bucket. */
  readonly start: string;
  /** Width. */
  readonly bucketMs: number;
  /** One number a bucket; null: there is none. */
  readonly values: readonly (number | null)[];
}

/** Everything of an analysis that is over time. */
export function listSeries({ analysis }: ReportIndex): NamedSeries[] {
  const { start, bucketMs, ...numbers } = analysis.access.series;
  const http = start === "" ? [] : (["requests", "errors5xx", "errors4xx", "p95Ms"] as const).map(
    (name): NamedSeries => ({ name: `http.${name}`, start, bucketMs, values: numbers[name] }),
  );
  const findings = analysis.findings.map(({ id, series }): NamedSeries => ({
    name: `finding.${id}`,
    start: series.start,
    bucketMs: series.bucketMs,
    values: series.counts,
  }));
  return [...http, ...findings];
}
