import type { TimeScale } from "./time_scale.ts";
import { roundTop, type ValueUnit } from "./value_scale.ts";

/** Pixels above the plot, for half a label at the side. */
export const CHART_ABOVE = 8;
/** Pixels below the plot, for the times. */
export const CHART_BELOW = 20;

/** What a series is drawn in: a colour of the theme. */
export type ChartTone = "critical" | "high" | "medium" | "low" | "info" | "good" | "accent" | "band";

/** One series of a chart. */
export interface ChartSeries {
  /** What it is: a word or two. */
  readonly name: string;
  /** One value a bucket; null: there is none. */
  readonly values: readonly (number | null)[];
  /** Bars are stacked, the first at the bottom; lines are not. */
  readonly kind: "bars" | "line";
  /** Colour. */
  readonly tone: ChartTone;
}

/** What a chart over time shows. */
export interface TimeChart {
  /** Unique in the document. */
  readonly id: string;
  /** What it is, for its heading and for those who cannot see it. */
  readonly label: string;
  /** Start of the first bucket, ISO 8601. */
  readonly start: string;
  /** Width of a bucket. */
  readonly bucketMs: number;
  /** As many values each. */
  readonly series: readonly ChartSeries[];
  /** What the values are. */
  readonly unit: ValueUnit;
  /** Pixels of the plot. @default {140} */
  readonly height?: number;
}

/** The stretch of time that a chart shows: that of its buckets. */
export function chartScale(chart: Pick<TimeChart, "start" | "bucketMs" | "series">): TimeScale {
  const startMs = Date.parse(chart.start);
  return { startMs, endMs: startMs + chart.bucketMs * bucketCount(chart) };
}

/** The value at the upper edge. */
export function chartTop({ series }: Pick<TimeChart, "series">): number {
  let most = 0;
  const stack: number[] = [];
  for (const { kind, values } of series) {
    values.forEach((value, i) => {
      const reach = kind === "bars" ? stack[i] = (stack[i] ?? 0) + (value ?? 0) : value ?? 0;
      if (reach > most) most = reach;
    });
  }
  return roundTop(most);
}

/** Buckets from the left to the right edge. */
export function bucketCount({ series }: Pick<TimeChart, "series">): number {
  return series.reduce((most, { values }) => Math.max(most, values.length), 0);
}
