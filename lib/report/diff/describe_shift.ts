import { describeCount } from "../describe_quantity.ts";

/** A rate after over before, in words; null: there was none before. */
export function describeRatio(ratio: number | null): string {
  if (ratio === null) return "never before";
  if (ratio === 0) return "never after";
  const times = Math.max(ratio, 1 / ratio);
  return `${times < 9.95 ? times.toFixed(1) : describeCount(times)} times ${
    ratio > 1 ? "as often" : "as rare"
  }`;
}

/** Two counts: `12 before, 96 after`. */
export function describeCounts(before: number, after: number): string {
  return `${describeCount(before)} before, ${describeCount(after)} after`;
}

/** A share of 1: `0.028 %`, `4.1 %`, `58 %`. */
export function describeShare(share: number): string {
  const percent = 100 * share;
  const digits = percent >= 9.95 ? String(Math.round(percent)) : String(Number(percent.toPrecision(2)));
  return `${digits} %`;
}
