import { firstIndex } from "../first_index.ts";
import { type HeardTime, isBegun, isWhollyHeard, type JudgedSnapshot } from "./judge_snapshots.ts";
import { durationOf, type Snapshot } from "./snapshot.ts";
import { setKey } from "./usual_course.ts";

/** A snapshot that takes too long. */
export interface Overlong {
  /** The snapshot and what came after it. */
  readonly judged: JudgedSnapshot;
  /** `overlap`: longer than the time to the next; `slow`: far longer than usual. */
  readonly problem: "overlap" | "slow";
  /** How long it took, or has taken so far, in milliseconds. */
  readonly durationMs: number;
  /** What is usual for its set and kind; null: nothing to compare with. */
  readonly usualMs: number | null;
  /** Usual time from one start to the next of its set; null: too few to tell. */
  readonly intervalMs: number | null;
}

const LATE_MS = 60_000;
/** Snapshots of the same set and kind that are needed to know what is usual. */
const MIN_LIKE = 4;
const MIN_INTERVALS = 3;
const MIN_FACTOR = 3;
const MIN_DEVIATIONS = 6;
const MIN_EXCESS_MS = 600_000;
/** Others that take at least this share of its time are like it; when so many are, it is no exception. */
const LIKE_SHARE = 0.6;
const MAX_LIKE = 1 / 3;
/** Of unknown kind: every seventh may be a full one. */
const MAX_LIKE_UNKNOWN = 1 / 28;

/** Snapshots that go on when the next begins or is due, and those far slower than others of the same set and kind. */
export function overlongSnapshots(judged: readonly JudgedSnapshot[], heard: HeardTime): Overlong[] {
  return [...Map.groupBy(judged, ({ snapshot }) => setKey(snapshot)).values()].flatMap(ofSet)
    .filter(({ judged: { snapshot } }) => isWhollyHeard(snapshot, heard));
}

function ofSet(judged: readonly JudgedSnapshot[]): Overlong[] {
  const intervalMs = usualInterval(judged.map(({ snapshot }) => snapshot));
  const byKind = Map.groupBy(judged, ({ snapshot }) => snapshot.kind);
  const usual = new Map([...byKind].map(([kind, own]) => [kind, usualDuration(own)]));
  return judged.flatMap((one, index): Overlong[] => {
    const { snapshot } = one;
    const durationMs = durationOf(snapshot) ?? (snapshot.isWhole ? activeMs(snapshot) : 0);
    const like = usual.get(snapshot.kind) ?? null;
    const facts = { judged: one, durationMs, usualMs: like?.medianMs ?? null, intervalMs };
    if (overlaps(one, durationMs, intervalMs)) return [{ ...facts, problem: "overlap" }];
    // The first one may be what begins the backup: there is nothing like it.
    const isSlow = index > 0 && one.outcome === "complete" && like !== null && isOutlier(durationMs, like);
    return isSlow ? [{ ...facts, problem: "slow" }] : [];
  });
}

/** How long snapshots of a set and kind take. */
interface UsualDuration {
  /** In order. */
  readonly durations: Float64Array;
  readonly medianMs: number;
  /** Median distance from the median. */
  readonly deviationMs: number;
  /** How many may take as long as one that is an exception. */
  readonly maxAlike: number;
}

/** Null: too few to tell. */
function usualDuration(judged: readonly JudgedSnapshot[]): UsualDuration | null {
  const durations = new Float64Array(judged.flatMap(({ snapshot }) => durationOf(snapshot) ?? [])).sort();
  if (durations.length <= MIN_LIKE) return null;
  const medianMs = middleOf(durations);
  const deviationMs = middleOf(durations.map((duration) => Math.abs(duration - medianMs)).sort());
  const share = judged[0]!.snapshot.kind === "unknown" ? MAX_LIKE_UNKNOWN : MAX_LIKE;
  return { durations, medianMs, deviationMs, maxAlike: durations.length * share };
}

function overlaps(
  { snapshot, next, outcome }: JudgedSnapshot,
  durationMs: number,
  intervalMs: number | null,
): boolean {
  const isTwo = next !== null && isBegun(next) && isBegun(snapshot) &&
    next.firstMs + LATE_MS < snapshot.firstMs + activeMs(snapshot);
  const isDue = intervalMs !== null && durationMs > intervalMs &&
    (outcome === "complete" || outcome === "running");
  return isTwo || isDue;
}

/** From its first record to the last one that was about its progress. */
function activeMs({ records, firstMs }: Snapshot): number {
  const last = records.findLast(({ stage }) => stage !== "aborted" && stage !== "refused");
  return (last?.atMs ?? firstMs) - firstMs;
}

function usualInterval(snapshots: readonly Snapshot[]): number | null {
  const starts = snapshots.filter(({ isWhole }) => isWhole).map(({ firstMs }) => firstMs);
  const intervals = new Float64Array(starts.slice(1).map((start, at) => start - starts[at]!));
  return intervals.length < MIN_INTERVALS ? null : middleOf(intervals.sort());
}

function isOutlier(
  durationMs: number,
  { durations, medianMs, deviationMs, maxAlike }: UsualDuration,
): boolean {
  const isFar = durationMs >= MIN_FACTOR * medianMs &&
    durationMs >= medianMs + MIN_DEVIATIONS * deviationMs &&
    durationMs >= medianMs + MIN_EXCESS_MS;
  const firstAlike = firstIndex(durations.length, (index) => durations[index]! < LIKE_SHARE * durationMs);
  return isFar && durations.length - firstAlike - 1 <= maxAlike;
}

function middleOf(values: Float64Array): number {
  return values[(values.length - 1) >> 1]!;
}
