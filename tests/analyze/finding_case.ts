/** Findings and events made by hand, to judge what is concluded from them. */
import type { CausedFinding } from "../../lib/analyze/incidents.ts";
import type { FindingDraft } from "../../lib/analyze/finding_draft.ts";
import { describeEventType } from "../../lib/events/event_catalog.ts";
import type { EventRow } from "../../lib/events/event_row.ts";
import { START_MS, timeAt } from "./log_case.ts";

/** A finding that begins at a minute and lasts ten. */
export function findingAt(minute: number, fields: Partial<CausedFinding> = {}): CausedFinding {
  const onsetMs = START_MS + minute * 60_000;
  const lastMs = onsetMs + 600_000;
  const rule = fields.rule ?? "signature.burst";
  return {
    id: `${rule}@${minute}`,
    rule,
    title: `Title of ${rule}`,
    severity: "high",
    confidence: "high",
    hosts: ["om-1.example.com"],
    categories: ["application"],
    groupIds: [],
    replicaSets: [],
    agents: [],
    count: 100,
    first: new Date(onsetMs).toISOString(),
    last: new Date(lastMs).toISOString(),
    onset: new Date(onsetMs).toISOString(),
    series: { start: timeAt(0), bucketMs: 60_000, counts: [] },
    evidence: [],
    explanation: "",
    remediation: "",
    references: [],
    captures: {},
    causes: [],
    confirmedBy: [],
    onsetMs,
    parts: [],
    onsetHost: null,
    latestOnsetMs: onsetMs,
    isStanding: false,
    lastMs,
    addresses: [],
    names: [],
    loggers: ["com.xgen.svc.mms.SyntheticSvc"],
    signatures: [],
    confirmingTypes: [],
    explains: [],
    raisedBy: [],
    ...fields,
  };
}

/** A finding without causes. */
export function draftAt(minute: number, fields: Partial<FindingDraft> = {}): FindingDraft {
  const { causes: _1, confirmedBy: _2, ...draft } = findingAt(minute, fields);
  return draft;
}

/** A normalised event at a minute; its id is its type and minute. */
export function rowAt(minute: number, type: string, fields: Partial<EventRow> = {}): EventRow {
  const { role } = describeEventType(type);
  return {
    id: `${type}@${minute}`,
    time: timeAt(minute),
    type,
    role,
    summary: `${type} happened`,
    raw: {},
    ...fields,
  };
}
