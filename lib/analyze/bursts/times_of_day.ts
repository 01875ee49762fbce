import type { Burst } from "./burst.ts";

/** A job that runs every day does not start at the same minute, and summer time moves it by an hour. */
const SLACKS: readonly { readonly minutes: number; readonly share: number }[] = [
  { minutes: 40, share: 1 / 3 },
  { minutes: 75, share: 1 / 2 },
];
/** A job may leave out days, as on a weekend: so large a share of the days that the series holds must have it. */
const MIN_DAYS = 0.6;
const WEEK = 7;
/** Days before and after that are looked at. */
const DAYS: readonly number[] = [-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7];
const DAY_MINUTES = 1440;
/** The usual rate there is that of so many minutes before the stretch. */
const BEFORE_MINUTES = 180;
/** What is longer than this share of a day has no time of day. */
const MAX_SHARE = 0.6;
/** Steps in which a stretch is moved. */
const STEPS_IN_STRETCH = 8;

/** Bursts that do not come a day or a week before or after as well, at about that time: those are jobs, not incidents. */
export function withoutTimesOfDay(bursts: readonly Burst[], sums: Float64Array, dayLength: number): Burst[] {
  return bursts.filter((burst) => !comesDaily(burst, sums, dayLength));
}

function comesDaily({ from, to, count, expected }: Burst, sums: Float64Array, dayLength: number): boolean {
  const length = to - from;
  if (length > MAX_SHARE * dayLength) return false;
  const bucketsOf = (minutes: number) => Math.max(1, Math.round(minutes * dayLength / DAY_MINUTES));
  const usualOver = bucketsOf(BEFORE_MINUTES);
  const excessAt = (bucket: number) => {
    const start = Math.max(0, bucket);
    const end = Math.min(bucket + length, sums.length - 1);
    const before = Math.max(0, start - usualOver);
    if (end <= start) return 0;
    const usual = start - before < length
      ? expected / length
      : (sums[start]! - sums[before]!) / (start - before);
    return sums[end]! - sums[start]! - usual * (end - start);
  };
  const step = Math.max(1, Math.floor(length / STEPS_IN_STRETCH));
  const isLike = (days: number) => {
    const shifted = from + Math.round(days * dayLength);
    const most = bucketsOf(SLACKS.at(-1)!.minutes);
    // What the series does not hold is no excess.
    if (count > expected && (shifted + length + most <= 0 || shifted - most >= sums.length - 1)) return false;
    return SLACKS.some(({ minutes, share }) => {
      const slack = bucketsOf(minutes);
      for (let at = shifted - slack; at <= shifted + slack; at += step) {
        if (excessAt(at) >= share * (count - expected)) return true;
      }
      return false;
    });
  };
  const like = DAYS.filter(isLike);
  const slack = bucketsOf(SLACKS[0]!.minutes);
  const held = DAYS.filter((days) => {
    const start = from + Math.round(days * dayLength);
    return like.includes(days) || start >= slack && start + length + slack < sums.length;
  });
  return like.length > 0 && like.length >= MIN_DAYS * held.length ||
    [-WEEK, WEEK].some((days) => like.includes(days));
}
