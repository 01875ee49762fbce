import type { Category } from "../../parse/member_origin.ts";
import type { LogTally } from "../log_tally.ts";
import type { SeriesPart } from "../series_store.ts";
import type { TimeGrid } from "../time_grid.ts";

/** The buckets of a series in which logs were written that would have had its records. */
export interface LitTime {
  /** Their numbers, in order. */
  readonly buckets: Int32Array;
  /** Of each of them, what the logs before it usually have of the records, in buckets with all logs; null: its number. */
  readonly exposure: Float64Array | null;
}

const STEP_MS = 600_000;
const MINUTE_MS = 60_000;
/** A log that has nothing for so long may be one whose files are missing. */
const MIN_DARK_STEPS = 6;
/** Dark steps that are worth a look. */
const MIN_DARK = 3;
/** A series with a smaller share of its log hardly lights it. */
const OWN_SHARE = 0.1;

interface HostLight {
  /** Records of its logs by step. */
  readonly counts: Int32Array;
  /** Records. */
  readonly total: number;
  /** 1 for each step in which there are logs. */
  readonly lit: Uint8Array;
  /** Whether much of it is dark. */
  readonly isDark: boolean;
}

/**
 * Tells in which time a host's logs were written: where files are missing, or begin later than those of other hosts, a
 * series has no records, and what comes after is no jump. A series alone in its log is its own light, which tells nothing.
 */
export class LogLight {
  readonly #hosts = new Map<number, HostLight>();
  readonly #grid: TimeGrid;
  readonly #stepMs: number;
  readonly #steps: number;

  /** Looks at the activity of all logs of some kind. */
  constructor(
    { activity, hosts }: Pick<LogTally, "activity" | "hosts">,
    grid: TimeGrid,
    isOfKind: (category: Category) => boolean,
  ) {
    this.#grid = grid;
    this.#stepMs = Math.max(STEP_MS, grid.bucketMs);
    this.#steps = Math.ceil(grid.length * grid.bucketMs / this.#stepMs);
    const counts = new Map<string, Int32Array>();
    for (const { host, category, minutes } of activity.values()) {
      if (!isOfKind(category)) continue;
      const own = counts.get(host) ?? new Int32Array(this.#steps);
      counts.set(host, own);
      minutes.forEach((count, minute) => {
        const step = Math.floor((minute * MINUTE_MS - grid.startMs) / this.#stepMs);
        if (step >= 0 && step < own.length) own[step]! += count;
      });
    }
    hosts.forEach((host, number) => {
      const own = counts.get(host);
      if (own === undefined) return;
      const lit = withoutShortGaps(own);
      const isDark = own.length - sumOf(lit) >= MIN_DARK;
      this.#hosts.set(number, { counts: own, total: sumOf(own), lit, isDark });
    });
  }

  /** The light of a series; null when all of its logs are there all the time. */
  of(parts: readonly SeriesPart[]): LitTime | null {
    const byHost = Map.groupBy(parts, ({ host }) => host);
    if (![...byHost.keys()].some((host) => this.#hosts.get(host)?.isDark)) return null;
    const weights = new Float64Array(this.#steps);
    let all = 0;
    for (const [host, own] of byHost) {
      const records = own.reduce((sum, { total }) => sum + total.count, 0);
      const lit = this.#litSteps(host, own, records);
      const perStep = records / Math.max(1, sumOf(lit));
      all += perStep;
      for (let step = 0; step < this.#steps; step++) weights[step]! += perStep * lit[step]!;
    }
    return this.#litTime(weights.map((weight) => weight / all));
  }

  /** 1 for each step in which a host logged something else, or its logs tell nothing. */
  #litSteps(host: number, parts: readonly SeriesPart[], records: number): Uint8Array {
    const light = this.#hosts.get(host);
    if (light === undefined || !light.isDark) return new Uint8Array(this.#steps).fill(1);
    if (records < OWN_SHARE * light.total) return light.lit;
    const others = new Int32Array(this.#steps);
    for (const part of parts) part.countInto(others, this.#grid.startMs, this.#stepMs);
    for (let step = 0; step < others.length; step++) {
      others[step] = Math.max(0, light.counts[step]! - others[step]!);
    }
    const lit = withoutShortGaps(others);
    return lit.includes(1) ? lit : lit.fill(1);
  }

  #litTime(weights: Float64Array): LitTime | null {
    const buckets = new Int32Array(this.#grid.length);
    const exposure = new Float64Array(this.#grid.length + 1);
    const inStep = this.#stepMs / this.#grid.bucketMs;
    let size = 0;
    for (let bucket = 0; bucket < buckets.length; bucket++) {
      const weight = weights[Math.floor(bucket / inStep)]!;
      if (weight === 0) continue;
      exposure[size + 1] = exposure[size]! + weight;
      buckets[size++] = bucket;
    }
    if (size === this.#grid.length && exposure[size]! > size - 1e-6) return null;
    return { buckets: buckets.subarray(0, size), exposure: exposure.subarray(0, size + 1) };
  }
}

/** 1 for each step with a count, or in a short gap after one: before the first one nothing is known. */
function withoutShortGaps(counts: Int32Array): Uint8Array {
  const lit = Uint8Array.from(counts, (count) => count > 0 ? 1 : 0);
  let last = -1;
  for (let step = 0; step < lit.length; step++) {
    if (lit[step] === 0) continue;
    if (last >= 0 && step - last <= MIN_DARK_STEPS) lit.fill(1, last, step);
    last = step;
  }
  if (lit.length - last <= MIN_DARK_STEPS) lit.fill(1, Math.max(0, last));
  return lit;
}

function sumOf(counts: Int32Array | Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += counts[i]!;
  return sum;
}

/** The counts of the lit buckets. */
export function packed(counts: ArrayLike<number>, buckets: Int32Array): Int32Array {
  return buckets.map((bucket) => counts[bucket]!);
}
