import { bareFinding } from "../bare_finding.ts";
import { hostAt } from "../clocks/host_at.ts";
import { evidenceOf } from "../evidence.ts";
import { concerned, excessBy } from "../excess.ts";
import { firstsBy } from "../firsts_by.ts";
import type { Evidence } from "../finding.ts";
import { type FindingDraft, findingId, type FindingWords, seriesOf } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { LogTally } from "../log_tally.ts";
import type { SeriesPart } from "../series_store.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { countBetween } from "../time_grid.ts";
import type { PlacedRequest } from "./kept_requests.ts";

const MAX_EVIDENCE = 5;
const MAX_AGENTS = 20;
/** A project that a finding is about has at least this many times its usual share of all agent requests. */
const MIN_LIFT = 2;
/** Such projects make up at least this share of the finding. */
const OWN_SHARE = 0.7;
/** The project whose page or resource a URL is about. */
const PROJECT_IN_URL = /\/([0-9a-f]{24})(?=[/?\s"])/;

/** The user stands before the time, as in the common log format; "-": none. */
const USER = /^\S+ \S+ (?!- )([^\s[]{1,256}) \[/;

const MIN_NAMING = 3;

/** Requests that a finding is made of. */
export interface FoundRequests {
  /** All counts of what the finding is about; `scope` is the number of the caller. */
  readonly parts: readonly SeriesPart[];
  /** Kept requests of it, in time order. */
  readonly samples: readonly PlacedRequest[];
  /** Start of the finding's time, epoch milliseconds. */
  readonly fromMs: number;
  /** End of it, exclusive. */
  readonly toMs: number;
  /** First request that belongs to it. */
  readonly onsetMs: number;
  /** Whether it was there all the time. @default {false} */
  readonly isStanding?: boolean;
}

/** What is told about a finding on requests, and what is known about it besides its requests. */
export type RequestWords =
  & FindingWords
  & Partial<Pick<FindingDraft, "captures" | "names" | "confirmingTypes" | "explains" | "latestOnsetMs">>;

/** Makes a finding of requests: who is concerned, how many, when, and which lines prove it. */
export function draftRequests(
  tally: LogTally,
  span: LogSpan,
  found: FoundRequests,
  words: RequestWords,
): FindingDraft {
  const { parts, fromMs, toMs, onsetMs } = found;
  const { count, lastMs } = countBetween(parts, fromMs, toMs);
  const hosts = concernedHosts(tally, found);
  const own = projectsOf(tally, found);
  const samples = chooseRequests(found);
  const inside = found.samples.filter(({ timeMs }) => timeMs >= onsetMs && timeMs < toMs);
  const groupIds = own.groupIds.length > 0 ? own.groupIds : projectsInUrls(inside);
  const { captures = {}, names = [], confirmingTypes = [], explains = [], latestOnsetMs = onsetMs } = words;
  const facts = { hosts, onsetMs, latestOnsetMs, lastMs, count, series: seriesOf(parts, span) };
  return {
    ...bareFinding(
      { ...facts, categories: ["http_access"], evidence: requestEvidence(tally, samples) },
      words,
    ),
    id: findingId(words.rule, hosts, [...groupIds, JSON.stringify(captures)], onsetMs),
    parts,
    onsetHost: tally.hosts[hostAt(parts, onsetMs) ?? -1] ?? null,
    groupIds,
    agents: own.agents,
    isStanding: found.isStanding ?? false,
    captures,
    names,
    confirmingTypes,
    explains,
  };
}

/** Hosts with far more of such requests than before, sorted. */
export function concernedHosts(tally: LogTally, { parts, fromMs, toMs }: FoundRequests): string[] {
  const excess = excessBy(parts, { fromMs, toMs }, ({ host }) => tally.hosts[host]!);
  return concerned(excess);
}

/** The lines that prove it, at most five. */
export function requestEvidence(tally: LogTally, samples: readonly PlacedRequest[]): Evidence[] {
  return samples.slice(0, MAX_EVIDENCE).map((sample) =>
    evidenceOf(sample, tally.members[sample.member]!, sample.timeMs)
  );
}

/** The first requests, of different routes and files before more of one, in time order; a line of two files once. */
export function chooseRequests({ samples, onsetMs, toMs }: FoundRequests): PlacedRequest[] {
  const inside = samples.filter(({ timeMs }) => timeMs >= onsetMs && timeMs < toMs);
  const unique = firstsBy(inside.length > 0 ? inside : samples.slice(-1), ({ text }) => text);
  const firsts = firstsBy(unique, ({ route, member }) => `${route} ${member}`);
  const chosen = new Set([...new Set([...firsts, ...unique])].slice(0, MAX_EVIDENCE));
  return unique.filter((sample) => chosen.has(sample));
}

/** Who signed the requests: users, and public keys of the API. */
export function usersOf(samples: readonly PlacedRequest[]): string[] {
  return sorted(samples.flatMap(({ text }) => USER.exec(text)?.[1] ?? []));
}

interface Concerned {
  readonly groupIds: string[];
  readonly agents: string[];
}

/** Projects with far more than their share of all agent requests, when they make up nearly all of it, and their agents. */
function projectsOf(tally: LogTally, { parts, fromMs, toMs }: FoundRequests): Concerned {
  const { agents, kept } = tally.access;
  const agentOf = ({ scope }: SeriesPart) => agents.rows[kept.callers[scope]!.agent]!;
  const excess = excessBy(parts, { fromMs, toMs }, agentOf);
  const byProject = sumBy(excess, ({ groupId }) => groupId ?? "");
  const usual = sumBy(new Map(agents.rows.map((row) => [row, row.requests])), ({ groupId }) => groupId ?? "");
  const [total, usualTotal] = [sum(byProject.values()), sum(usual.values())];
  const own = concerned(byProject).filter((groupId) => {
    const lift = byProject.get(groupId)! / total * usualTotal / Math.max(1, usual.get(groupId) ?? 0);
    return groupId !== "" && (lift >= MIN_LIFT || usual.size <= 2);
  });
  if (sum(own.map((groupId) => byProject.get(groupId)!)) < OWN_SHARE * total) {
    return { groupIds: [], agents: [] };
  }
  const hosts = sorted(
    [...excess.keys()].filter(({ groupId }) => own.includes(groupId ?? "")).map(({ host }) => host),
  );
  return { groupIds: own, agents: hosts.slice(0, MAX_AGENTS) };
}

/** The project that all of the URLs name, if it is one. */
export function projectsInUrls(samples: readonly Pick<PlacedRequest, "text">[]): string[] {
  const named = samples.map(({ text }) => PROJECT_IN_URL.exec(text)?.[1]);
  const [first] = named;
  return named.length >= MIN_NAMING && first !== undefined && named.every((one) => one === first)
    ? [first]
    : [];
}

function sumBy<K>(counts: ReadonlyMap<K, number>, nameOf: (key: K) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [key, count] of counts) sums.set(nameOf(key), (sums.get(nameOf(key)) ?? 0) + count);
  return sums;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
