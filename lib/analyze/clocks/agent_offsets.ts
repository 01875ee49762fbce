import { median } from "../statistics/median.ts";
import type { LogTally } from "../log_tally.ts";
import type { OffsetEstimate } from "./offset_interval.ts";

/** The offset of a host by the clocks of agents. */
export interface AgentOffset extends OffsetEstimate {
  /** Host. */
  readonly host: string;
}

/** Fewer clocks prove nothing: each may be wrong. */
const MIN_AGENTS = 3;
/** Of one clock that both hosts saw the error is the same; that of two may have been set meanwhile. */
const MIN_COMMON = 2;
/** Half of all agents agree to within this, or nobody knows the time. */
const MAX_SPREAD_MS = 5000;
/** The way to the server, and the second that the log cuts. */
const SLACK_MS = 1000;
/** The log's time is cut by half a second on average. */
const CUT_MS = 500;
/** Standard deviation over median deviation, twice. */
const SURE = 2 * 1.4826;

/**
 * Offsets of hosts by what agents tell of their clocks: on average these are right. Where a host's offset is known (`known`),
 * agents that call it and another host tell how these two differ.
 */
export function agentOffsets(
  { access: { agents }, hosts }: LogTally,
  known: ReadonlyMap<string, OffsetEstimate>,
): AgentOffset[] {
  const clocks = new Map<string, ReadonlyMap<string, number>>();
  for (const [server, differences] of agents.differences.byServer()) {
    clocks.set(hosts[server]!, byAgentHost(differences, (row) => agents.rows[row]!.host));
  }
  return [...clocks].flatMap(([host, own]): AgentOffset[] => {
    const anchored = [...known].flatMap(([other, offset]) => {
      const theirs = clocks.get(other);
      return other === host || theirs === undefined ? [] : relativeTo(own, theirs, offset) ?? [];
    }).sort((a, b) => a.uncertaintyMs - b.uncertaintyMs)[0];
    const estimate = anchored ?? absolute([...own.values()]);
    return estimate === null ? [] : [{ host, ...estimate }];
  });
}

/** Agent's clock minus the host's, by agent's host: agents of several projects have one clock. */
function byAgentHost(
  differences: readonly (readonly [row: number, differenceMs: number])[],
  nameOf: (row: number) => string,
): ReadonlyMap<string, number> {
  const named = Map.groupBy(differences, ([row]) => nameOf(row).toLowerCase());
  return new Map(
    [...named].map(([name, own]) => [name, median(own.map(([, differenceMs]) => differenceMs))]),
  );
}

function absolute(differences: readonly number[]): OffsetEstimate | null {
  if (differences.length < MIN_AGENTS) return null;
  return estimateOf(differences.map((differenceMs) => CUT_MS - differenceMs), SLACK_MS);
}

function relativeTo(
  own: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
  { offsetMs, uncertaintyMs }: OffsetEstimate,
): OffsetEstimate | null {
  const offsets = [...own].flatMap(([agent, differenceMs]) => {
    const other = theirs.get(agent);
    return other === undefined ? [] : [offsetMs + other - differenceMs];
  });
  return offsets.length < MIN_COMMON ? null : estimateOf(offsets, uncertaintyMs + SLACK_MS);
}

function estimateOf(offsets: readonly number[], slackMs: number): OffsetEstimate | null {
  const offsetMs = Math.round(median(offsets));
  const spreadMs = median(offsets.map((value) => Math.abs(value - offsetMs)));
  if (spreadMs > MAX_SPREAD_MS) return null;
  const uncertaintyMs = Math.ceil(slackMs + SURE * spreadMs / Math.sqrt(offsets.length));
  return { offsetMs, uncertaintyMs, samples: offsets.length };
}
