import { type Burst, PEAK_WINDOW } from "./burst.ts";
import { type SummedSeries, surpriseAfter } from "./summed_series.ts";

/** Bursts of one series that are looked at; the most surprising ones. */
const MAX_BURSTS = 8;
/** Longest window in which bursts are compared. */
const MAX_WINDOW = 45;
/** What has so large a share of the excess of a burst is of its kind. */
const LIKE_SHARE = 1 / 3;
/** So many more of its kind, over so large a part of the time, make it a habit. */
const MIN_OTHERS = 3;
const MIN_EXTENT = 0.5;
/** A habit is there from the beginning: the first one comes within so many times the longest wait for a next one. */
const MAX_WAIT = 1.5;
/** Natural logarithm of the odds against chance that records are in heaps. */
const SPIKY = 12;
/** The rate around is that of so much time on both sides. */
const AROUND = 180;
const QUIET = 10;
/** Three in a row that are as far apart as this are a job that runs again and again. */
const SAME_DISTANCE = 0.1;
const DISTANCE_SLACK = 10;

/** Bursts that are not just what the series does again and again. */
export function withoutHabits(bursts: readonly Burst[], series: SummedSeries): Burst[] {
  return bursts.toSorted((a, b) => b.surprise - a.surprise || a.from - b.from).slice(0, MAX_BURSTS)
    .filter((burst) => !isHabit(burst, series)).sort((a, b) => a.from - b.from);
}

function isHabit(burst: Burst, series: SummedSeries): boolean {
  const length = burst.to - burst.from;
  const window = Math.min(length, MAX_WINDOW);
  const likes = likesOf(burst, window, series, Math.max(window, QUIET));
  const starts = [...likes.map(({ from }) => from), burst.from].sort((a, b) => a - b);
  if (likes.length >= MIN_OTHERS && isSpread(starts, series.length)) return true;
  if (likes.length === MIN_OTHERS - 1 && isTact(starts as [number, number, number], series.length)) {
    return true;
  }
  if (length > MAX_WINDOW && isSpiky(burst)) {
    // What looks like one long burst may be many short ones.
    const spikes = likesOf(burst, PEAK_WINDOW, series, null).map(({ from }) => from);
    return spikes.length > MIN_OTHERS && isSpread(spikes, series.length);
  }
  const all = likes.reduce((sum, { from, to }) => sum + to - from, 0);
  return all >= MIN_OTHERS * (window + length) &&
    likes.at(-1)!.to - likes[0]!.from >= MIN_EXTENT * series.length;
}

/** Whether times are all over a series: none is missing before the first, as if something had begun with it. */
function isSpread(starts: readonly number[], length: number): boolean {
  let longest = 0;
  for (let i = 1; i < starts.length; i++) longest = Math.max(longest, starts[i]! - starts[i - 1]!);
  return starts.at(-1)! - starts[0]! >= MIN_EXTENT * length && starts[0]! <= MAX_WAIT * longest;
}

/** Whether its records come in heaps. */
function isSpiky({ from, to, count, peak }: Burst): boolean {
  return surpriseAfter(peak, PEAK_WINDOW, { count, length: to - from }) >= SPIKY;
}

interface Stretch {
  readonly from: number;
  to: number;
}

/** Where the series rises in this way, but for what is nearer than a margin: starts of windows. */
function likesOf(
  { from, to, expected }: Burst,
  window: number,
  { sums, clean, length }: SummedSeries,
  margin: number | null,
): Stretch[] {
  let most = 0;
  for (let i = from; i + window <= to; i++) most = Math.max(most, sums[i + window]! - sums[i]!);
  const excess = (most - expected * window / (to - from)) * LIKE_SHARE;
  const likes: Stretch[] = [];
  for (let i = 0; i + window <= length; i++) {
    if (margin !== null && i > from - margin - window && i < to + margin) continue;
    const own = sums[i + window]! - sums[i]!;
    if (own < excess) continue;
    const [start, end] = [Math.max(0, i - AROUND), Math.min(length, i + AROUND)];
    const usual = (clean[end]! - clean[start]!) / (end - start) * window;
    if (own < usual + excess || own < 2 * usual) continue;
    const last = likes.at(-1);
    if (last !== undefined && i - last.to <= QUIET) last.to = i;
    else likes.push({ from: i, to: i });
  }
  return likes;
}

/** Whether three follow each other in equal distances, and the logs are too short for a fourth. */
function isTact([first, second, third]: readonly [number, number, number], length: number): boolean {
  const [a, b] = [second - first, third - second];
  const isEqual = Math.abs(a - b) <= SAME_DISTANCE * Math.max(a, b) + DISTANCE_SLACK;
  const slack = SAME_DISTANCE * Math.max(a, b) + DISTANCE_SLACK;
  return isEqual && first - a < slack && third + b > length - slack;
}
