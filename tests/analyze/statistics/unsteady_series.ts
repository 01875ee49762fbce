/** Synthetic series of a kind each: what logs do when nothing changes. */
import { poisson, seededUnit } from "../counts.ts";

/** Makes counts by minute of a seed. */
export type SeriesMaker = (minutes: number, seed: number) => number[];

const DAY = 1440;

/** Kinds of series without any change. */
export const UNSTEADY: Readonly<Record<string, SeriesMaker>> = {
  poisson: (minutes, seed) => drawn(minutes, seed, () => 2),
  rare: (minutes, seed) => drawn(minutes, seed, () => 0.1),
  overdispersed: (minutes, seed) => drawn(minutes, seed, (_, unit) => gamma(unit) * 3),
  autocorrelated: (minutes, seed) => {
    let level = 0;
    return drawn(minutes, seed, (_, unit) => {
      level = 0.95 * level + 0.25 * normal(unit);
      return 3 * Math.exp(level);
    });
  },
  "daily rhythm": (minutes, seed) =>
    drawn(minutes, seed, (minute) => 5 * (1.2 + Math.sin(2 * Math.PI * minute / DAY))),
  "office hours": (minutes, seed) =>
    drawn(minutes, seed, (minute) => minute % DAY >= 540 && minute % DAY < 1080 ? 8 : 1),
  "hourly job": (minutes, seed) => drawn(minutes, seed, (minute) => minute % 60 < 2 ? 40 : 0.5),
  "job every six hours": (minutes, seed) => drawn(minutes, seed, (minute) => minute % 360 < 5 ? 60 : 0.5),
  "nightly job": (minutes, seed) =>
    drawn(minutes, seed, (minute) => minute % DAY >= 120 && minute % DAY < 150 ? 20 : 0.2),
  "bursts at random": (minutes, seed) => {
    let left = 0;
    return drawn(minutes, seed, (_, unit) => {
      if (left === 0 && unit() < 1 / 300) left = 10;
      return left > 0 ? (left--, 15) : 0.2;
    });
  },
  "one incident": (minutes, seed) => {
    const from = Math.floor(seededUnit(seed * 7 + 1)() * minutes);
    return drawn(minutes, seed, (minute) => minute >= from && minute < from + 45 ? 20 : 1);
  },
  "a level that shifts": (minutes, seed) => {
    const from = Math.floor((0.2 + 0.6 * seededUnit(seed * 7 + 2)()) * minutes);
    return drawn(minutes, seed, (minute) => minute < from ? 1 : 4);
  },
};

function drawn(
  minutes: number,
  seed: number,
  rateAt: (minute: number, unit: () => number) => number,
): number[] {
  const unit = seededUnit(seed);
  return Array.from({ length: minutes }, (_, minute) => poisson(rateAt(minute, unit), unit));
}

/** Exponential: gamma with shape 1. */
function gamma(unit: () => number): number {
  return -Math.log(1 - unit());
}

function normal(unit: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
}
