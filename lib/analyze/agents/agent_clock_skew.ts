import { bareFinding, marksOn } from "../bare_finding.ts";
import { durationWords } from "../duration_words.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import { requestEvidence } from "../access/request_finding.ts";
import type { AgentFacts } from "./agent_facts.ts";

/** Clocks that differ by less trouble nobody. */
const MAX_OFFSET_MS = 60_000;
const LARGE_OFFSET_MS = 300_000;
const MIN_OFFSETS = 10;
/** When nearly all agents of a server differ alike, it is the server's clock. */
const SERVER_SHARE = 0.8;
const MIN_AGENTS = 3;
const ALIKE_MS = 30_000;
const ALIKE_SHARE = 0.15;
const MAX_NAMED = 100;

interface Skew {
  readonly row: number;
  readonly host: string;
  readonly groupId: string | null;
  readonly servers: ReadonlySet<number>;
  readonly offsetMs: number;
}

/** `agent.clock-skew`: the clock that agents tell differs from the access log's by more than a minute. */
export function agentClockFindings(facts: AgentFacts): FindingDraft[] {
  const judged = offsetsOf(facts);
  const skewed = judged.filter(({ isSkewed }) => isSkewed);
  const servers = new Set(skewed.flatMap((skew) => [...skew.servers]));
  const wrong = [...servers].flatMap((server) => {
    const own = judged.filter((one) => one.servers.size === 1 && one.servers.has(server));
    const alike = alikeOf(own.filter(({ isSkewed }) => isSkewed));
    return alike.length >= MIN_AGENTS && alike.length >= SERVER_SHARE * own.length ? [alike] : [];
  });
  const told = new Set(wrong.flat());
  const byProject = Map.groupBy(skewed.filter((skew) => !told.has(skew)), ({ groupId }) => groupId);
  return [
    ...wrong.map((skews) => skewFinding(facts, skews, { isServer: true })),
    ...[...byProject.values()].map((skews) => skewFinding(facts, skews, { isServer: false })),
  ];
}

/** Agents that tell their clock, and whether at least three of four times it is off in the same direction. */
function offsetsOf({ tally }: AgentFacts): (Skew & { readonly isSkewed: boolean })[] {
  return tally.access.agents.rows.flatMap(({ host, groupId, servers, offsets }, row) => {
    if (row === 0 || offsets.count < MIN_OFFSETS) return [];
    const [low = 0, median = 0, high = 0] = [0.25, 0.5, 0.75].map((share) => offsets.quantileMs(share) ?? 0);
    const isSkewed = low > MAX_OFFSET_MS || high < -MAX_OFFSET_MS;
    return [{ row, host, groupId, servers, offsetMs: median, isSkewed }];
  });
}

function alikeOf<S extends Skew>(skews: readonly S[]): S[] {
  const median = skews.map(({ offsetMs }) => offsetMs).sort((a, b) => a - b)[skews.length >> 1] ?? 0;
  const slackMs = Math.max(ALIKE_MS, ALIKE_SHARE * Math.abs(median));
  return skews.filter(({ offsetMs }) => Math.abs(offsetMs - median) <= slackMs);
}

function skewFinding(
  { tally, span }: AgentFacts,
  skews: readonly Skew[],
  { isServer }: { readonly isServer: boolean },
): FindingDraft {
  const { agents, samples } = tally.access;
  const rows = skews.map(({ row }) => agents.rows[row]!);
  const names = sorted(skews.map(({ host }) => host)).slice(0, MAX_NAMED);
  const hosts = sorted(skews.flatMap(({ servers }) => [...servers].map((server) => tally.hosts[server]!)));
  const groupIds = sorted(skews.flatMap(({ groupId }) => groupId ?? []));
  const worst = skews.reduce((a, b) => Math.abs(b.offsetMs) > Math.abs(a.offsetMs) ? b : a);
  const onsetMs = Math.max(span.startMs, Math.min(...rows.map(({ firstMs }) => firstMs)));
  const lastMs = Math.min(span.endMs, Math.max(...rows.map((row) => row.lastMs)));
  const own = new Set(skews.map(({ row }) => row));
  const evidence = samples.filter(({ agent }) => own.has(agents.rowOf(agent))).sort((a, b) =>
    a.timeMs - b.timeMs
  );
  const off = `${difference(worst.offsetMs)} ${worst.offsetMs > 0 ? "ahead" : "behind"}`;
  const who = names.length === 1 ? `The clock of agent ${names[0]}` : `The clocks of ${skews.length} agents`;
  return {
    ...bareFinding({
      hosts,
      categories: ["http_access"],
      onsetMs,
      lastMs,
      count: rows.reduce((sum, { offsets }) => sum + offsets.count, 0),
      series: marksOn(span, []),
      evidence: requestEvidence(tally, evidence),
    }, {
      rule: "agent.clock-skew",
      title: isServer
        ? `The clock of ${hosts.join(", ")} differs from those of its agents by ${difference(worst.offsetMs)}`
        : `${who} ${names.length === 1 ? "is" : "are up to"} ${off}`,
      severity: Math.abs(worst.offsetMs) >= LARGE_OFFSET_MS || isServer ? "medium" : "low",
      confidence: "high",
      explanation:
        `The agents tell their time with every call; the median differs from the time in the access log by up to ${
          difference(worst.offsetMs)
        }.${
          isServer
            ? " It is the same for nearly all agents of this server, so the server's own clock is wrong."
            : ""
        }`,
      remediation: `Check the time synchronization of ${
        isServer ? "the server" : "the machines that the agents run on"
      }.`,
      references: [],
    }),
    id: findingId("agent.clock-skew", hosts, [...groupIds, ...names], 0),
    groupIds: isServer ? [] : groupIds,
    agents: names,
    isStanding: true,
  };
}

function difference(ms: number): string {
  return durationWords(Math.abs(ms));
}
