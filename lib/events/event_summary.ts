import { describeEventType } from "./event_catalog.ts";
import { eventField, type EventFieldName, rawValue } from "./event_field.ts";
import type { EventRow } from "./event_row.ts";
import { oneLine } from "./one_line.ts";

/** What happened, for the types whose name does not read as a sentence. */
const PHRASES: ReadonlyMap<string, string> = new Map(Object.entries({
  ADD_HOST_AUDIT: "Host added to monitoring",
  ADD_HOST_TO_REPLICA_SET_AUDIT: "Host added to a replica set",
  ATTEMPT_KILLOP_AUDIT: "Operation kill attempted",
  ATTEMPT_KILLSESSION_AUDIT: "Session kill attempted",
  AUTOMATION_AGENT_LOGS: "Automation agent logs viewed",
  AUTOMATION_CONFIG_PUBLISHED_AUDIT: "Automation configuration published",
  BACKING_DATABASE_PROCESS_NO_STARTUP_WARNINGS: "Backing database process without start-up warnings again",
  BACKUP_AGENT_CONF_CALL_FAILURE: "Backup agent failed to get its configuration",
  BACKUP_AGENT_CONF_CALL_OK: "Backup agent gets its configuration again",
  BACKUP_AGENT_LOGS: "Backup agent logs viewed",
  BAD_CLUSTERSHOTS: "Cluster snapshots bad",
  BACKINGDB_DEFAULTRW_CONCERN_VERIFICATION_FAILED:
    "Default read and write concern of a backing database not verified",
  BALANCER_OFF: "Balancer of a backing database off again",
  BALANCER_ON: "Balancer of a backing database on",
  BREAK_JOB: "Backup job broken on purpose",
  BULK_HEAD_MOVE: "Backup head databases moved in bulk",
  CLUSTER_CREDENTIAL_UPDATED_AUDIT: "Backup credential updated",
  CLUSTER_DENYLIST_UPDATED_AUDIT: "Backup denylist updated",
  CLUSTER_SNAPSHOT_SCHEDULE_UPDATED_AUDIT: "Snapshot schedule updated",
  CLUSTER_STATE_CHANGED_AUDIT: "Backup state changed",
  CLUSTER_STORAGE_ENGINE_UPDATED_AUDIT: "Backup storage engine updated",
  DATA_EXPLORER: "Data viewed in the Data Explorer",
  DATA_EXPLORER_CRUD: "Data changed in the Data Explorer",
  DB_PROFILER_DISABLE_AUDIT: "Database profiler disabled",
  DB_PROFILER_ENABLE_AUDIT: "Database profiler enabled",
  DELETE_HOST_AUDIT: "Host removed from monitoring",
  DISABLE_HOST_AUDIT: "Host disabled",
  FLUSHED: "Project data flushed",
  GOOD_CLUSTERSHOT: "Cluster snapshot good again",
  HIDE_AND_DISABLE_HOST_AUDIT: "Host hidden and disabled",
  HIDE_HOST_AUDIT: "Host hidden",
  HOST_DOWN: "Host does not answer",
  HOST_UP: "Host answers again",
  INSIDE_METRIC_THRESHOLD: "Metric back inside its threshold",
  INSIDE_SPACE_USED_THRESHOLD: "Used space back under its threshold",
  JOB_CHANGE: "Backup job changed",
  MONITORING_AGENT_LOGS: "Monitoring agent logs viewed",
  NO_PRIMARY: "Replica set without primary",
  ONE_PRIMARY: "Replica set has one primary again",
  OUTSIDE_METRIC_THRESHOLD: "Metric outside its threshold",
  OUTSIDE_SPACE_USED_THRESHOLD: "Used space over its threshold",
  PAUSE_HOST_AUDIT: "Host monitoring paused",
  PERFORMANCE_ADVISOR: "Performance Advisor viewed",
  REAL_TIME_PERFORMANCE_PANEL: "Real-time performance panel viewed",
  REMOVE_HOST_FROM_REPLICA_SET_AUDIT: "Host removed from a replica set",
  RESUME_HOST_AUDIT: "Host monitoring resumed",
  RS_CREDENTIAL_UPDATED_AUDIT: "Backup credential updated",
  RS_DENYLIST_UPDATED_AUDIT: "Backup denylist updated",
  RS_ROTATE_MASTER_KEY_AUDIT: "Backup master key rotated",
  RS_SNAPSHOT_SCHEDULE_UPDATED_AUDIT: "Snapshot schedule updated",
  RS_STATE_CHANGED_AUDIT: "Backup state changed",
  RS_STORAGE_ENGINE_UPDATED_AUDIT: "Backup storage engine updated",
  SCHEDULE_GROOM: "Store groom scheduled",
  THEFT_FAILED: "Backup job hand-over between daemons failed",
  UNDELETE_HOST_AUDIT: "Host put back into monitoring",
  VISUAL_PROFILER: "Profiler viewed",
}));

/** Parts of type names that people write differently. */
const WORDS: ReadonlyMap<string, string> = new Map(Object.entries({
  API: "API",
  AUTH: "authentication",
  BI: "BI",
  CHECKKPOINT: "checkpoint",
  CLUSTERSHOT: "cluster snapshot",
  CONFIG: "configuration",
  CRON: "cron",
  DB: "database",
  FLUSHED: "data flushed",
  GROUP: "project",
  IP: "IP",
  MFA: "MFA",
  MONGODB: "MongoDB",
  ORG: "organization",
  RS: "replica set",
  SSL: "TLS",
  TTL: "TTL",
  UNDELETE: "restore",
}));

const MAX_CHARS = 120;

/** Tells an event in one line: what happened, to what, by whom and from where. */
export function summarizeEvent(event: Omit<EventRow, "summary" | "id" | "time" | "role">): string {
  return [
    phraseOf(event.type),
    ...objectOf(event),
    ...labelled("by", event.user),
    ...labelled("from", event.remoteAddress),
  ].join(" ");
}

function phraseOf(type: string): string {
  const { name } = describeEventType(type);
  const phrase = PHRASES.get(name) ??
    oneLine(name, MAX_CHARS).replace(/_AUDIT$/, "").split("_").filter((word) => word !== "")
      .map((word) => WORDS.get(word) ?? word.toLowerCase()).join(" ");
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

function objectOf(event: Pick<EventRow, "raw" | "host" | "replicaSet" | "cluster" | "groupId">): string[] {
  const field = (name: EventFieldName) => eventField(event, name);
  return [
    ...metricOf(event),
    ...labelled("on", event.host),
    ...labelled("of replica set", event.replicaSet),
    ...labelled("of cluster", event.cluster),
    ...labelled("on collection", [field("database"), field("collection")].filter(Boolean).join(".")),
    ...labelled("for", field("targetUsername") ?? field("targetPublicKey")),
    ...labelled("with address", field("accessListEntry")),
    ...labelled("of team", field("teamId")),
    ...(event.groupId === undefined
      ? labelled("in organization", field("orgId"))
      : labelled("in project", event.groupId)),
  ];
}

function metricOf(event: Pick<EventRow, "raw">): string[] {
  const metric = eventField(event, "metricName");
  if (metric === undefined) return [];
  const current = typeof event.raw === "object" && event.raw !== null && rawValue(event.raw, "currentValue");
  const number = typeof current === "object" && current !== null ? rawValue(current, "number") : undefined;
  return [
    typeof number === "number"
      ? `(${oneLine(metric, MAX_CHARS)} is ${number})`
      : `(${oneLine(metric, MAX_CHARS)})`,
  ];
}

function labelled(label: string, text: string | undefined): string[] {
  return text ? [`${label} ${oneLine(text, MAX_CHARS)}`] : [];
}
