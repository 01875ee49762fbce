import type { Impact, Trace } from "../../analyze/analysis.ts";
import type { EventRow } from "../../events/event_row.ts";
import { type CsvTable, csvTable } from "./csv_table.ts";

const EVENTS = csvTable<EventRow>("events", ({ events }) => events, {
  id: ({ id }) => id,
  time: ({ time }) => time,
  type: ({ type }) => type,
  role: ({ role }) => role,
  summary: ({ summary }) => summary,
  groupId: ({ groupId }) => groupId,
  host: ({ host }) => host,
  replicaSet: ({ replicaSet }) => replicaSet,
  cluster: ({ cluster }) => cluster,
  user: ({ user }) => user,
  remoteAddress: ({ remoteAddress }) => remoteAddress,
  diffs: ({ diffs }) => diffs === undefined ? null : JSON.stringify(diffs),
});

const IMPACTS = csvTable<Impact>("impacts", ({ impacts }) => impacts, {
  eventId: ({ eventId }) => eventId,
  metric: ({ metric }) => metric,
  scope: ({ scope }) => scope,
  before: ({ before }) => before,
  after: ({ after }) => after,
  ratio: ({ ratio }) => ratio,
  pValue: ({ pValue }) => pValue,
  qValue: ({ qValue }) => qValue,
  significant: ({ significant }) => significant,
});

const TRACES = csvTable<Trace>("traces", ({ traces }) => traces, {
  eventId: ({ eventId }) => eventId,
  offsetMs: ({ offsetMs }) => offsetMs,
  confidence: ({ confidence }) => confidence,
  time: ({ request }) => request?.time,
  input: ({ request }) => request?.input,
  member: ({ request }) => request?.member,
  line: ({ request }) => request?.line,
  request: ({ request }) => request?.text,
  records: ({ records }) => records.length,
  firstRecordMember: ({ records }) => records[0]?.member,
  firstRecordLine: ({ records }) => records[0]?.line,
});

/** What people and the system did, what changed after it, and which requests and records belong to it. */
export const EVENT_TABLES: readonly CsvTable[] = [EVENTS, IMPACTS, TRACES];
