import type { LogTally } from "../log_tally.ts";
import type { TimeGrid } from "../time_grid.ts";
import { agentScopes } from "./counted_parts.ts";
import type { MeasuredLogs } from "./measured_logs.ts";

/** Of one scope no more agents are counted: their calls are counted one by one. */
const MAX_AGENTS = 200;

/** Rows of agents by the wanted scopes (names). */
export function agentsByScope(tally: LogTally, wanted: ReadonlySet<string>): ReadonlyMap<string, number[]> {
  const byScope = new Map<string, number[]>();
  tally.access.agents.rows.forEach(({ host, groupId }, row) => {
    for (const name of agentScopes(host, groupId)) {
      const own = byScope.get(name) ?? [];
      if (wanted.has(name) && own.length < MAX_AGENTS) {
        own.push(row);
        byScope.set(name, own);
      }
    }
  });
  return byScope;
}

/** In how many stretches (ten seconds, or longer in a very large archive) agents called, by bucket. */
export function agentCounts(
  { tally, clocks }: MeasuredLogs,
  agents: readonly number[],
  { startMs, bucketMs, length }: TimeGrid,
): Float64Array {
  const { agents: called } = tally.access;
  const counts = new Float64Array(length);
  const aheadMs = tally.hosts.map(clocks);
  for (const row of agents) {
    const bins = called.callsOf(row, (server) => aheadMs[server]!);
    for (let i = 0; i < bins.length; i++) {
      const bucket = Math.floor((bins[i]! - startMs) / bucketMs);
      if (bucket >= 0 && bucket < length) counts[bucket] = counts[bucket]! + 1;
    }
  }
  return counts;
}
