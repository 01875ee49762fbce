import type { EventRow } from "./event_row.ts";

/** Plain fields of an event as the API names them. */
export type EventFieldName =
  | "eventTypeName"
  | "created"
  | "orgId"
  | "groupId"
  | "isGlobalAdmin"
  | "userId"
  | "username"
  | "apiKeyId"
  | "publicKey"
  | "remoteAddress"
  | "targetUsername"
  | "targetPublicKey"
  | "accessListEntry"
  | "teamId"
  | "hostId"
  | "hostname"
  | "port"
  | "replicaSetName"
  | "shardName"
  | "clusterId"
  | "clusterName"
  | "alertId"
  | "alertConfigId"
  | "metricName"
  | "maintenanceWindowId"
  | "database"
  | "collection"
  | "opType"
  | "source"
  | "description"
  | "severity";

/** Other names of the same field: the Go client's, old ones, the short ones of the activity feed. */
const OTHER_SPELLINGS: Partial<Record<EventFieldName, string>> = {
  eventTypeName: "et",
  created: "cre",
  username: "un",
  remoteAddress: "remoteAddr",
  isGlobalAdmin: "isMmsAdmin",
  port: "Port",
  accessListEntry: "whitelistEntry",
};

/** Reads a plain field of an event as text; an empty one is absent. */
export function eventField(event: Pick<EventRow, "raw">, name: EventFieldName): string | undefined {
  return typeof event.raw === "object" && event.raw !== null ? rawField(event.raw, name) : undefined;
}

/** Reads a plain field of an event as it was saved; see {@linkcode eventField}. */
export function rawField(raw: object, name: EventFieldName): string | undefined {
  const other = OTHER_SPELLINGS[name];
  return plainText(rawValue(raw, name)) ??
    (other === undefined ? undefined : plainText(rawValue(raw, other)));
}

/** Reads what an event holds under exactly this key, whatever it is; never something inherited. */
export function rawValue(raw: object, key: string): unknown {
  // Any object can be asked for any key.
  return Object.hasOwn(raw, key) ? (raw as Readonly<Record<string, unknown>>)[key] : undefined;
}

function plainText(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value === "" ? undefined : value;
  // Dumps of the database write ids as {"$oid": "…"}.
  if (typeof value !== "object" || value === null) return undefined;
  const oid = rawValue(value, "$oid");
  return typeof oid === "string" && oid !== "" ? oid : undefined;
}
