import { eventScope } from "../../events/event_catalog.ts";
import type { EventRow } from "../../events/event_row.ts";
import { hostOnly } from "../causes/event_links.ts";
import { hostsOf, type ReplicaSetMembers } from "../causes/replica_set_members.ts";

/**
 * On what something is measured. Written `all`, `project:<groupId>`, `replicaSet:<groupId>/<name>`, `host:<name>` (a host of
 * the archive), `agent:<name>` (a host that an agent runs on).
 */
export type ImpactScope =
  | { readonly kind: "all" }
  | { readonly kind: "project"; readonly groupId: string }
  | { readonly kind: "replicaSet"; readonly groupId: string; readonly name: string }
  | { readonly kind: "host"; readonly name: string }
  | { readonly kind: "agent"; readonly name: string };

/** What is known of hosts. */
export interface KnownHosts {
  /** Hosts of the archive. */
  readonly hosts: readonly string[];
  /** What events tell about replica sets. */
  readonly members: ReplicaSetMembers;
}

/** More hosts than these are not measured one by one. */
const MAX_HOSTS = 16;

/** The scope in words. */
export function nameScope(scope: ImpactScope): string {
  switch (scope.kind) {
    case "all":
      return "all";
    case "project":
      return `project:${scope.groupId}`;
    case "replicaSet":
      return `replicaSet:${scope.groupId}/${scope.name}`;
    case "host":
    case "agent":
      return `${scope.kind}:${scope.name}`;
  }
}

/** What the keys of an event say it acts on, wide before narrow; everything is always among it. */
export function scopesOf(event: EventRow, { hosts, members }: KnownHosts): ImpactScope[] {
  const { groupId, replicaSet } = event;
  const scopes: ImpactScope[] = [{ kind: "all" }];
  if (groupId !== undefined) scopes.push({ kind: "project", groupId });
  if (groupId !== undefined && replicaSet !== undefined) {
    scopes.push({ kind: "replicaSet", groupId, name: replicaSet });
  }
  const named = hostsOf(event, members).map(hostOnly);
  const own = hosts.filter((host) => named.includes(hostOnly(host)) || actsOnServers(event));
  for (const name of own.slice(0, MAX_HOSTS)) scopes.push({ kind: "host", name });
  for (const name of named.slice(0, MAX_HOSTS)) scopes.push({ kind: "agent", name });
  return scopes;
}

/** Whether it acts on the servers of Ops Manager themselves, none in particular. */
function actsOnServers(event: EventRow): boolean {
  return event.host === undefined && event.groupId === undefined &&
    (eventScope(event) === "ops-manager" || eventScope(event) === "backup");
}
