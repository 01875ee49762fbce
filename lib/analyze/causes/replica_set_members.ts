import type { EventRow } from "../../events/event_row.ts";

/** Hosts by project and replica set, as far as events tell them. */
export type ReplicaSetMembers = ReadonlyMap<string, ReadonlySet<string>>;

/** Learns from events that name both which hosts are in which replica set: others name the set alone. */
export function replicaSetMembers(events: readonly EventRow[]): ReplicaSetMembers {
  const members = new Map<string, Set<string>>();
  for (const event of events) {
    const key = keyOf(event);
    if (key === null || event.host === undefined) continue;
    const known = members.get(key) ?? new Set();
    members.set(key, known.add(event.host));
  }
  return members;
}

/** Hosts that an event is about: the one it names, else the members of its replica set. */
export function hostsOf(event: EventRow, members: ReplicaSetMembers): readonly string[] {
  if (event.host !== undefined) return [event.host];
  return [...members.get(keyOf(event) ?? "") ?? []];
}

function keyOf({ groupId, replicaSet }: EventRow): string | null {
  return replicaSet === undefined ? null : `${groupId ?? ""}\0${replicaSet}`;
}
