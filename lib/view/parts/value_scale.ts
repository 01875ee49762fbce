import { describeDuration } from "../../report/describe_duration.ts";
import { describeBytes, describeCount } from "../../report/describe_quantity.ts";

/** What the values of a chart are. */
export type ValueUnit = "count" | "ms" | "bytes";

const ROUND_TOPS = [1, 2, 4, 6, 8, 10] as const;

/** The value at the upper edge of a picture that shows values up to a highest: a round one, whose half is round too. */
export function roundTop(highest: number): number {
  if (!(highest > 0) || !Number.isFinite(highest)) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return (ROUND_TOPS.find((round) => round * power >= highest) ?? 10) * power;
}

/** Values that have a label at the side, lowest first. */
export function valueTicks(top: number, unit: ValueUnit): number[] {
  return unit === "count" && top < 2 ? [0, top] : [0, top / 2, top];
}

/** A value with its unit, short enough for the side of a picture. */
export function describeValue(value: number, unit: ValueUnit): string {
  if (unit === "bytes") return describeBytes(Math.round(value));
  if (unit === "ms") return describeMs(value);
  return value > 0 && value < 1 ? "< 1" : describeCount(value);
}

function describeMs(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return ms < 60_000 ? `${Math.round(ms / 100) / 10} s` : describeDuration(ms);
}
