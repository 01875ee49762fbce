import type { Agent, Analysis } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import { canTell, countChange, toldChanges } from "./count_change.ts";
import { type ExposureRange, type Exposures, widened } from "./exposure.ts";
import { ASSUMED_VARIATION, usualChange } from "./usual_variation.ts";

/** What is known of an agent on one side. */
export type AgentFacts = Pick<Agent, "version" | "requests" | "unauthorized">;

/** An agent that came, went or does something else than it did. */
export interface AgentChange {
  /** `ah` of its requests. */
  readonly host: string;
  /** Project id. */
  readonly groupId: string | null;
  /** `more`, `fewer`: requests; `refused`, `accepted`: share of 401; `version`: it runs another one. */
  readonly changes: readonly ("new" | "gone" | "refused" | "accepted" | "more" | "fewer" | "version")[];
  /** Before; null: it sent nothing. */
  readonly before: AgentFacts | null;
  /** After. */
  readonly after: AgentFacts | null;
}

type Change = AgentChange["changes"][number];
type AgentPair = Omit<AgentChange, "changes">;

const CHANGES: readonly Change[] = ["refused", "gone", "fewer", "new", "more", "accepted", "version"];
const NO_REQUESTS: AgentFacts = { version: null, requests: 0, unauthorized: 0 };

/** Compares agents; refused and gone ones first, then by host, then project. None without access logs on both sides. */
export function compareAgents(before: Analysis, after: Analysis, exposures: Exposures): AgentChange[] {
  const range = exposures.rangeOf({ hosts: [], categories: ["http_access"] });
  if (range === null) return [];
  const pairs = pairAgents(before.agents, after.agents);
  const byPair = new Map<AgentPair, Change[]>();
  const add = (pair: AgentPair, change: Change) => byPair.set(pair, [...byPair.get(pair) ?? [], change]);
  for (const pair of refusals(pairs)) {
    add(pair.pair, pair.ratio === null || pair.ratio > 1 ? "refused" : "accepted");
  }
  for (const { pair, ratio } of requestChanges(pairs, range)) add(pair, requestChange(pair, ratio));
  for (const pair of pairs) if (runsAnother(pair)) add(pair, "version");
  return [...byPair].map(([pair, changes]) => ({ ...pair, changes })).sort(byImportance);
}

function pairAgents(before: readonly Agent[], after: readonly Agent[]): AgentPair[] {
  const keyOf = ({ host, groupId }: Agent) => JSON.stringify([host, groupId]);
  const [early, late] = [before, after].map((agents) =>
    new Map(agents.map((agent) => [keyOf(agent), agent]))
  );
  return [...new Set([...early!.keys(), ...late!.keys()])].map((key) => {
    const [one, other] = [early!.get(key), late!.get(key)];
    const { host, groupId } = (one ?? other)!;
    return { host, groupId, before: factsOf(one), after: factsOf(other) };
  });
}

function factsOf(agent: Agent | undefined): AgentFacts | null {
  if (agent === undefined) return null;
  const { version, requests, unauthorized } = agent;
  return { version, requests, unauthorized };
}

function requestChanges(pairs: readonly AgentPair[], range: ExposureRange) {
  const counted = pairs.map((pair) => ({ pair, ...countsOf(pair, "requests") }));
  const usual = usualChange(counted);
  const chances = widened(range, usual.load);
  return toldChanges(
    counted.filter(({ before, after }) => canTell(before + after, chances)).map((
      { pair, before, after },
    ) => ({
      pair,
      ...countChange(before, after, chances, usual.variation),
    })),
  );
}

/** Among the requests of agents that are there on both sides. */
function refusals(pairs: readonly AgentPair[]) {
  return toldChanges(pairs.flatMap((pair) => {
    const [requests, refused] = [countsOf(pair, "requests"), countsOf(pair, "unauthorized")];
    if (requests.before === 0 || requests.after === 0) return [];
    const chances = requests.after / requests.before;
    const range = { least: chances, most: chances };
    return !canTell(refused.before + refused.after, range)
      ? []
      : [{ pair, ...countChange(refused.before, refused.after, range, ASSUMED_VARIATION) }];
  }));
}

function countsOf({ before, after }: AgentPair, of: "requests" | "unauthorized") {
  return { before: (before ?? NO_REQUESTS)[of], after: (after ?? NO_REQUESTS)[of] };
}

function requestChange({ before, after }: AgentPair, ratio: number | null): Change {
  if (before === null || after === null) return before === null ? "new" : "gone";
  return ratio === null || ratio > 1 ? "more" : "fewer";
}

function runsAnother({ before, after }: AgentPair): boolean {
  const [early, late] = [before?.version ?? null, after?.version ?? null];
  return early !== null && late !== null && early !== late;
}

function byImportance(a: AgentChange, b: AgentChange): number {
  const rank = ({ changes }: AgentChange) => Math.min(...changes.map((change) => CHANGES.indexOf(change)));
  return rank(a) - rank(b) || compareText(a.host, b.host) || compareText(a.groupId ?? "", b.groupId ?? "");
}
