import { hostOnly } from "../causes/event_links.ts";
import type { LogTally } from "../log_tally.ts";
import type { SeriesPart } from "../series_store.ts";
import { nameScope } from "./impact_scope.ts";

/** Counts that belong to one metric. */
export interface CountedParts {
  /** Name of the metric. */
  readonly metric: string;
  /** Counts. */
  readonly parts: readonly SeriesPart[];
}

/** Tells the names of the scopes that a count belongs to, besides everything. */
export type ScopeNames = (part: SeriesPart) => readonly string[];

/** What belongs to each of the wanted scopes (names), in one pass. */
export function partsByScope(
  all: readonly CountedParts[],
  namesOf: ScopeNames,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, CountedParts[]> {
  const byScope = new Map<string, CountedParts[]>([["all", [...all]]]);
  for (const { metric, parts } of all) {
    const own = new Map<string, SeriesPart[]>();
    for (const part of parts) {
      for (const name of namesOf(part)) if (wanted.has(name)) addTo(own, name, part);
    }
    for (const [name, parts] of own) addTo(byScope, name, { metric, parts });
  }
  return byScope;
}

/** Scopes of application records. */
export function recordScopes({ scopes, hosts }: LogTally): ScopeNames {
  const hostNames = hosts.map((name) => nameScope({ kind: "host", name }));
  const projectNames = scopes.map((scope) => {
    const [groupId = "", ...rest] = scope.split("/");
    if (groupId === "") return [];
    const project = nameScope({ kind: "project", groupId });
    const name = rest.join("/");
    return name === "" ? [project] : [project, nameScope({ kind: "replicaSet", groupId, name })];
  });
  return ({ scope, host }) => [...projectNames[scope]!, hostNames[host]!];
}

/** Scopes of requests, of which the scope is the number of the caller. */
export function requestScopes({ hosts, access: { agents, kept } }: LogTally): ScopeNames {
  const hostNames = hosts.map((name) => nameScope({ kind: "host", name }));
  const { rows } = agents;
  const agentNames = rows.map(({ host, groupId }) => agentScopes(host, groupId));
  return ({ scope, host }) => [...agentNames[kept.callers[scope]!.agent]!, hostNames[host]!];
}

/** Scopes of an agent. */
export function agentScopes(host: string, groupId: string | null): string[] {
  return [
    ...(groupId === null ? [] : [nameScope({ kind: "project", groupId })]),
    ...(host === "" ? [] : [nameScope({ kind: "agent", name: hostOnly(host) })]),
  ];
}

/** Records or requests of parts. */
export function countIn(parts: readonly SeriesPart[]): number {
  return parts.reduce((sum, { total }) => sum + total.count, 0);
}

function addTo<T>(lists: Map<string, T[]>, name: string, value: T): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [value]);
  else list.push(value);
}
