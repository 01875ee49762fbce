import { eventField } from "../../events/event_field.ts";
import { eventScope } from "../../events/event_catalog.ts";
import type { EventRow } from "../../events/event_row.ts";
import type { FindingDraft } from "../finding_draft.ts";
import { hostsOf, type ReplicaSetMembers } from "./replica_set_members.ts";

/** What of a finding an event can be linked with. */
export type LinkedFinding = Pick<
  FindingDraft,
  "rule" | "hosts" | "groupIds" | "replicaSets" | "agents" | "addresses" | "loggers" | "names" | "captures"
>;

const BACKUP_LOGGER = /^backup\.|\.brs\.|^software\.amazon|^com\.amazonaws/;
const BACKUP_ROUTE = /^(?:[A-Z]+ )?\/backup\//;
const BACKUP_RULE = /^(?:backup|s3)\./;
const MAX_DIFF_CHARS = 1_000_000;
const ADDRESS = /^[\w.-]+:\d{1,5}$/;
/** Fields that name what an event is about. */
const TARGETS = ["targetUsername", "targetPublicKey", "accessListEntry"] as const;
/** Shorter captured values occur by chance. */
const MIN_NAME_CHARS = 4;

/**
 * How well an event's keys fit a finding's, 0 to 1: 1 for the same project, replica set or host; 0 when the event acts
 * on another project than the one the finding is about; between for what acts on all alike.
 */
export function linkOf(event: EventRow, finding: LinkedFinding, members: ReplicaSetMembers): number {
  const direct = directLink(event, finding, members);
  if (direct > 0) return direct;
  return isElsewhere(event, finding) ? 0 : scopeLink(event, finding);
}

/** Whether an event belongs to another project than those that a finding is about. */
export function isElsewhere({ groupId }: EventRow, { groupIds }: Pick<LinkedFinding, "groupIds">): boolean {
  return groupId !== undefined && groupIds.length > 0 && !groupIds.includes(groupId);
}

/** Link by a name that both have; 0: none. */
export function directLink(event: EventRow, finding: LinkedFinding, members: ReplicaSetMembers): number {
  if (event.groupId !== undefined && finding.groupIds.includes(event.groupId)) {
    // Another replica set of the same project is less likely meant.
    const isOtherSet = event.replicaSet !== undefined && finding.replicaSets.length > 0 &&
      !finding.replicaSets.includes(event.replicaSet);
    return isOtherSet ? 0.6 : Math.max(scopeLink(event, finding), 1 / finding.groupIds.length);
  }
  if (
    finding.groupIds.length === 0 && event.replicaSet !== undefined &&
    finding.replicaSets.includes(event.replicaSet)
  ) return 1;
  const names = [...finding.agents, ...finding.addresses].map(hostOnly);
  if (hostsOf(event, members).some((host) => names.includes(hostOnly(host)))) return 0.95;
  if (event.host !== undefined && finding.hosts.map(hostOnly).includes(hostOnly(event.host))) {
    return finding.hosts.length === 1 ? 1 : 0.6;
  }
  return mentionsAny(event, new Set(names), valuesOf(finding)) ? 0.9 : 0;
}

/** Replica sets and captured values in lower case; of addresses the host, without port and domain. */
function valuesOf({ names, replicaSets }: LinkedFinding): Set<string> {
  const long = names.filter((value) => value.length >= MIN_NAME_CHARS);
  return new Set(
    [...replicaSets, ...long].map((value) => ADDRESS.test(value) ? hostOnly(value) : value.toLowerCase()),
  );
}

function scopeLink(event: EventRow, finding: LinkedFinding): number {
  switch (eventScope(event)) {
    case "backup":
      if (isAboutBackup(finding)) return 0.9;
      // A daemon that was changed is no reason for what another host does.
      return event.host === undefined ? 0.3 : 0.1;
    case "ops-manager":
      return 0.7;
    case "organization":
      return 0.3;
    case "user":
      return 0.1;
    default:
      return 0.1;
  }
}

/** Whether a finding is about backup, by its rule, by who logged its records, or by the routes of its requests. */
export function isAboutBackup(
  { rule, loggers, captures: { route = [] } }: Pick<LinkedFinding, "rule" | "loggers" | "captures">,
): boolean {
  return BACKUP_RULE.test(rule) || loggers.some((logger) => BACKUP_LOGGER.test(logger)) ||
    route.length > 0 && route.every((name) => BACKUP_ROUTE.test(name));
}

/** A name without domain and port, in lower case; an address without port and brackets. */
export function hostOnly(name: string): string {
  // More than one colon is of an IPv6 address, and its last group is no port.
  const host = name.toLowerCase().replace(/^([^:]*):\d+$/, "$1").replace(/^\[([^\]]*)\](?::\d+)?$/, "$1");
  return /^[\d.]+$|:/.test(host) ? host : host.split(".", 1)[0]!;
}

/** Whether what an event changed, or whom it concerned, is one of the hosts or values. */
function mentionsAny(event: EventRow, hosts: ReadonlySet<string>, values: ReadonlySet<string>): boolean {
  if (hosts.size === 0 && values.size === 0) return false;
  return [...wordsOf(event)].some((word) => {
    const host = hostOnly(word);
    return hosts.has(host) || values.has(host) || values.has(word);
  });
}

/** Differences of a large deployment run to megabytes, and every finding asks for their words. */
const knownWords = new WeakMap<EventRow, ReadonlySet<string>>();

function wordsOf(event: EventRow): ReadonlySet<string> {
  let words = knownWords.get(event);
  if (words === undefined) {
    const targets = TARGETS.map((name) => eventField(event, name) ?? null);
    const text = JSON.stringify([...targets, event.cluster ?? null, event.diffs ?? null]);
    words = new Set(text.slice(0, MAX_DIFF_CHARS).toLowerCase().match(/[\w@-]+(?:\.[\w-]+)*/g) ?? []);
    knownWords.set(event, words);
  }
  return words;
}

/** Key of "the same kind of event on the same thing", to tell what happens all day. */
export function kindOfEvent(event: EventRow): string {
  return [event.type, event.groupId ?? "", eventField(event, "hostname") ?? "", event.replicaSet ?? ""].join(
    "\0",
  );
}
