import { eventField } from "./event_field.ts";
import type { EventRole, EventRow } from "./event_row.ts";
import { EVENT_TYPE_TABLE } from "./event_type_table.ts";

/** How likely a change of a type causes log trouble, before anything else is known about it. */
export type EventPrior = "high" | "medium" | "low" | "none";

/** What an event acts on: it does not explain trouble outside of it. `backup` is all of backup. */
export type EventScope = "host" | "cluster" | "project" | "organization" | "backup" | "ops-manager" | "user";

/** What is known, or guessed from its name, about an event type. */
export interface EventType {
  /** Name in its current spelling; old spellings of known types are replaced. */
  readonly name: string;
  /** Whether the catalogue has it; otherwise the rest is guessed. */
  readonly known: boolean;
  /** What it is for the analysis. */
  readonly role: EventRole;
  /** How likely it is a cause; `none` for what is not a change. */
  readonly prior: EventPrior;
  /** What it acts on. For an unknown type `project`; `eventScope()` knows more from the event's keys. */
  readonly scope: EventScope;
  /** Name of the type that ends the state which this one begins. */
  readonly endedBy: string | null;
  /** Names of the types whose state this one ends. */
  readonly ends: readonly string[];
}

/** What an event of an unknown type has, to guess its role. */
export interface EventTypeHints {
  /** Whether it has an `alertId`. */
  readonly hasAlertId: boolean;
  /** Whether it has a user or an API key. */
  readonly hasActor: boolean;
}

const ROLES: ReadonlySet<string> = new Set<EventRole>(["change", "alert", "recovery", "access", "info"]);

/** The types of the catalogue by name. */
export const KNOWN_EVENT_TYPES: ReadonlyMap<string, EventType> = new Map(
  EVENT_TYPE_TABLE.split("\n").filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap(readTableLine).map((type) => [type.name, type]),
);

/**
 * Says what an event type is for the analysis. Unknown names are classified by their parts; without `event` the name
 * is taken for an act of a person and not for an alert.
 */
export function describeEventType(
  type: string,
  event: EventTypeHints = { hasAlertId: false, hasActor: true },
): EventType {
  const known = KNOWN_EVENT_TYPES.get(type);
  if (known !== undefined) return known;
  const name = currentSpelling(type);
  return KNOWN_EVENT_TYPES.get(name) ?? guessType(name, event);
}

/** From narrow to wide: what a narrower scope falls back to when the event does not say which one it means. */
const LADDER: readonly EventScope[] = ["host", "cluster", "project", "organization", "ops-manager"];

/** Says what an event acts on: its type's scope, or a wider one when the keys for it are absent. */
export function eventScope(event: EventRow): EventScope {
  const type = describeEventType(event.type);
  // The docs give this type two meanings; without a project it is a setting of Ops Manager, which all hosts share.
  if (type.name === "AUTOMATION_CONFIG_PUBLISHED_AUDIT" && event.groupId === undefined) return "ops-manager";
  const from = type.known ? LADDER.indexOf(type.scope) : 0;
  if (from < 0) return type.scope;
  return LADDER.slice(from).find((scope) => hasKeysOf(event, scope)) ?? "ops-manager";
}

function hasKeysOf(event: EventRow, scope: EventScope): boolean {
  if (scope === "host") return event.host !== undefined;
  if (scope === "cluster") return event.replicaSet !== undefined || event.cluster !== undefined;
  if (scope === "project") return event.groupId !== undefined;
  return scope === "organization" && eventField(event, "orgId") !== undefined;
}

function currentSpelling(type: string): string {
  return type.replaceAll("BLACKLIST", "DENYLIST").replaceAll("WHITELIST", "ACCESS_LIST");
}

function readTableLine(line: string): EventType[] {
  const [scope = "", rest = ""] = line.split(": ");
  const [openers = "", closer] = rest.split(" > ");
  const [kind = "", ...names] = openers.split(" ");
  const [closerKind = "", closerName = null] = closer?.split(" ") ?? [];
  const types = names.map((name) => tableType(scope, kind, name, { endedBy: closerName, ends: [] }));
  if (closerName !== null) {
    types.push(tableType(scope, closerKind, closerName, { endedBy: null, ends: names }));
  }
  return types;
}

function tableType(
  scope: string,
  kind: string,
  name: string,
  pair: Pick<EventType, "endedBy" | "ends">,
): EventType {
  const [role = "", prior = "none"] = kind.split("/");
  if (!ROLES.has(role)) throw new TypeError(`Cannot read event type table: role of "${name}" is "${role}"`);
  // The table is a constant; a test compares every word of it with the catalogue.
  return {
    name,
    known: true,
    role: role as EventRole,
    prior: prior as EventPrior,
    scope: scope as EventScope,
    ...pair,
  };
}

const SUFFIX_PAIRS: readonly (readonly [opener: string, closer: string])[] = [
  ["_DOWN", "_UP"],
  ["_BEHIND", "_CURRENT"],
  ["_STALE", "_CURRENT"],
  ["_FAILED", "_COMPLETED"],
  ["_DISABLED", "_ENABLED"],
  ["_REQUIRED", "_NOT_REQUIRED"],
];
const PREFIX_PAIRS: readonly (readonly [opener: string, closer: string])[] = [
  ["OUTSIDE_", "INSIDE_"],
  ["NO_", "ONE_"],
  ["BAD_", "GOOD_"],
  ["INCONSISTENT_", "CONSISTENT_"],
];
const ACCESS_REGEXP = /LOGIN|PASSWORD|MULTI_FACTOR|VIEWED|DOWNLOAD/;
const STRONG_CHANGE_REGEXP = /_(?:DELETED|REMOVED|ROTATED)$/;
const CHANGE_REGEXP = /_(?:CHANGED|UPDATED|ADDED)$/;

function guessType(name: string, event: EventTypeHints): EventType {
  const ends = openersOf(name);
  const endedBy = ends.length > 0 ? null : closerOf(name);
  const [role, prior] = guessRole(name, event, ends.length > 0 ? "recovery" : endedBy ? "alert" : null);
  return { name, known: false, role, prior, scope: "project", endedBy, ends };
}

function guessRole(
  name: string,
  event: EventTypeHints,
  pairRole: "alert" | "recovery" | null,
): [EventRole, EventPrior] {
  if (pairRole !== null) return event.hasAlertId ? [pairRole, "none"] : ["change", "low"];
  if (event.hasActor && ACCESS_REGEXP.test(name)) return ["access", "none"];
  if (event.hasActor && name.endsWith("_AUDIT")) return ["change", "low"];
  if (event.hasAlertId) return ["alert", "none"];
  if (STRONG_CHANGE_REGEXP.test(name)) return ["change", "medium"];
  return CHANGE_REGEXP.test(name) ? ["change", "low"] : ["info", "none"];
}

function openersOf(name: string): string[] {
  return [
    ...SUFFIX_PAIRS.filter(([, closer]) => name.endsWith(closer))
      .map(([opener, closer]) => name.slice(0, -closer.length) + opener),
    ...PREFIX_PAIRS.filter(([, closer]) => name.startsWith(closer))
      .map(([opener, closer]) => opener + name.slice(closer.length)),
  ];
}

function closerOf(name: string): string | null {
  const suffix = SUFFIX_PAIRS.find(([opener]) => name.endsWith(opener));
  if (suffix) return name.slice(0, -suffix[0].length) + suffix[1];
  const prefix = PREFIX_PAIRS.find(([opener]) => name.startsWith(opener));
  return prefix ? prefix[1] + name.slice(prefix[0].length) : null;
}
