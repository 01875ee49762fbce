/** Synthetic courses of records over time: what is usual of logs, and what is an incident. All noise comes from a seed. */
import { type SeriesPart, SeriesStore } from "../../lib/analyze/series_store.ts";
import { poisson } from "./counts.ts";

/** Minutes of a day. */
export const DAY = 1440;
const STEP = 1 / 6;

/** A source of numbers from 0 to 1. */
export type Unit = () => number;
/** Factor on the rate of a minute; called in order of time, from 0 on. */
export type Course = (minute: number) => number;

/** A normal variate, by Box and Muller. */
function normal(unit: Unit): number {
  return Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
}

/** The same all the time. */
export function steady(): Course {
  return () => 1;
}

/** A log-normal factor a minute, whose variance makes the counts of a minute vary `fano` times as much as Poisson's. */
export function overdispersed(unit: Unit, perMinute: number, fano: number): Course {
  const variance = Math.log(1 + (fano - 1) / perMinute);
  return () => Math.exp(Math.sqrt(variance) * normal(unit) - variance / 2);
}

/** A load that wanders: its logarithm has this deviation, and forgets within so many minutes. */
export function wandering(unit: Unit, deviation: number, memoryMinutes: number): Course {
  const keep = Math.exp(-1 / memoryMinutes);
  let level = normal(unit);
  return () => {
    level = keep * level + Math.sqrt(1 - keep * keep) * normal(unit);
    return Math.exp(deviation * level - deviation * deviation / 2);
  };
}

/** Day and night: the most is so many times the least. */
export function daily(factor: number, fromMinute: number): Course {
  const swing = (factor - 1) / (factor + 1);
  return (minute) => 1 + swing * Math.sin(2 * Math.PI * (minute - fromMinute) / DAY);
}

/** Office hours on five days, which begin and end within two and a half hours; a fifth of it else. */
export function weekly(fromMinute: number): Course {
  return (minute) => {
    const at = minute + fromMinute;
    const ofDay = at % DAY;
    const office = Math.max(0, Math.min(1, (ofDay - 420) / 150, (1140 - ofDay) / 150));
    return (at / DAY | 0) % 7 < 5 ? 0.2 + 0.8 * office : 0.2;
  };
}

/** Minutes of records: a rate a minute times a course, by ten seconds. */
export function arrivals(unit: Unit, minutes: number, perMinute: number, course: Course): number[] {
  const times: number[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    const rate = perMinute * course(minute) * STEP;
    for (let at = minute; at < minute + 0.999; at += STEP) {
      for (let left = poisson(rate, unit); left > 0; left--) times.push(at + STEP * unit());
    }
  }
  return times;
}

/** Heaps of records: something that happens seldom writes several at once. */
export function heaps(unit: Unit, minutes: number, perDay: number, records: number): number[] {
  const times: number[] = [];
  for (let at = 0; (at -= Math.log(1 - unit()) * DAY / perDay) < minutes;) {
    for (let left = 1 + poisson(records - 1, unit); left > 0; left--) times.push(at + unit() / 3);
  }
  return times;
}

/** A job that runs every so many minutes and writes about so many records within its length. */
export function job(
  unit: Unit,
  minutes: number,
  { every, at, jitter, records, length }: {
    readonly every: number;
    readonly at: number;
    readonly jitter: number;
    readonly records: number;
    readonly length: number;
  },
): number[] {
  const times: number[] = [];
  for (let start = at; start < minutes; start += every) {
    const from = start + jitter * (2 * unit() - 1);
    for (let left = poisson(records, unit); left > 0; left--) times.push(from + length * unit());
  }
  return times.filter((time) => time >= 0 && time < minutes);
}

/** Records from one minute on to another at a rate a minute, the first of them right at the start. */
export function burst(unit: Unit, from: number, to: number, perMinute: number): number[] {
  const mean = (to - from) * perMinute;
  const count = mean > 600 ? Math.round(mean) : Math.max(1, poisson(mean, unit));
  return [from, ...Array.from({ length: count - 1 }, () => from + (to - from) * unit())];
}

/** Without what is in a stretch. */
export function without(times: readonly number[], from: number, to: number): number[] {
  return times.filter((time) => time < from || time >= to);
}

/** Records by minute. */
export function minuteCounts(times: readonly number[], minutes: number): Int32Array {
  const counts = new Int32Array(minutes);
  for (const time of times) if (time >= 0 && time < minutes) counts[Math.floor(time)]!++;
  return counts;
}

/** The parts of one signature with records at these minutes after a start. */
export function partsAt(times: readonly number[], startMs: number): SeriesPart[] {
  const store = new SeriesStore();
  for (const minute of times.toSorted((a, b) => a - b)) {
    store.add(1, 0, 1, startMs + Math.round(minute * 60_000));
  }
  return store.parts();
}
