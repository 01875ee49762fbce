import type { Diagnostic } from "../../errors.ts";
import type { Confidence } from "../../rules/rule.ts";
import type { Trace } from "../analysis.ts";
import type { HostClocks } from "../clocks/find_clocks.ts";
import { evidenceOf } from "../evidence.ts";
import type { Evidence } from "../finding.ts";
import type { LogTally } from "../log_tally.ts";
import { actRecords, SLACK_MS } from "./act_records.ts";
import { type EventOrigin, eventOrigins } from "./event_origins.ts";
import { failedRequests, FAILURE_SLACK_MS, failureRecords, type TracedFailure } from "./failure_records.ts";
import { stretchOf } from "./request_stretch.ts";
import { type RequestRecord, requestRecords, type Stretch } from "./request_record.ts";

/** Events, requests and records that belong together. */
export interface FoundTraces {
  /** By event (time, then id), those without an event last; then by request. */
  readonly traces: readonly Trace[];
  /** The access line of a change event, null: none was found. */
  readonly originOf: (eventId: string) => Evidence | null;
  /** What was beyond a limit. */
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_TRACES = 5000;
/** Failed requests that are looked at, each with a stack trace. */
const MAX_FAILURES = 2000;

/** Joins change events with the requests that made them, and requests with what the server logged for them. */
export function findTraces(tally: LogTally, clocks: HostClocks): FoundTraces {
  const origins = eventOrigins(clocks);
  const failed = failedRequests(tally);
  const looked = failed.slice(0, MAX_FAILURES);
  const stretches = [
    ...origins.map(({ request }) => ({ host: request.host, ...stretchOf(request, null, SLACK_MS) })),
    ...looked.map((request) => ({
      host: request.host,
      ...stretchOf(request, request.moment, FAILURE_SLACK_MS),
    })),
  ];
  const records = requestRecords(
    tally,
    Map.groupBy<string, Stretch & { host: string }>(stretches, ({ host }) => host),
  );
  const made = origins.map((origin) => actTrace(tally, origin, records));
  const failures = [...Map.groupBy(looked, ({ host }) => host)]
    .flatMap(([host, own]) => failureRecords(own, records.get(host) ?? []))
    .sort(byRequest)
    .map((failure) => failureTrace(tally, failure));
  const found = [...made, ...failures];
  const origin = new Map(made.map(({ eventId, request }) => [eventId, request]));
  return {
    traces: found.slice(0, MAX_TRACES),
    originOf: (eventId) => origin.get(eventId) ?? null,
    diagnostics: overLimit(tally, found.length - MAX_TRACES, failed.length - looked.length),
  };
}

function actTrace(
  tally: LogTally,
  origin: EventOrigin,
  records: ReadonlyMap<string, readonly RequestRecord[]>,
): Trace {
  const { event, request, confidence } = origin;
  return {
    eventId: event.event.id,
    request: placed(tally, request.sample),
    records: actRecords(origin, records.get(request.host) ?? []).map(({ sample }) => placed(tally, sample)),
    offsetMs: request.timeMs - event.timeMs,
    confidence,
  };
}

function failureTrace(tally: LogTally, { request, record, isNamed, isAlone }: TracedFailure): Trace {
  const confidence: Confidence = isNamed ? isAlone ? "high" : "medium" : isAlone ? "medium" : "low";
  return {
    eventId: null,
    request: placed(tally, request.sample),
    records: [placed(tally, record.sample)],
    offsetMs: null,
    confidence,
  };
}

function placed(
  { members }: LogTally,
  sample: Parameters<typeof evidenceOf>[0] & { readonly member: number; readonly timeMs: number },
): Evidence {
  return evidenceOf(sample, members[sample.member]!, sample.timeMs);
}

function byRequest({ request: a }: TracedFailure, { request: b }: TracedFailure): number {
  return a.timeMs - b.timeMs || a.sample.member - b.sample.member ||
    a.sample.byteOffset - b.sample.byteOffset;
}

function overLimit({ members }: LogTally, traces: number, requests: number): Diagnostic[] {
  const count = Math.max(0, traces) + Math.max(0, requests);
  return count === 0 ? [] : [{
    code: "limit.traces",
    severity: "note",
    message:
      `Left out ${count} failed requests: no more than ${MAX_FAILURES} of them are traced, and ${MAX_TRACES} requests`,
    input: members[0]?.input ?? "",
    count,
  }];
}
