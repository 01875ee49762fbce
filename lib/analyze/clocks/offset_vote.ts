import { WeighedActs } from "./weighed_acts.ts";

/** A request that may be the twin of an event. */
export interface TwinPair {
  /** Number of the event's act: events of one person within moments are one. */
  readonly eventAct: number;
  /** Number of the request's act. */
  readonly requestAct: number;
  /** Request minus event, on the raw clocks. */
  readonly differenceMs: number;
}

/** An offset that many pairs agree on. */
export interface OffsetVote {
  /** Middle of the differences. */
  readonly offsetMs: number;
  /** Acts that agree. */
  readonly acts: number;
  /** Chance that as many agree on some offset without any relation. */
  readonly pValue: number;
}

/** Differences of twins spread over so much: whole seconds on both sides, and the time the request took. */
const WIDTH_MS = 3000;
/** How dense pairs are is told by those around, too: people work at the same hours. */
const AROUND_MS = 900_000;
/** So sure is sure; three grades of pairs are tried. */
const MAX_P_VALUE = 0.005;
/** An offset is singled out when no other one has more than this share of its weight. */
const RIVAL_SHARE = 0.7;
const NEAR_SHARE = 0.9;
/** Offsets so near to the expected one need no search. */
const NEAR_MS = 3000;

/** What is looked at. */
export interface VoteRange {
  /** Pairs are at most so far apart. */
  readonly maxOffsetMs: number;
  /** Offset that other evidence tells, or 0: most clocks are right. */
  readonly expectedMs: number;
}

interface Window {
  readonly fromMs: number;
  readonly toMs: number;
  readonly acts: number;
  /** Sum over its acts: one with few candidates tells more. */
  readonly weight: number;
}

/** The one offset that pairs agree on more than chance has it, null: none, or several. */
export function voteOffset(pairs: readonly TwinPair[], range: VoteRange): OffsetVote | null {
  const sorted = pairs.toSorted((a, b) => a.differenceMs - b.differenceMs);
  const windows = peaks(sorted);
  const [best] = windows;
  if (best === undefined) return null;
  const chosen = singledOut(windows, range.expectedMs);
  if (chosen === null) return null;
  const isNear = Math.abs(middle(chosen) - range.expectedMs) <= NEAR_MS;
  const usual = expectedActs(sorted, chosen, range);
  // A window begins with a pair: where one is looked for, there is one already.
  const pValue = isNear
    ? Math.min(1, 3 * poissonTail(chosen.acts, usual))
    : Math.min(1, windows.length * poissonTail(chosen.acts - 1, usual));
  return pValue <= MAX_P_VALUE ? { offsetMs: middle(chosen), acts: chosen.acts, pValue } : null;
}

/** Windows that begin with a pair, those with most weight first, then the one nearest to zero. */
function peaks(sorted: readonly TwinPair[]): Window[] {
  const events = new WeighedActs(sorted, ({ eventAct }) => eventAct, ({ requestAct }) => requestAct);
  const requests = new WeighedActs(sorted, ({ requestAct }) => requestAct, ({ eventAct }) => eventAct);
  const windows: Window[] = [];
  let to = 0;
  for (const pair of sorted) {
    for (; to < sorted.length && sorted[to]!.differenceMs - pair.differenceMs <= WIDTH_MS; to++) {
      events.add(sorted[to]!);
      requests.add(sorted[to]!);
    }
    windows.push({
      fromMs: pair.differenceMs,
      toMs: sorted[to - 1]!.differenceMs,
      acts: Math.min(events.size, requests.size),
      weight: Math.min(events.weight, requests.weight),
    });
    events.remove(pair);
    requests.remove(pair);
  }
  return windows.sort((a, b) =>
    b.weight - a.weight || Math.abs(middle(a)) - Math.abs(middle(b)) || a.fromMs - b.fromMs
  );
}

/** What is done every ten minutes agrees on many offsets: then the expected one is the best guess, or nobody knows. */
function singledOut(windows: readonly Window[], expectedMs: number): Window | null {
  const best = windows[0]!;
  const rivals = windows.filter((window) =>
    window.weight > RIVAL_SHARE * best.weight && Math.abs(middle(window) - middle(best)) > WIDTH_MS
  );
  if (rivals.length === 0) return best;
  return [best, ...rivals].find((window) =>
    window.weight >= NEAR_SHARE * best.weight && Math.abs(middle(window) - expectedMs) <= NEAR_MS
  ) ?? null;
}

/** Acts that a window of this place has by chance. */
function expectedActs(sorted: readonly TwinPair[], window: Window, { maxOffsetMs }: VoteRange): number {
  const others = sorted.filter(({ differenceMs }) =>
    differenceMs < window.fromMs || differenceMs > window.toMs
  );
  const center = middle(window);
  const around = others.filter(({ differenceMs }) => Math.abs(differenceMs - center) <= AROUND_MS);
  const density = Math.max(sorted.length / (2 * maxOffsetMs), around.length / (2 * AROUND_MS));
  return density * WIDTH_MS;
}

/** Chance of at least so many, when so many are expected. */
function poissonTail(count: number, expected: number): number {
  if (count <= 0) return 1;
  let term = Math.exp(-expected);
  for (let k = 1; k <= count; k++) term *= expected / k;
  let sum = 0;
  for (let k = count + 1; term > 1e-300 && k < count + 1000; k++) {
    sum += term;
    term *= expected / k;
  }
  return Math.min(1, sum);
}

function middle({ fromMs, toMs }: Window): number {
  return (fromMs + toMs) / 2;
}
