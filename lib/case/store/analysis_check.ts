import type {
  Access,
  Agent,
  Analysis,
  Clock,
  Coverage,
  CoveredFile,
  Impact,
  Input,
  Restart,
  Route,
  Signature,
  Totals,
  Trace,
} from "../../analyze/analysis.ts";
import type { Cause, Evidence, Finding, Incident, Series } from "../../analyze/finding.ts";
import type { Diagnostic } from "../../errors.ts";
import type { EventRow } from "../../events/event_row.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import { activityCheck } from "./activity_check.ts";
import { backupCheck } from "./backup_check.ts";
import {
  anything,
  flag,
  listOf,
  number,
  optional,
  orNull,
  positive,
  recordOf,
  shape,
  text,
  time,
  type ValueCheck,
  word,
} from "./value_check.ts";

const texts = listOf(text);
const numbers = listOf(number);
const series = shape<Series>({ start: time, bucketMs: positive, counts: numbers });
const category = word("application", "http_access", "migration", "daemon", "other");
const severity = word(...SEVERITIES);
const confidence = word("high", "medium", "low");

/** Without requests there is no start. */
const timeOrNothing: ValueCheck = (value, path) => value === "" || time(value, path);

const evidence = shape<Evidence>({
  input: text,
  member: text,
  line: number,
  byteOffset: number,
  byteLength: number,
  time: orNull(time),
  text,
});
const cause = shape<Cause>({
  eventId: text,
  eventType: text,
  score: number,
  lagMs: number,
  terms: shape<Cause["terms"]>({
    time: number,
    scope: number,
    kind: number,
    effect: number,
    uniqueness: number,
  }),
  origin: orNull(evidence),
  sameChange: texts,
});
const finding = shape<Finding>({
  id: text,
  rule: text,
  title: text,
  severity,
  confidence,
  hosts: texts,
  categories: listOf(category),
  groupIds: texts,
  replicaSets: texts,
  agents: texts,
  count: number,
  first: time,
  last: time,
  onset: time,
  series,
  evidence: listOf(evidence),
  explanation: text,
  remediation: text,
  references: texts,
  captures: recordOf(texts),
  causes: listOf(cause),
  confirmedBy: texts,
});
const incident = shape<Incident>({
  id: text,
  start: time,
  end: time,
  severity,
  title: text,
  findings: texts,
  hosts: texts,
  groupIds: texts,
  causes: listOf(cause),
  narrative: text,
});
const diagnostic = shape<Diagnostic>({
  code: text,
  severity: word("error", "warning", "note"),
  message: text,
  input: text,
  member: optional(text),
  line: optional(number),
  byteOffset: optional(number),
  count: optional(number),
});
const event = shape<EventRow>({
  id: text,
  time,
  type: text,
  role: word("change", "alert", "recovery", "access", "info"),
  summary: text,
  groupId: optional(text),
  host: optional(text),
  replicaSet: optional(text),
  cluster: optional(text),
  user: optional(text),
  remoteAddress: optional(text),
  diffs: anything,
  raw: anything,
});
const input = shape<Input>({
  name: text,
  kind: word("archive", "folder", "log", "stream"),
  sha256: text,
  inputBytes: number,
  complete: flag,
});
const file = shape<CoveredFile>({
  member: text,
  lines: number,
  records: number,
  rejectedLines: number,
  start: orNull(time),
  end: orNull(time),
  complete: flag,
  layout: orNull(text),
});
const gap = shape<Coverage["gaps"][number]>({
  start: time,
  end: time,
  kind: word("silent", "missing", "cut"),
});
const coverage = shape<Coverage>({
  host: text,
  category,
  files: listOf(file),
  start: orNull(time),
  end: orNull(time),
  gaps: listOf(gap),
});
const restart = shape<Restart>({
  host: text,
  time,
  version: orNull(text),
  previousVersion: orNull(text),
  kind: word("start", "clean", "abrupt"),
  silentMs: orNull(number),
  evidence: listOf(evidence),
});
const clock = shape<Clock>({
  host: text,
  offsetMs: number,
  uncertaintyMs: number,
  basis: word("event-twin", "agent-at", "request-pair"),
  samples: number,
});
const signature = shape<Signature>({
  id: text,
  template: text,
  level: text,
  logger: orNull(text),
  exception: orNull(text),
  count: number,
  first: time,
  last: time,
  hosts: texts,
  novel: flag,
  series: optional(series),
  evidence: listOf(evidence),
});
const route = shape<Route>({
  method: text,
  route: text,
  count: number,
  status: recordOf(number),
  responseBytes: number,
  latencyMs: orNull(shape<NonNullable<Route["latencyMs"]>>({
    p50: number,
    p90: number,
    p95: number,
    p99: number,
    max: number,
  })),
});
const access = shape<Access>({
  routes: listOf(route),
  clients: listOf(shape<Access["clients"][number]>({ client: text, count: number, errors: number })),
  series: shape<Access["series"]>({
    start: timeOrNothing,
    bucketMs: number,
    requests: numbers,
    errors5xx: numbers,
    errors4xx: numbers,
    p95Ms: listOf(orNull(number)),
  }),
});
const agent = shape<Agent>({
  host: text,
  groupId: orNull(text),
  version: orNull(text),
  requests: number,
  first: time,
  last: time,
  unauthorized: number,
  longestSilenceMs: number,
  clockOffsetMs: orNull(number),
  calls: optional(series),
});
const trace = shape<Trace>({
  eventId: orNull(text),
  request: orNull(evidence),
  records: listOf(evidence),
  offsetMs: orNull(number),
  confidence,
});
const impact = shape<Impact>({
  eventId: text,
  metric: text,
  scope: text,
  before: number,
  after: number,
  ratio: orNull(number),
  pValue: number,
  qValue: number,
  significant: flag,
});
const totals = shape<Totals>({
  inputBytes: number,
  uncompressedBytes: number,
  members: number,
  lines: number,
  records: number,
  rejectedLines: number,
  events: number,
});

/** Checks what comes out of a case: no report need ask whether a field is there. */
export const checkAnalysis: ValueCheck = shape<Analysis>({
  schema: word("omlens.analysis/1"),
  tool: shape<Analysis["tool"]>({ name: text, version: text }),
  options: recordOf(anything),
  inputs: listOf(input),
  span: orNull(shape<NonNullable<Analysis["span"]>>({ start: time, end: time })),
  totals,
  coverage: listOf(coverage),
  diagnostics: listOf(diagnostic),
  restarts: listOf(restart),
  clocks: listOf(clock),
  signatures: listOf(signature),
  access,
  activity: listOf(activityCheck(category)),
  activityDetail: listOf(activityCheck(category)),
  agents: listOf(agent),
  backups: listOf(backupCheck(evidence)),
  events: listOf(event),
  traces: listOf(trace),
  impacts: listOf(impact),
  findings: listOf(finding),
  incidents: listOf(incident),
});
