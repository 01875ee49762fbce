import type { Severity } from "../../rules/rule.ts";
import { durationWords } from "../duration_words.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { RequestGroup } from "../access/kept_requests.ts";
import { draftRequests } from "../access/request_finding.ts";
import { routeKind } from "../access/route_kind.ts";
import { BIN_MS, type SeriesPart } from "../series_store.ts";
import type { AgentFacts } from "./agent_facts.ts";
import type { AgentRow } from "./agent_tally.ts";

/** Fewer refusals, or all of them within minutes, are a key that is just being changed. */
const MIN_COUNT = 10;
const MIN_LENGTH_MS = 300_000;
/** Refusals this far apart are two occasions. */
const QUIET_MS = 1_800_000;
/** Of the times at which the agents call in that time, so many are refusals. */
const MIN_SHARE = 0.5;
/** What is there from the beginning on has begun before. */
const STANDING_MS = 600_000;
const MANY_AGENTS = 3;
const MAX_OCCASIONS = 4;
const MAX_JUDGED = 20;
const MAX_NAMED = 100;

interface Occasion {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

interface RefusedProject {
  readonly groupId: string | null;
  readonly parts: readonly SeriesPart[];
  readonly groups: readonly RequestGroup[];
}

/** `agent.unauthorized`: agents of a project are refused for minutes and more, as with a wrong or deleted key. */
export function agentUnauthorizedFindings(facts: AgentFacts): FindingDraft[] {
  return refusedProjects(facts).flatMap((project) =>
    occasionsOf(project.parts).sort((a, b) => b.count - a.count).slice(0, MAX_JUDGED)
      .filter((occasion) => isSustained(facts, project, occasion)).slice(0, MAX_OCCASIONS)
      .map((occasion) => unauthorizedFinding(facts, project, occasion))
  );
}

function refusedProjects({ tally }: AgentFacts): RefusedProject[] {
  const { kept, agents } = tally.access;
  const groups = tally.access.groups().filter(({ status }) => status === 401);
  const found = groups.flatMap((group) => {
    const isAgents = routeKind(group.route) === "agent";
    return group.parts.filter(({ scope }) => isAgents || kept.callers[scope]!.agent > 0).map((part) => ({
      group,
      part,
    }));
  });
  // A caller that does not name itself on an agent's route stands for its address.
  const byProject = Map.groupBy(found, ({ part }) => {
    const { agent, client } = kept.callers[part.scope]!;
    return agent > 0 ? agents.rows[agent]!.groupId : `\0${client}`;
  });
  return [...byProject].map(([key, own]) => ({
    groupId: key?.startsWith("\0") ? null : key,
    parts: own.map(({ part }) => part),
    groups: [...new Set(own.map(({ group }) => group))],
  }));
}

function occasionsOf(parts: readonly SeriesPart[]): Occasion[] {
  const bins: { firstMs: number; lastMs: number; count: number }[] = [];
  for (const { forEach } of parts) {
    forEach((_bin, count, firstMs, lastMs) => bins.push({ firstMs, lastMs, count }));
  }
  const occasions: { fromMs: number; toMs: number; count: number }[] = [];
  for (const { firstMs, lastMs, count } of bins.sort((a, b) => a.firstMs - b.firstMs)) {
    const last = occasions.at(-1);
    if (last === undefined || firstMs - last.toMs > QUIET_MS) {
      occasions.push({ fromMs: firstMs, toMs: lastMs, count });
    } else {
      last.toMs = Math.max(last.toMs, lastMs);
      last.count += count;
    }
  }
  return occasions;
}

function isSustained(
  facts: AgentFacts,
  { parts }: RefusedProject,
  { fromMs, toMs, count }: Occasion,
): boolean {
  if (count < MIN_COUNT || toMs - fromMs < MIN_LENGTH_MS) return false;
  const { agents } = facts.tally.access;
  const rows = rowsOf(facts, parts, { fromMs, toMs });
  if (rows.size === 0) return count >= 2 * MIN_COUNT;
  let calls = 0;
  let refused = 0;
  for (const [row, own] of rows) {
    calls += agents.callsOf(row).filter((binMs) => binMs + agents.binMs > fromMs && binMs <= toMs).length;
    refused += refusedBins(own, { fromMs, toMs }, agents.binMs);
  }
  return refused >= MIN_SHARE * calls;
}

/** Parts of agents that were refused in a time, by row. */
function rowsOf(
  { tally }: AgentFacts,
  parts: readonly SeriesPart[],
  { fromMs, toMs }: Pick<Occasion, "fromMs" | "toMs">,
): Map<number, SeriesPart[]> {
  const { callers } = tally.access.kept;
  const inside = parts.filter(({ scope, total }) =>
    callers[scope]!.agent > 0 && total.lastMs >= fromMs && total.firstMs <= toMs
  );
  return Map.groupBy(inside, ({ scope }) => callers[scope]!.agent);
}

function refusedBins(
  parts: readonly SeriesPart[],
  { fromMs, toMs }: Pick<Occasion, "fromMs" | "toMs">,
  binMs: number,
): number {
  const bins = new Set<number>();
  for (const { forEach } of parts) {
    forEach((bin) => {
      if (bin > fromMs - BIN_MS && bin <= toMs) bins.add(Math.floor(bin / binMs));
    });
  }
  return bins.size;
}

function unauthorizedFinding(
  facts: AgentFacts,
  { groupId, parts, groups }: RefusedProject,
  { fromMs, toMs }: Occasion,
): FindingDraft {
  const { tally, span } = facts;
  const { rows } = tally.access.agents;
  const isStanding = fromMs - span.startMs < STANDING_MS;
  const samples = groups.flatMap((group) => group.samples).filter((sample) =>
    isOf(tally.access.agents.rows[tally.access.agents.rowOf(sample.agent)]!, groupId)
  )
    .sort((a, b) => a.timeMs - b.timeMs);
  const refused = [...rowsOf(facts, parts, { fromMs, toMs }).keys()].map((row) => rows[row]!);
  const agents = sorted(refused.map(({ host }) => host)).slice(0, MAX_NAMED);
  const peers = rows.filter((row, number) => number > 0 && row.groupId === groupId).length;
  const found = {
    parts,
    samples,
    fromMs: Math.floor(fromMs / BIN_MS) * BIN_MS,
    toMs: toMs + 1,
    onsetMs: fromMs,
    isStanding,
  };
  const draft = draftRequests(tally, span, found, {
    rule: "agent.unauthorized",
    title: refused.length === 1
      ? `Agent ${agents[0]} is refused`
      : `${refused.length || "Unnamed"} agents of a project are refused`,
    severity: severityOf(refused.length, peers),
    confidence: "high",
    explanation: "",
    remediation:
      "Compare the agent API key in the configuration of these agents with the keys of the project; create a key and give it to them when theirs was deleted.",
    references: [],
    confirmingTypes: ["AUTOMATION_AGENT_DOWN", "MONITORING_AGENT_DOWN", "BACKUP_AGENT_DOWN"],
  });
  const groupIds = groupId === null ? draft.groupIds : [groupId];
  return {
    ...draft,
    id: findingId("agent.unauthorized", draft.hosts, [...groupIds, ...agents.slice(0, 1)], fromMs),
    groupIds,
    agents,
    explanation: `${draft.count} calls of agents were answered with 401 in ${
      durationWords(toMs - fromMs)
    }, and hardly any other call of them succeeded: their key is wrong or was deleted.${
      isStanding ? " It was so from the beginning of the logs." : ""
    }`,
  };
}

function isOf(row: AgentRow, groupId: string | null): boolean {
  return row.groupId === groupId;
}

function severityOf(refused: number, peers: number): Severity {
  return refused >= MANY_AGENTS && refused >= peers / 2 ? "high" : "medium";
}
