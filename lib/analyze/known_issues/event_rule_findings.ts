import { describeEventType } from "../../events/event_catalog.ts";
import { eventField, type EventFieldName } from "../../events/event_field.ts";
import type { EventRow } from "../../events/event_row.ts";
import { pairEvents } from "../../events/pair_events.ts";
import { formatTime } from "../../parse/timestamp.ts";
import type { Rule } from "../../rules/rule.ts";
import { bareFinding, marksOn } from "../bare_finding.ts";
import type { FindingDraft } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { LogSpan } from "../span_of_logs.ts";
import type { BackingMembers } from "./backing_members.ts";

/** States of one rule and project that are this far apart are two occasions. */
const QUIET_MS = 3_600_000;
/** System alerts are evaluated every five minutes; a daemon counts as down after a quarter of an hour. */
const ALERT_DELAY_MS = 300_000;
const DAEMON_DELAY_MS = 900_000;
const MAX_CAPTURED = 100;
const CAPTURED: readonly EventFieldName[] = [
  "hostname",
  "port",
  "replicaSetName",
  "shardName",
  "clusterName",
  "metricName",
  "description",
];

/** A state that events tell of. */
interface EventState {
  readonly event: EventRow;
  readonly startMs: number;
  /** Null: it lasts to the end of the logs, or nobody says when it ends. */
  readonly endMs: number | null;
}

/** Findings of the rules that events alone raise: one for each project and occasion. */
export function eventRuleFindings(
  rules: readonly Rule[],
  events: readonly EventRow[],
  span: LogSpan,
  backing: BackingMembers,
): FindingDraft[] {
  const ends = new Map(pairEvents(events).map(({ openId, end }) => [openId, end]));
  return rules.filter((rule) => rule.events.raises.length > 0).flatMap((rule) =>
    occasionsOf(statesOf(rule, events, ends, backing)).map((states) => eventFinding(rule, states, span))
  );
}

function statesOf(
  { events: { raises, of } }: Rule,
  events: readonly EventRow[],
  ends: ReadonlyMap<string | null, string | null>,
  backing: BackingMembers,
): EventState[] {
  return events.flatMap((event) => {
    const { name, endedBy } = describeEventType(event.type);
    if (!raises.includes(name) && !raises.includes(event.type)) return [];
    if (of === "appdb" && !backing.hasMember(event)) return [];
    // A repetition of what is known begins nothing.
    if (endedBy !== null && !ends.has(event.id)) return [];
    const end = ends.get(event.id) ?? null;
    return [{ event, startMs: Date.parse(event.time), endMs: end === null ? null : Date.parse(end) }];
  });
}

function occasionsOf(states: readonly EventState[]): EventState[][] {
  const occasions: EventState[][] = [];
  for (const own of Map.groupBy(states, ({ event }) => event.groupId ?? "").values()) {
    let untilMs = -Infinity;
    for (const state of own) {
      if (state.startMs > untilMs + QUIET_MS) occasions.push([state]);
      else occasions.at(-1)!.push(state);
      untilMs = Math.max(untilMs, state.endMs ?? state.startMs);
    }
  }
  return occasions;
}

function eventFinding(rule: Rule, states: readonly EventState[], span: LogSpan): FindingDraft {
  const events = states.map(({ event }) => event);
  const startMs = Math.min(...states.map((state) => state.startMs));
  const delayMs = rule.events.raises.includes("DAEMON_DOWN") ? DAEMON_DELAY_MS : ALERT_DELAY_MS;
  const captures = capturesOf(events);
  const draft = bareFinding({
    hosts: [],
    categories: [],
    // An alert comes late: when it began is known only to lie between.
    onsetMs: startMs - delayMs,
    latestOnsetMs: startMs,
    lastMs: Math.max(...states.map((state) => state.endMs ?? state.startMs)),
    count: states.length,
    series: marksOn(span, states.map((state) => state.startMs)),
    evidence: [],
  }, {
    rule: rule.id,
    title: rule.title,
    severity: rule.severity,
    confidence: rule.confidence,
    explanation: `${rule.explanation} ${whenSentence(states, delayMs)}`,
    remediation: rule.remediation,
    references: rule.references,
  });
  return {
    ...draft,
    groupIds: sorted(events.flatMap(({ groupId }) => groupId ?? [])),
    replicaSets: sorted(events.flatMap(({ replicaSet }) => replicaSet ?? [])),
    addresses: sorted(events.flatMap(({ host }) => host ?? [])),
    captures,
    names: sorted(Object.values(captures).flat()),
    explains: rule.explains,
    raisedBy: events.map(({ id }) => id),
  };
}

function capturesOf(events: readonly EventRow[]): Record<string, string[]> {
  return Object.fromEntries(CAPTURED.flatMap((name) => {
    const values = sorted(events.flatMap((event) => eventField(event, name) ?? []));
    return values.length === 0 ? [] : [[name, values.slice(0, MAX_CAPTURED)]];
  }));
}

function whenSentence(states: readonly EventState[], delayMs: number): string {
  const [first] = states;
  const { type, time } = first!.event;
  const more = states.length > 1 ? `, the first of ${states.length},` : "";
  const ended = states.every(({ endMs }) => endMs !== null)
    ? `It ended at ${formatTime(Math.max(...states.map(({ endMs }) => endMs!)))}.`
    : "No event says that it ended.";
  return `The event ${type}${more} is of ${time}; such events come up to ${
    delayMs / 60_000
  } minutes after the fact. ${ended}`;
}
