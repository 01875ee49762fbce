import type { Category } from "../parse/member_origin.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { Evidence, Series } from "./finding.ts";
import { type FindingDraft, findingId, type FindingWords, SERIES_BUCKETS } from "./finding_draft.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { gridOver } from "./time_grid.ts";

/** What a finding about the logs themselves is about. */
export interface BareFacts {
  /** Hosts, sorted. */
  readonly hosts: readonly string[];
  /** Kinds of log, sorted. */
  readonly categories: readonly Category[];
  /** Epoch milliseconds. */
  readonly onsetMs: number;
  /** When it began at the latest. @default {onsetMs} */
  readonly latestOnsetMs?: number;
  /** Epoch milliseconds. */
  readonly lastMs: number;
  /** How many of what it is about. */
  readonly count: number;
  /** Over the whole span. */
  readonly series: Series;
  /** Lines that prove it. */
  readonly evidence: readonly Evidence[];
}

/** A finding that is about the logs themselves, not about records of one kind. */
export function bareFinding(bare: BareFacts, words: FindingWords): FindingDraft {
  return {
    ...words,
    ...bare,
    isStanding: false,
    parts: [],
    onsetHost: bare.hosts.length === 1 ? bare.hosts[0]! : null,
    latestOnsetMs: bare.latestOnsetMs ?? bare.onsetMs,
    id: findingId(words.rule, bare.hosts, bare.categories, bare.onsetMs),
    groupIds: [],
    replicaSets: [],
    agents: [],
    first: formatTime(bare.onsetMs),
    last: formatTime(bare.lastMs),
    onset: formatTime(bare.onsetMs),
    captures: {},
    addresses: [],
    names: [],
    signatures: [],
    loggers: [],
    confirmingTypes: [],
    explains: [],
    raisedBy: [],
  };
}

/** Marks on a grid over the span. */
export function marksOn({ startMs, endMs }: LogSpan, timesMs: readonly number[]): Series {
  const grid = gridOver(startMs, endMs, SERIES_BUCKETS);
  const counts = new Array<number>(grid.length).fill(0);
  for (const timeMs of timesMs) {
    const bucket = Math.floor((timeMs - grid.startMs) / grid.bucketMs);
    if (bucket >= 0 && bucket < counts.length) counts[bucket]!++;
  }
  return { start: formatTime(grid.startMs), bucketMs: grid.bucketMs, counts };
}
