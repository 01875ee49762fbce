import { createHash } from "node:crypto";
import { describeEventType } from "./event_catalog.ts";
import { rawField, rawValue } from "./event_field.ts";
import type { EventRow } from "./event_row.ts";
import { summarizeEvent } from "./event_summary.ts";
import { parseEventTime } from "./event_time.ts";

/** A row, or why there is none. */
export type NormalizedEvent = { readonly row: EventRow } | { readonly reason: string };

/**
 * Normalises one event, in the API's form or in the activity feed's.
 *
 * Nothing is required but a type and a time. The depth of `raw` must be limited: its content is hashed by recursion.
 */
export function normalizeEvent(raw: object): NormalizedEvent {
  const type = rawField(raw, "eventTypeName");
  if (type === undefined) return { reason: "eventTypeName is absent" };
  const created = rawValue(raw, "created") ?? rawValue(raw, "cre");
  const time = parseEventTime(created);
  if (time === null) {
    return { reason: `created is ${excerpt(created)}, expected an ISO 8601 time or epoch milliseconds` };
  }
  return { row: rowOf(raw, type, time) };
}

function rowOf(raw: object, type: string, time: string): EventRow {
  const details = { type, raw, ...keysOf(raw) };
  const { role } = describeEventType(type, {
    hasAlertId: rawField(raw, "alertId") !== undefined,
    hasActor: (details.user ?? rawField(raw, "userId") ?? rawField(raw, "apiKeyId")) !== undefined,
  });
  const { raw: _, ...keys } = details;
  return { id: idOf(raw), time, role, summary: summarizeEvent(details), ...keys, raw };
}

type EventKeys = Pick<
  EventRow,
  "groupId" | "host" | "replicaSet" | "cluster" | "user" | "remoteAddress" | "diffs"
>;

function keysOf(raw: object): EventKeys {
  return present({
    groupId: rawField(raw, "groupId"),
    host: hostOf(raw),
    replicaSet: rawField(raw, "replicaSetName"),
    cluster: rawField(raw, "clusterName") ?? rawField(raw, "clusterId"),
    user: rawField(raw, "username") ?? rawField(raw, "publicKey"),
    remoteAddress: rawField(raw, "remoteAddress"),
    diffs: rawValue(raw, "diffs") ?? undefined,
  });
}

/** Leaves out what is not there, as `exactOptionalPropertyTypes` and a tidy JSON want it. */
function present<T extends Record<string, unknown>>(
  keys: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(keys).filter(([, value]) => value !== undefined);
  // The entries are those of `keys`, less the undefined ones.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function hostOf(raw: object): string | undefined {
  const hostname = rawField(raw, "hostname");
  const port = rawField(raw, "port");
  // Clients without a port write 0; some dumps have it in the name already.
  if (hostname === undefined || port === undefined || port === "0") return hostname;
  return hostname.endsWith(`:${port}`) ? hostname : `${hostname}:${port}`;
}

function idOf(raw: object): string {
  return idText(rawValue(raw, "id")) ?? idText(rawValue(raw, "_id")) ?? contentId(raw);
}

/** An id is part of addresses, which have no halves of characters. */
function idText(id: unknown): string | undefined {
  if (typeof id === "number") return String(id);
  if (typeof id === "string") return id === "" ? undefined : id.toWellFormed();
  return typeof id === "object" && id !== null ? idText(rawValue(id, "$oid")) : undefined;
}

/** Order of keys and `links` (which hold the address it was fetched from) do not make another event. */
function contentId(raw: object): string {
  const content = Object.entries(raw).filter(([key]) => key !== "links").sort(byKey);
  return `content-${createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 24)}`;
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(byKey);
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function excerpt(value: unknown): string {
  if (value === undefined) return "absent";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
