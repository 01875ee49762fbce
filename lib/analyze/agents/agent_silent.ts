import type { Severity } from "../../rules/rule.ts";
import { bareFinding } from "../bare_finding.ts";
import { formatTime } from "../../parse/timestamp.ts";
import { compareText } from "../compare_text.ts";
import { durationWords } from "../duration_words.ts";
import type { Series } from "../finding.ts";
import { API_CLOCK, type FindingDraft, findingId, SERIES_BUCKETS } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import { gridOver } from "../time_grid.ts";
import { requestEvidence } from "../access/request_finding.ts";
import type { PlacedRequest } from "../access/kept_requests.ts";
import type { AgentFacts } from "./agent_facts.ts";
import { type AgentSilence, agentSilences } from "./agent_silences.ts";
import type { AgentRow } from "./agent_tally.ts";

/** Silences that start within this time are one; agents that call more seldom get two of their intervals. */
const TOGETHER_MS = 180_000;
const MAX_TOGETHER_MS = 1_800_000;
/** So many agents of so many projects, or so large a share of all agents, have one reason. */
const MIN_AGENTS = 3;
const MIN_PROJECTS = 3;
const FLEET_SHARE = 0.3;
const LONG_MS = 1_800_000;
const MAX_NAMED = 100;
/** Agents whose course is drawn. */
const MAX_DRAWN = 200;
const EDGE_MS = 120_000;

/** `agent.silent`: agents that stop calling; those that do so together are one finding. */
export function agentSilentFindings(facts: AgentFacts): FindingDraft[] {
  const { rows } = facts.tally.access.agents;
  return together(agentSilences(facts)).flatMap((silences) => {
    const projects = Map.groupBy(silences, ({ row }) => projectKey(rows[row]!));
    const isWide = projects.size > 1 && silences.length >= MIN_AGENTS &&
      (projects.size >= MIN_PROJECTS || silences.length >= FLEET_SHARE * (rows.length - 1));
    return (isWide ? [silences] : [...projects.values()]).map((group) => silentFinding(facts, group));
  });
}

/** An agent without a project stands for itself. */
function projectKey({ host, groupId }: AgentRow): string {
  return groupId ?? `\0${host}`;
}

function together(silences: readonly AgentSilence[]): AgentSilence[][] {
  const groups: AgentSilence[][] = [];
  for (const silence of silences) {
    const first = groups.at(-1)?.[0];
    const slackMs = Math.min(MAX_TOGETHER_MS, Math.max(TOGETHER_MS, 2 * silence.intervalMs));
    if (first !== undefined && silence.startMs - first.startMs <= slackMs) groups.at(-1)!.push(silence);
    else groups.push([silence]);
  }
  return groups;
}

function silentFinding(facts: AgentFacts, silences: readonly AgentSilence[]): FindingDraft {
  const { tally, span, offsetOf } = facts;
  const { rows, binMs } = tally.access.agents;
  const agents = silences.map(({ row }) => rows[row]!);
  const groupIds = sorted(agents.flatMap(({ groupId }) => groupId ?? []));
  const longestMs = Math.max(...silences.map(({ startMs, endMs }) => endMs - startMs));
  const interval = Math.max(...silences.map(({ intervalMs }) => intervalMs));
  const hosts = sorted(agents.flatMap(({ servers }) => [...servers].map((server) => tally.hosts[server]!)));
  // Of several servers none has the right clock, of one its own is told.
  const [host] = hosts;
  const [onsetHost, aheadMs] = host !== undefined && hosts.length === 1
    ? [host, offsetOf(host)]
    : [API_CLOCK, 0];
  const firstMs = Math.min(...silences.map(({ startMs }) => startMs)) + aheadMs;
  const onsetMs = aheadMs === 0 ? Math.max(span.startMs, firstMs) : firstMs;
  const lastMs = Math.max(...silences.map(({ endMs }) => endMs)) + aheadMs;
  const seenMs = Math.min(...silences.map((silence) => silence.seenMs)) + aheadMs;
  const who = silences.length === 1
    ? `Agent ${agents[0]!.host} is`
    : `${silences.length} agents${groupIds.length > 1 ? ` of ${groupIds.length} projects` : ""} are`;
  return {
    ...bareFinding({
      hosts,
      categories: ["http_access"],
      onsetMs,
      latestOnsetMs: Math.min(lastMs, Math.max(onsetMs + binMs + 3 * interval, seenMs)),
      lastMs,
      count: silences.length,
      series: courseOf(facts, silences),
      evidence: requestEvidence(
        tally,
        edgesOf(facts, silences),
      ),
    }, {
      rule: "agent.silent",
      title: `${who} silent for ${durationWords(longestMs)}`,
      severity: severityOf(facts, silences),
      confidence: silences.length >= MIN_AGENTS || longestMs >= LONG_MS ? "high" : "medium",
      explanation: `${who.replace(/ (?:is|are)$/, "")} usually called about every ${
        durationWords(interval)
      }, and then not at all for ${durationWords(longestMs)}, while the access logs went on.${
        openWords(silences)
      }`,
      remediation:
        "Check whether the agents run, and the network and proxies between them and Ops Manager; read their own logs of this time.",
      references: [],
    }),
    onsetHost,
    id: findingId("agent.silent", hosts, [...groupIds, agents[0]!.host], onsetMs),
    groupIds,
    agents: sorted(agents.map(({ host }) => host)).slice(0, MAX_NAMED),
    confirmingTypes: ["AUTOMATION_AGENT_DOWN", "MONITORING_AGENT_DOWN", "BACKUP_AGENT_DOWN"],
    explains: ["backup.targeting-mismatch"],
  };
}

function openWords(silences: readonly AgentSilence[]): string {
  const open = silences.filter(({ isOpen }) => isOpen).length;
  if (open === 0) return "";
  const who = silences.length === 1
    ? "it did not come"
    : open === silences.length
    ? "none of them came"
    : `${open} of them did not come`;
  return ` Until the end of the logs ${who} back.`;
}

/** A lone agent that comes back soon is a restart of its machine; all of a project are an outage. */
function severityOf({ tally }: AgentFacts, silences: readonly AgentSilence[]): Severity {
  const { rows } = tally.access.agents;
  const projects = new Set(silences.map(({ row }) => projectKey(rows[row]!)));
  const peers = rows.filter((row, number) => number > 0 && projects.has(projectKey(row))).length;
  if (silences.length >= MIN_AGENTS) return silences.length >= peers / 2 ? "high" : "medium";
  return silences.some(({ startMs, endMs, isOpen }) => isOpen || endMs - startMs >= LONG_MS)
    ? "medium"
    : "low";
}

/** In how many bins of time the agents called, so that a reader sees the hole. */
function courseOf({ tally, span }: AgentFacts, silences: readonly AgentSilence[]): Series {
  const grid = gridOver(span.startMs, span.endMs, SERIES_BUCKETS);
  const counts = new Array<number>(grid.length).fill(0);
  for (const { row } of silences.slice(0, MAX_DRAWN)) {
    for (const bin of tally.access.agents.callsOf(row)) {
      const bucket = Math.floor((bin - grid.startMs) / grid.bucketMs);
      if (bucket >= 0 && bucket < counts.length) counts[bucket]!++;
    }
  }
  return { start: formatTime(grid.startMs), bucketMs: grid.bucketMs, counts };
}

/** The last request of each agent before its silence and the first one after it, where they were kept. */
function edgesOf({ tally, offsetOf }: AgentFacts, silences: readonly AgentSilence[]): PlacedRequest[] {
  const byRow = new Map(silences.slice(0, MAX_NAMED).map((silence) => [silence.row, silence]));
  const near = tally.access.samples.flatMap((sample) => {
    const row = tally.access.agents.rowOf(sample.agent);
    const silence = byRow.get(row);
    if (silence === undefined) return [];
    const apiMs = sample.timeMs - offsetOf(tally.members[sample.member]!.host);
    const isNear = Math.abs(apiMs - silence.startMs) <= EDGE_MS ||
      (!silence.isOpen && Math.abs(apiMs - silence.endMs) <= EDGE_MS);
    return isNear
      ? [{ sample, apiMs, row, side: apiMs <= silence.startMs + EDGE_MS ? "before" : "after" }]
      : [];
  }).sort((a, b) => a.apiMs - b.apiMs || compareText(a.sample.text, b.sample.text));
  const last = new Map<string, (typeof near)[number]>();
  for (const one of near) {
    const key = `${one.row} ${one.side}`;
    // Before the silence the last one tells most, after it the first one.
    if (one.side === "before" || !last.has(key)) last.set(key, one);
  }
  return [...last.values()].sort((a, b) => a.apiMs - b.apiMs).map(({ sample }) => sample);
}
