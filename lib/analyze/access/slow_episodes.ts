import { surprise } from "../statistics/surprise.ts";
import { CELL_MS } from "./cell_counts.ts";
import { usualLevel } from "./usual_level.ts";
import { windowLength, windowSums } from "./slow_requests.ts";

/** A time in which far more requests than usual were slow; cells count from the start of the span. */
export interface SlowEpisode {
  /** First cell. */
  readonly from: number;
  /** Cell after the last. */
  readonly to: number;
  /** Requests. */
  readonly requests: number;
  /** Slow ones of them. */
  readonly slow: number;
}

const MIN_WINDOW_REQUESTS = 30;
/** More slow requests than these mean that p95 is slow. */
const SLOW_SHARE = 0.05;
const LEAST_SHARE = 0.005;
const MIN_SLOW = 20;
/** From when on slow requests are an episode. */
export interface SlowLimits {
  /** Least share of slow requests: with more than 5 % of them, p95 is slow. */
  readonly minShare: number;
  /** Least cells. */
  readonly minCells: number;
  /** Natural logarithm of the odds against chance. */
  readonly minSurprise: number;
  /** More stretches with half of its share are a habit. */
  readonly maxLikes: number;
}

/** Of requests that are far slower than usual. A server that starts is slow for some minutes: that is no incident. */
export const FAR_SLOWER: SlowLimits = { minShare: 0.05, minCells: 3, minSurprise: 30, maxLikes: 8 };
/** Of requests that are about twice as slow: load does that as well, so a change has to be surer. */
export const SLOWER: SlowLimits = { minShare: 0.1, minCells: 4, minSurprise: 60, maxLikes: 2 };
const BASELINE_WINDOWS = 12;
const BASELINE_REQUESTS = 300;
/** A rise that comes slowly, as load does in the morning, is no incident: this long before there must be little of it. */
const BEFORE_CELLS = 6;
const SHARP_SHARE = 0.25;
const EDGE_SHARE = 0.1;
const MIN_EDGE = 3;
const EDGE_FACTOR = 4;
/** More episodes than these are a rhythm. */
const MAX_EPISODES = 4;
const DAY_CELLS: number = 86_400_000 / CELL_MS;
const RHYTHMS: readonly number[] = [1, 7].map((days) => days * DAY_CELLS);
const DAY_SLACK = 6;

/** Requests by cell, and by the windows of cells in which they are judged. */
export interface WindowedRequests {
  /** By cell. */
  readonly byCell: Uint32Array;
  /** Cells of a window. */
  readonly length: number;
  /** By window. */
  readonly requests: Uint32Array;
}

interface Windows extends Pick<WindowedRequests, "length" | "requests"> {
  readonly slow: Uint32Array;
}

/** Requests by cell in windows that hold enough of them; null: there are too few. */
export function windowedRequests(byCell: Uint32Array): WindowedRequests | null {
  const length = windowLength(byCell, MIN_WINDOW_REQUESTS);
  return length === null ? null : { byCell, length, requests: windowSums(byCell, length) };
}

/** Stretches in which the slow share of requests is far above what is usual, from one window to the next. */
export function slowEpisodes(
  { byCell, length, requests }: WindowedRequests,
  slow: Uint32Array,
  { minShare, minCells, minSurprise, maxLikes }: SlowLimits = FAR_SLOWER,
): SlowEpisode[] {
  const windows = { length, requests, slow: windowSums(slow, length) };
  const usual = usualShare(windows);
  if (usual === null || usual > SLOW_SHARE) return [];
  const episodes = runsOf(windows, Math.max(minShare, 4 * usual))
    .filter((run) => (run.to - run.from) * length >= minCells && likesOf(windows, run) <= maxLikes)
    .filter((run) => isSharp(windows, run) && hasBaseline(windows, run))
    .map((run) => trimmed(slow, run.from * length, Math.min(run.to * length, slow.length)))
    .map(({ from, to }) => ({ from: earlierStart(byCell, slow, { from, to }, usual), to }))
    .map(({ from, to }) => ({ from, to, requests: sumOf(byCell, from, to), slow: sumOf(slow, from, to) }))
    .filter((one) => one.slow >= MIN_SLOW && surprise(one.slow, usual * one.requests) >= minSurprise);
  return episodes.length > MAX_EPISODES ? [] : episodes.filter((episode) => !isRhythm(episode, slow));
}

interface Run {
  readonly from: number;
  readonly to: number;
}

/** Windows with so large a slow share in a row; one between them may have less. */
function runsOf({ requests, slow }: Windows, share: number): Run[] {
  const runs: { from: number; to: number }[] = [];
  for (let window = 0; window < requests.length; window++) {
    const isHit = requests[window]! >= MIN_WINDOW_REQUESTS / 2 && slow[window]! > share * requests[window]!;
    if (!isHit) continue;
    const last = runs.at(-1);
    if (last !== undefined && window - last.to <= 1) last.to = window + 1;
    else runs.push({ from: window, to: window + 1 });
  }
  return runs;
}

/** Windows may be coarse: without the cells at the edges in which next to nothing was slow. */
function trimmed(slow: Uint32Array, start: number, end: number): Run {
  const least = EDGE_SHARE * sumOf(slow, start, end) / (end - start);
  let [from, to] = [start, end];
  while (from < to - 1 && slow[from]! <= least) from++;
  while (to > from + 1 && slow[to - 1]! <= least) to--;
  return { from, to };
}

/** Windows are coarse: the cell before them may have been slow already. */
function earlierStart(requests: Uint32Array, slow: Uint32Array, { from, to }: Run, usual: number): number {
  const share = sumOf(slow, from, to) / Math.max(1, sumOf(requests, from, to));
  let start = from;
  while (
    start > 0 && slow[start - 1]! >= MIN_EDGE &&
    slow[start - 1]! > EDGE_FACTOR * usual * requests[start - 1]! &&
    slow[start - 1]! >= share / 4 * requests[start - 1]!
  ) start--;
  return start;
}

/** Other stretches with half of its share of slow requests. */
function likesOf({ requests, slow }: Windows, { from, to }: Run): number {
  const share = sumOf(slow, from, to) / sumOf(requests, from, to) / 2;
  return runsOf({ length: 1, requests, slow }, share).filter((run) => run.to <= from || run.from >= to)
    .length;
}

function isSharp({ requests, slow, length }: Windows, { from, to }: Run): boolean {
  const before = Math.max(0, from - Math.max(1, BEFORE_CELLS / length));
  const then = sumOf(requests, before, from);
  if (then < MIN_WINDOW_REQUESTS) return false;
  const share = sumOf(slow, from, to) / sumOf(requests, from, to);
  return sumOf(slow, before, from) / then <= SHARP_SHARE * share;
}

function hasBaseline({ requests }: Windows, { from, to }: Run): boolean {
  let windows = 0;
  let count = 0;
  for (let window = 0; window < requests.length; window++) {
    if (requests[window] === 0 || (window >= from && window < to)) continue;
    windows++;
    count += requests[window]!;
  }
  return windows >= BASELINE_WINDOWS && count >= BASELINE_REQUESTS;
}

/** Usual slow share of the windows with requests, at least one in two hundred. */
function usualShare({ requests, slow }: Windows): number | null {
  const shares: number[] = [];
  for (let window = 0; window < requests.length; window++) {
    if (requests[window]! >= MIN_WINDOW_REQUESTS / 2) shares.push(slow[window]! / requests[window]!);
  }
  return shares.length < BASELINE_WINDOWS ? null : Math.max(LEAST_SHARE, usualLevel(shares, isSlower));
}

function isSlower(before: number, after: number): boolean {
  return after > Math.max(SLOW_SHARE, 4 * Math.max(LEAST_SHARE, before));
}

/** Whether a day or week before or after, at that time, a third as many requests are slow: a job, not an incident. */
function isRhythm({ from, to, slow: count }: SlowEpisode, slow: Uint32Array): boolean {
  return RHYTHMS.some((shift) => {
    // What lasts longer than a day is not its own rhythm.
    const before = sumOf(slow, from - shift - DAY_SLACK, Math.min(from, to - shift + DAY_SLACK));
    const after = sumOf(slow, Math.max(to, from + shift - DAY_SLACK), to + shift + DAY_SLACK);
    return Math.max(before, after) >= count / 3;
  });
}

function sumOf(counts: Uint32Array, from: number, to: number): number {
  let sum = 0;
  for (let i = Math.max(0, from); i < Math.min(to, counts.length); i++) sum += counts[i]!;
  return sum;
}
