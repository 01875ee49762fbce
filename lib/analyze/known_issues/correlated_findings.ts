import { parseApplicationRecord } from "../../parse/application_record.ts";
import { correlateRules } from "../../rules/correlate/correlate_rules.ts";
import type { Correlated } from "../../rules/correlate/correlate.ts";
import type { MatchedRecord } from "../../rules/correlate/matched_record.ts";
import type { RuleSet } from "../../rules/match_rules.ts";
import type { Rule } from "../../rules/rule.ts";
import type { PlacedRequest, RequestGroup } from "../access/kept_requests.ts";
import { bareFinding, marksOn } from "../bare_finding.ts";
import { evidenceOf } from "../evidence.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { LogTally, PlacedLine, PlacedRecord } from "../log_tally.ts";
import type { SeriesPart } from "../series_store.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { consoleHits } from "./console_findings.ts";
import { groupsByRule, wordsOf } from "./request_rule_findings.ts";

const MAX_EVIDENCE = 5;
const MAX_VALUES = 100;
/** Requests that are looked at one by one; more of one rule tell nothing new. */
const MAX_REQUESTS = 100_000;

/** What proves a correlation: a record, or a request, whose line is known when it was kept. */
interface Proof {
  readonly line: PlacedRecord | PlacedRequest | PlacedLine | null;
  readonly host: string;
  /** Null: the line has no time. */
  readonly timeMs: number | null;
}

/** Findings about known issues that show only in how records go together: one for each place where they do. */
export function correlatedFindings(tally: LogTally, span: LogSpan, rules: RuleSet): FindingDraft[] {
  if (rules.rules.every(({ correlation }) => correlation === null)) return [];
  const records = [
    ...watchedRecords(tally, rules),
    ...watchedRequests(tally, rules),
    ...consoleRecords(tally, span, rules),
  ];
  const found = correlateRules<Proof>(rules.rules, records, { logEndMs: () => span.endMs });
  return rules.rules.flatMap((rule) =>
    (found.get(rule.id) ?? []).map((correlated) => correlatedFinding(tally, span, rule, correlated))
  );
}

function* watchedRecords(tally: LogTally, rules: RuleSet): Generator<MatchedRecord<Proof>> {
  for (const line of tally.watched) {
    // Most are watched for other reasons.
    if (!rules.watchLiterals.some((literal) => line.text.includes(literal))) continue;
    const record = parseApplicationRecord(line.text);
    if (record === null) continue;
    const { host, category } = tally.members[line.member]!;
    const [gid = null, replicaSet = null] = (tally.scopes[line.scope] || record.gid || "").split("/").map((
      key,
    ) => key || null);
    const keys = { host, gid, replica_set: replicaSet, client: null, agent: null, logger: record.logger };
    const ref = { line, host, timeMs: line.timeMs };
    const { level, logger } = record;
    for (const { rule, captures } of rules.match(record.text, { category, level, logger })) {
      if (rule.correlation?.only === "requests") continue;
      yield { rule: rule.id, timeMs: line.timeMs, keys, captures, ref };
    }
  }
}

/** Lines without times are placed by their order: as if one came every second, at the start of the logs. */
function* consoleRecords(tally: LogTally, span: LogSpan, rules: RuleSet): Generator<MatchedRecord<Proof>> {
  for (const { rule, captures, line } of consoleHits(tally, rules)) {
    const { host } = tally.members[line.member]!;
    const keys = { host, gid: null, replica_set: null, client: null, agent: null, logger: null };
    yield {
      rule: rule.id,
      timeMs: span.startMs + 1000 * line.line,
      keys,
      captures,
      ref: { line, host, timeMs: null },
    };
  }
}

function* watchedRequests(tally: LogTally, rules: RuleSet): Generator<MatchedRecord<Proof>> {
  const named = new Set(rules.rules.flatMap(({ correlation }) => correlation?.rules ?? []));
  for (const [rule, groups] of groupsByRule(tally, rules)) {
    let left = named.has(rule.id) ? MAX_REQUESTS : 0;
    for (const group of groups) {
      for (const request of requestsOf(tally, group)) {
        if (left-- <= 0) break;
        yield { ...request, rule: rule.id };
      }
    }
  }
}

/** Requests with their times: exact for the first and last of ten seconds, between them as late as the last. */
function* requestsOf(
  tally: LogTally,
  { parts, samples }: RequestGroup,
): Generator<Omit<MatchedRecord<Proof>, "rule">> {
  const { agents, clients, kept } = tally.access;
  const lines = new Map(samples.map((sample) => {
    const client = sample.agent > 0 ? "" : clients.names[sample.client];
    return [`${tally.members[sample.member]!.host} ${client} ${sample.timeMs}`, sample];
  }));
  for (const part of parts) {
    const host = tally.hosts[part.host]!;
    const caller = kept.callers[part.scope]!;
    const agent = caller.agent === 0 ? null : agents.rows[caller.agent]!;
    const about = { gid: agent?.groupId ?? null, client: caller.client, agent: agent?.host ?? null };
    const keys = { ...about, host, replica_set: null, logger: null };
    for (const timeMs of timesOf(part)) {
      const line = lines.get(`${host} ${caller.client ?? ""} ${timeMs}`) ?? null;
      yield { timeMs, keys, captures: {}, ref: { line, host, timeMs } };
    }
  }
}

function timesOf(part: SeriesPart): number[] {
  const times: number[] = [];
  part.forEach((_binMs, count, firstMs, lastMs) => {
    for (let i = 0; i < count && times.length < MAX_REQUESTS; i++) times.push(i === 0 ? firstMs : lastMs);
  });
  return times;
}

function correlatedFinding(
  tally: LogTally,
  span: LogSpan,
  rule: Rule,
  { records, startMs, endMs, group }: Correlated<Proof>,
): FindingDraft {
  const hosts = sorted(records.map(({ ref }) => ref.host));
  const lines = [
    ...new Map(records.flatMap(({ ref }) => ref.line === null ? [] : [[ref.line, ref.timeMs] as const])),
  ];
  const isTimed = records.some(({ ref }) => ref.timeMs !== null);
  const captures = capturesOf(records, group);
  const draft = bareFinding({
    hosts,
    categories: sorted(lines.map(([{ member }]) => tally.members[member]!.category)),
    onsetMs: isTimed ? startMs : span.startMs,
    lastMs: isTimed ? endMs : span.endMs,
    count: records.length,
    series: marksOn(span, isTimed ? records.map(({ timeMs }) => timeMs) : []),
    evidence: (rule.secret ? [] : lines.slice(0, MAX_EVIDENCE)).map(([line, timeMs]) =>
      evidenceOf(line, tally.members[line.member]!, timeMs)
    ),
  }, wordsOf(rule));
  return {
    ...draft,
    id: findingId(rule.id, hosts, [JSON.stringify(group)], startMs),
    isStanding: !isTimed,
    groupIds: sorted(records.flatMap(({ keys }) => keys.gid ?? [])),
    replicaSets: sorted(records.flatMap(({ keys }) => keys.replica_set ?? [])),
    agents: sorted(records.flatMap(({ keys }) => keys.agent ?? [])),
    loggers: sorted(records.flatMap(({ keys }) => keys.logger ?? [])),
    captures,
    names: sorted(Object.values(captures).flat()),
    confirmingTypes: rule.events.confirms,
    explains: rule.explains,
  };
}

/** What the records agree in, and what the rules captured in them. */
function capturesOf(
  records: readonly MatchedRecord<Proof>[],
  group: Readonly<Record<string, string>>,
): Record<string, string[]> {
  const names = sorted([...Object.keys(group), ...records.flatMap(({ captures }) => Object.keys(captures))]);
  return Object.fromEntries(names.map((name) => {
    const values = records.flatMap(({ captures }) => captures[name] ?? []);
    return [
      name,
      sorted([...group[name] === undefined ? [] : [group[name]], ...values]).slice(0, MAX_VALUES),
    ];
  }));
}
