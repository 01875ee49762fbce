import type { ErrorChange } from "../../analyze/diff/error_changes.ts";
import type { LatencyChange } from "../../analyze/diff/latency_changes.ts";
import { describeDuration } from "../describe_duration.ts";
import { describeCount } from "../describe_quantity.ts";
import { describeShare } from "./describe_shift.ts";
import { type DiffRow, type DiffSection, sectionOf } from "./diff_section.ts";

/** What happened to a share or a percentile. */
export type Direction = "up" | "down";

/** Shares of requests that fail. */
export function errorSections(
  errors: readonly ErrorChange[],
  direction: Direction,
  most: number,
): DiffSection[] {
  const isUp = direction === "up";
  const title = `Requests that fail ${isUp ? "more" : "less"} often`;
  return sectionOf(title, errors.filter((error) => isRise(error) === isUp), most, errorRow);
}

/** Percentiles of routes. */
export function latencySections(
  latencies: readonly LatencyChange[],
  direction: Direction,
  most: number,
): DiffSection[] {
  const isUp = direction === "up";
  const own = latencies.filter((latency) => isSlower(latency) === isUp);
  return sectionOf(isUp ? "Slower routes" : "Quicker routes", own, most, latencyRow);
}

/** Whether requests fail more often than before. */
export function isRise({ ratio }: ErrorChange): boolean {
  return ratio === null || ratio > 1;
}

/** Whether requests take longer than before. */
export function isSlower({ before, after }: LatencyChange): boolean {
  return after.latencyMs > before.latencyMs;
}

function errorRow(error: ErrorChange): DiffRow {
  const { method, route, status, before, after } = error;
  const [early, late] = [before, after].map(({ errors, requests }) =>
    `${describeShare(errors / requests)} (${describeCount(errors)} of ${describeCount(requests)})`
  );
  return {
    label: status,
    style: !isRise(error) ? "green" : status === "5xx" ? "red" : "yellow",
    what: route === null ? "all requests together" : `${method} ${route}`,
    detail: `${early} before, ${late} after`,
  };
}

function latencyRow(latency: LatencyChange): DiffRow {
  const { method, route, percentile, before, after } = latency;
  return {
    label: percentile,
    style: isSlower(latency) ? "yellow" : "green",
    what: `${method} ${route}`,
    detail: `${describeDuration(before.latencyMs)} before, ${describeDuration(after.latencyMs)} after; ` +
      `${describeCount(before.requests)} and ${describeCount(after.requests)} requests`,
  };
}
