import type { Level } from "../parse/application_record.ts";
import type { Category } from "../parse/member_origin.ts";

/** Levels, the least first: their places are what a filter compares. */
export const LEVELS: readonly Level[] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR"];
/** Kinds of log. */
export const CATEGORIES: readonly Category[] = ["application", "http_access", "migration", "daemon", "other"];

/** Fields whose values are numbers. */
export type NumberField = "level" | "time" | "line" | "status" | "responseBytes" | "latencyMs";
/** Fields whose values are texts. */
export type TextField =
  | "host"
  | "category"
  | "input"
  | "member"
  | "thread"
  | "gid"
  | "jobId"
  | "planId"
  | "marker"
  | "logger"
  | "caller"
  | "message"
  | "exception"
  | "text"
  | "client"
  | "user"
  | "method"
  | "url"
  | "route"
  | "protocol"
  | "referer"
  | "userAgent"
  | "signature"
  | "agent"
  | "type";
/** What a filter can name; `after`, `before` and `around` are other words for times. */
export type FieldName = NumberField | TextField | "after" | "before" | "around";

/** What is written after a field's name. */
export type ValueKind = "text" | "part" | "upper" | "number" | "status" | "level" | "time" | "category";

/** How the values of the fields are read, and what they are. */
export const FILTER_FIELDS: Readonly<Record<FieldName, readonly [kind: ValueKind, about: string]>> = {
  level: ["level", "TRACE, DEBUG, INFO, WARN, ERROR"],
  time: ["time", "as the host logged it, ISO 8601"],
  after: ["time", "time from then on"],
  before: ["time", "time before then"],
  around: ["time", "time within a minute of it, or as far as is said: around:TIME,5m"],
  host: ["text", "server whose log it is in"],
  category: ["category", CATEGORIES.join(", ")],
  input: ["text", "archive, folder or file"],
  member: ["text", "path of the log file"],
  line: ["number", "first line in the log file"],
  text: ["part", "all of the record; a word without a field means this"],
  message: ["part", "message on the first line"],
  thread: ["text", "thread name"],
  gid: ["text", "project id"],
  jobId: ["text", "job id"],
  planId: ["text", "plan id"],
  marker: ["text", "marker"],
  logger: ["text", "logger"],
  caller: ["text", "File.java:method:line"],
  exception: ["text", 'classes of the exception and its causes, joined by " < "'],
  signature: ["text", "id of the signature"],
  client: ["text", "address of the client"],
  user: ["text", "user of the request"],
  method: ["upper", "HTTP method"],
  url: ["text", "path and query as sent"],
  route: ["text", "path with ids as {gid}, {id}, {n}"],
  protocol: ["text", "HTTP/1.1"],
  status: ["status", "HTTP status, or 5xx"],
  responseBytes: ["number", "bytes sent"],
  latencyMs: ["number", "time taken"],
  referer: ["text", "Referer header"],
  userAgent: ["text", "User-Agent header"],
  agent: ["text", "host of the agent that asks"],
  type: ["upper", "type of an event"],
};

/** Whether it is a field's name. */
export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(FILTER_FIELDS, name);
}

/** Whether a field's values are numbers. */
export function isNumberField(name: FieldName): name is NumberField {
  const [kind] = FILTER_FIELDS[name];
  return (kind === "level" || kind === "time" || kind === "number" || kind === "status") &&
    name !== "after" && name !== "before" && name !== "around";
}
