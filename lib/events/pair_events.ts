import { describeEventType, eventScope, type EventType } from "./event_catalog.ts";
import { eventField } from "./event_field.ts";
import type { EventRow } from "./event_row.ts";

/** How long a state lasted that one event began and another ended. Times are those of the events, which come late. */
export interface EventSpan {
  /** The event that began it; `null` when it began before the events do. */
  readonly openId: string | null;
  /** The event that ended it; `null` when it lasts to the end of the data. */
  readonly closeId: string | null;
  /** Type of the event that begins such a state, in its current spelling; the first one when several types could. */
  readonly type: string;
  /** When it began; `null` when before the events do. */
  readonly start: string | null;
  /** When it ended; `null` when it lasts. */
  readonly end: string | null;
  /** What it is a state of: the alert, else project and object. */
  readonly key: string;
}

type OpenSpan = { -readonly [K in keyof EventSpan]: EventSpan[K] };

/** Spans that are open, by what could end them. */
interface OpenSpans {
  /** By type and alert. */
  readonly byAlert: Map<string, OpenSpan>;
  /** By type and object, of events without alert. */
  readonly byObject: Map<string, OpenSpan>;
  /** By type and object, of events with alert: an end without alert ends them all. */
  readonly alertsByObject: Map<string, OpenSpan[]>;
}

/**
 * Pairs events that begin a state with those that end it: by alert when both name one, else by project, object and
 * types. An event that repeats what is known adds nothing.
 *
 * @param events by time
 * @returns by the time of the event that began it, else of the one that ended it; then by key and type
 */
export function pairEvents(events: readonly EventRow[]): EventSpan[] {
  const spans: EventSpan[] = [];
  const open: OpenSpans = { byAlert: new Map(), byObject: new Map(), alertsByObject: new Map() };
  const ended = new Set<string>();
  for (const event of events) {
    const type = typeOf(event);
    if (type.endedBy !== null) {
      const span = openSpan(event, type, open);
      if (span !== null) spans.push(span);
    } else if (type.ends.length > 0) {
      const orphan = closeSpans(event, type, open, ended);
      if (orphan !== null) spans.push(orphan);
    }
  }
  return spans.sort(compareSpans);
}

function typeOf(event: EventRow): EventType {
  const hasAlertId = eventField(event, "alertId") !== undefined;
  return describeEventType(event.type, { hasAlertId, hasActor: event.user !== undefined });
}

function openSpan(event: EventRow, type: EventType, open: OpenSpans): EventSpan | null {
  const alert = eventField(event, "alertId");
  const object = objectOf(event);
  const index = alert === undefined ? open.byObject : open.byAlert;
  const key = pairKey(type.name, alert ?? object);
  if (index.has(key)) return null;
  const span = {
    openId: event.id,
    closeId: null,
    type: type.name,
    start: event.time,
    end: null,
    key: alert ?? object,
  };
  index.set(key, span);
  if (alert !== undefined) append(open.alertsByObject, pairKey(type.name, object), span);
  return span;
}

/** Ends what the event ends; returns a span without beginning when there was nothing to end. */
function closeSpans(event: EventRow, type: EventType, open: OpenSpans, ended: Set<string>): EventSpan | null {
  const alert = eventField(event, "alertId");
  const object = objectOf(event);
  const closed = type.ends.flatMap((opener) => takeSpans(opener, alert, object, open));
  for (const span of closed) Object.assign(span, { closeId: event.id, end: event.time });
  const key = alert ?? object;
  const seen = ended.has(pairKey(type.name, key));
  ended.add(pairKey(type.name, key));
  if (closed.length > 0 || seen) return null;
  return {
    openId: null,
    closeId: event.id,
    type: type.ends[0] ?? type.name,
    start: null,
    end: event.time,
    key,
  };
}

function takeSpans(opener: string, alert: string | undefined, object: string, open: OpenSpans): OpenSpan[] {
  if (alert !== undefined) {
    const same = take(open.byAlert, pairKey(opener, alert));
    if (same !== undefined) return [same];
  }
  const objectKey = pairKey(opener, object);
  const withoutAlert = take(open.byObject, objectKey);
  const withAlert = alert === undefined ? take(open.alertsByObject, objectKey) ?? [] : [];
  for (const span of withAlert) open.byAlert.delete(pairKey(opener, span.key));
  return [...(withoutAlert ? [withoutAlert] : []), ...withAlert.filter((span) => span.closeId === null)];
}

/** The one thing the state is of, by the scope of the type; other keys may be on one of the two events only. */
function objectOf(event: EventRow): string {
  const scope = eventScope(event);
  const place = event.groupId ?? eventField(event, "orgId") ?? "";
  const cluster = event.replicaSet ?? event.cluster;
  const thing = scope === "host"
    ? event.host
    : scope === "cluster"
    ? cluster
    : scope === "user"
    ? eventField(event, "targetUsername") ?? event.user
    : eventField(event, "alertConfigId") ?? eventField(event, "maintenanceWindowId") ?? event.host;
  return [place, thing ?? "", eventField(event, "metricName") ?? ""].join("/").replace(/\/+$/, "");
}

function pairKey(type: string, key: string): string {
  return `${type} ${key}`;
}

function take<T>(map: Map<string, T>, key: string): T | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function compareSpans(a: EventSpan, b: EventSpan): number {
  const [left, right] = [a, b].map((span) => `${span.start ?? span.end} ${span.key} ${span.type}`);
  return left! < right! ? -1 : left! > right! ? 1 : 0;
}
