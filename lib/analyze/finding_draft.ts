import { createHash } from "node:crypto";
import type { Category } from "../parse/member_origin.ts";
import { extractKeys } from "../parse/key_extraction.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { Evidence, Finding, Series } from "./finding.ts";
import { evidenceOf } from "./evidence.ts";
import type { LogTally, PlacedSample } from "./log_tally.ts";
import { hostAt } from "./clocks/host_at.ts";
import { concerned, excessBy } from "./excess.ts";
import { firstsBy } from "./firsts_by.ts";
import { onsetDoubt } from "./onset_doubt.ts";
import { sampleRecord } from "./sample_record.ts";
import type { SeriesPart } from "./series_store.ts";
import { sorted } from "./sorted.ts";
import type { LogSpan } from "./span_of_logs.ts";
import { countBetween, countsOn, gridOver, type TimeGrid } from "./time_grid.ts";

/** Stands for a host whose clock is the API's. */
export const API_CLOCK = "";

/** A finding before its causes are known, with what the search for them needs. */
export interface FindingDraft extends Omit<Finding, "causes" | "confirmedBy"> {
  /** Counts that it is made of, by host, as the hosts logged them; empty: it is made of no single counts. */
  readonly parts: readonly SeriesPart[];
  /** Onset as the host logged it, epoch milliseconds. */
  readonly onsetMs: number;
  /** The host whose clock tells the onset; null: any of its hosts; {@linkcode API_CLOCK}: it is on that clock already. */
  readonly onsetHost: string | null;
  /** The trouble began between the onset and this time: where it shows only by what is missing, nobody knows when. */
  readonly latestOnsetMs: number;
  /** Whether it was there all the time: then nothing tells when it began, nor why. */
  readonly isStanding: boolean;
  /** Last record, epoch milliseconds. */
  readonly lastMs: number;
  /** Addresses of database servers that its records name. */
  readonly addresses: readonly string[];
  /** Names that rules captured in its records: users, stores, hosts. */
  readonly names: readonly string[];
  /** Loggers of its records. */
  readonly loggers: readonly string[];
  /** Ids of the signatures of its records. */
  readonly signatures: readonly string[];
  /** Event types that tell the same. */
  readonly confirmingTypes: readonly string[];
  /** Ids of rules that it explains; a final `*` stands for any rest. */
  readonly explains: readonly string[];
  /** Ids of the events that it is made of; empty for what logs tell. */
  readonly raisedBy: readonly string[];
}

/** What is told about a finding. */
export type FindingWords = Pick<
  Finding,
  "rule" | "title" | "severity" | "confidence" | "explanation" | "remediation" | "references"
>;

/** Buckets of a series: two minutes each over two days, so that an incident shows its course. */
export const SERIES_BUCKETS = 1500;
const MAX_EVIDENCE = 5;
/** A project that a finding is about has at least this many times its usual share of all records. */
const MIN_LIFT = 2;
/** Such projects make up at least this share of the finding. */
const OWN_SHARE = 0.7;

/** Records that a finding is made of. */
export interface FoundRecords {
  /** All counts of the signature or rule. */
  readonly parts: readonly SeriesPart[];
  /** Kept records of it, in time order. */
  readonly samples: readonly PlacedSample[];
  /** Start of the finding's time, epoch milliseconds. */
  readonly fromMs: number;
  /** End of it, exclusive. */
  readonly toMs: number;
  /** First record that belongs to it. */
  readonly onsetMs: number;
  /** Whether it was there all the time. @default {false} */
  readonly isStanding?: boolean;
}

/** Makes a finding of records: who is concerned, how many, when, and which lines prove it. */
export function draftFinding(
  tally: LogTally,
  span: LogSpan,
  found: FoundRecords,
  words:
    & FindingWords
    & Partial<Pick<FindingDraft, "captures" | "names" | "signatures" | "confirmingTypes" | "explains">>,
): FindingDraft {
  const { parts, fromMs, toMs, onsetMs } = found;
  const { count, lastMs } = countBetween(parts, fromMs, toMs);
  const samples = chooseSamples(found);
  const scopes = concernedScopes(tally, found);
  const keys = keysOf(samples);
  const hosts = concerned(excessBy(found.parts, found, (part) => tally.hosts[part.host]!));
  return {
    captures: {},
    names: [],
    signatures: [],
    confirmingTypes: [],
    explains: [],
    raisedBy: [],
    ...words,
    id: findingId(words.rule, hosts, scopes, onsetMs),
    hosts,
    categories: sorted(samples.map((sample): Category => tally.members[sample.member]!.category)),
    groupIds: scopes.length > 0 ? sorted(scopes.map(projectOf)) : namedProjects(tally, found, samples),
    replicaSets: sorted([...scopes.flatMap((scope) => scope.split("/").slice(1)), ...keys.replicaSets]),
    agents: keys.agents,
    addresses: keys.addresses,
    loggers: keys.loggers,
    count,
    first: formatTime(onsetMs),
    last: formatTime(lastMs),
    onset: formatTime(onsetMs),
    onsetMs,
    parts,
    onsetHost: tally.hosts[hostAt(parts, onsetMs) ?? -1] ?? null,
    latestOnsetMs: onsetMs + onsetDoubt(found, count),
    isStanding: found.isStanding ?? false,
    lastMs,
    series: seriesOf(parts, span),
    evidence: samples.map((sample) => sampleEvidence(tally, sample)),
  };
}

/** Id of a finding: the same for the same rule, scope and onset, whatever else is in the inputs. */
export function findingId(
  rule: string,
  hosts: readonly string[],
  scopes: readonly string[],
  onsetMs: number,
): string {
  const text = JSON.stringify([rule, hosts, scopes, onsetMs]);
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The evidence for a kept record. */
export function sampleEvidence(tally: LogTally, sample: PlacedSample): Evidence {
  return evidenceOf(sample, tally.members[sample.member]!, sample.timeMs);
}

/** Counts over the whole span, so that a reader sees what was usual. */
export function seriesOf(parts: readonly SeriesPart[], { startMs, endMs }: LogSpan): Series {
  return seriesOn(gridOver(startMs, endMs, SERIES_BUCKETS), parts);
}

/** Counts on a grid. */
export function seriesOn(grid: TimeGrid, parts: readonly SeriesPart[]): Series {
  return { start: formatTime(grid.startMs), bucketMs: grid.bucketMs, counts: [...countsOn(grid, parts)] };
}

/** The first records, of different messages before different files before more of one, in time order. */
function chooseSamples({ samples, onsetMs, toMs }: FoundRecords): PlacedSample[] {
  const inside = samples.filter(({ timeMs }) => timeMs >= onsetMs && timeMs < toMs);
  const candidates = inside.length > 0 ? inside : samples.slice(-1);
  const ordered = new Set([
    ...firstsBy(candidates, ({ template }) => template),
    ...firstsBy(candidates, ({ template, member }) => `${template} ${member}`),
    ...candidates,
  ]);
  const chosen = new Set([...ordered].slice(0, MAX_EVIDENCE));
  return candidates.filter((sample) => chosen.has(sample));
}

/**
 * The projects (and replica sets) that a finding is about: those with far more than their usual share of all records,
 * when they make up nearly all of it. Trouble of all projects alike is nobody's own.
 */
function concernedScopes(tally: LogTally, found: FoundRecords): string[] {
  const excess = excessBy(found.parts, found, (part) => tally.scopes[part.scope]!);
  const usual = new Map(tally.scopes.map((scope, id) => [scope, tally.scopeCounts[id] ?? 0]));
  const [total, usualTotal] = [sum(excess.values()), sum(usual.values())];
  const projects = new Set([...usual.keys()].filter((scope) => scope !== "").map(projectOf));
  const own = concerned(excess).filter((scope) => {
    // Its own records do not count as usual: in a small log they may be most of all.
    const usualShare = (usual.get(scope)! - excess.get(scope)!) / Math.max(1, usualTotal - total);
    const lift = (excess.get(scope)! / total) / Math.max(usualShare, Number.EPSILON);
    return scope !== "" && (lift >= MIN_LIFT || projects.size === 1);
  });
  return sum(own.map((scope) => excess.get(scope)!)) >= OWN_SHARE * total ? own : [];
}

/** Projects that every one of the records names in its text, when none of them carries one. */
function namedProjects(tally: LogTally, { parts }: FoundRecords, samples: readonly PlacedSample[]): string[] {
  if (samples.length < 2 || parts.some(({ scope }) => tally.scopes[scope] !== "")) return [];
  const [first = [], ...others] = samples.map((sample) => {
    const record = sampleRecord(sample);
    return record === null ? [] : extractKeys(record).groupIds;
  });
  return first.filter((groupId) => others.every((groupIds) => groupIds.includes(groupId)));
}

function projectOf(scope: string): string {
  return scope.split("/", 1)[0]!;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

type SampleKeys = Pick<FindingDraft, "replicaSets" | "agents" | "addresses" | "loggers">;

function keysOf(samples: readonly PlacedSample[]): SampleKeys {
  const records = samples.flatMap((sample) => sampleRecord(sample) ?? []);
  const keys = records.map(extractKeys);
  return {
    replicaSets: sorted(keys.flatMap(({ replicaSets }) => replicaSets)),
    agents: sorted(keys.flatMap(({ agents }) => agents)),
    addresses: sorted(keys.flatMap(({ addresses }) => addresses)),
    loggers: sorted(records.map(({ logger }) => logger)),
  };
}
