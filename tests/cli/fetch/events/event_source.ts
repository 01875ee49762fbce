import type { CollectEventsRequest } from "../../../../lib/cli/fetch/events/collect_events.ts";
import type { EventPage, EventPagesOptions, EventScope } from "../../../../lib/fetch/event_pages.ts";

/** An event as the API has it; a synthetic one. */
export interface SourceEvent {
  readonly id?: string;
  readonly created?: unknown;
  readonly eventTypeName?: string;
  readonly [key: string]: unknown;
}

/** A page that was asked for. */
export interface AskedPage {
  readonly scope: EventScope;
  readonly options: EventPagesOptions;
  readonly pageNum: number;
}

/** What of an Ops Manager differs. */
export interface SourceOptions {
  /** Whose events; the same for all scopes when it is a list. In any order: it gives them newest first. */
  readonly events: readonly SourceEvent[] | ((scope: EventScope) => readonly SourceEvent[]);
  /** 3 when left out. */
  readonly pageSize?: number;
  /** Clock; milliseconds. */
  readonly now?: () => number;
  /** What it says there is, from what there is. */
  readonly count?: (events: number) => number | null;
  /** Called, and waited for, before a page is made. */
  readonly beforePage?: (asked: AskedPage) => unknown;
  /** What becomes of a page's events. */
  readonly page?: (events: readonly SourceEvent[], asked: AskedPage) => readonly SourceEvent[];
  /** Gives all types, whichever are asked for. */
  readonly ignoresTypes?: boolean;
}

/** Noon of the day the tests play on. */
export const NOON_MS: number = Date.parse("2026-05-11T12:00:00Z");

/** A time so many seconds before noon, without fraction. */
export function beforeNoon(seconds: number): string {
  return new Date(NOON_MS - seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** An event so many seconds before noon. */
export function eventAt(seconds: number, more: Readonly<Record<string, unknown>> = {}): SourceEvent {
  const id = String(900_000 - seconds).padStart(24, "0");
  return { id, created: beforeNoon(seconds), eventTypeName: "HOST_DOWN", orgId: ORG.id, ...more };
}

/** An organization. */
export const ORG: Extract<EventScope, { id: string }> = { kind: "organization", id: "a".repeat(24) };
/** A project. */
export const PROJECT: Extract<EventScope, { id: string }> = { kind: "project", id: "b".repeat(24) };

/** The pages of an Ops Manager, without a network. */
export function eventSource(
  { events, pageSize = 3, now = () => NOON_MS, ...over }: SourceOptions,
): { client: CollectEventsRequest["client"]; asked: AskedPage[] } {
  const asked: AskedPage[] = [];
  async function* eventPages(scope: EventScope, options: EventPagesOptions = {}): AsyncGenerator<EventPage> {
    const maxDate = options.maxDate ?? new Date(now()).toISOString().replace(/\.\d+Z$/, "Z");
    for (let pageNum = options.firstPage ?? 1;; pageNum++) {
      const question = { scope, options, pageNum };
      await over.beforePage?.(question);
      asked.push(question);
      const there = select(typeof events === "function" ? events(scope) : events, { ...options, maxDate });
      const shown = over.ignoresTypes ? there : ofTypes(there, options.types ?? []);
      const slice = shown.slice((pageNum - 1) * pageSize, pageNum * pageSize);
      const isLast = pageNum * pageSize >= shown.length;
      yield {
        pageNum,
        events: over.page?.(slice, question) ?? slice,
        rejected: 0,
        totalCount: over.count === undefined ? shown.length : over.count(shown.length),
        isLast,
        maxDate,
      };
      if (isLast) return;
    }
  }
  return { client: { apiUrl: "https://om.example.com/api/public/v1.0", eventPages }, asked };
}

function select(events: readonly SourceEvent[], { minDate, maxDate }: EventPagesOptions): SourceEvent[] {
  const [first, last] = [Date.parse(minDate ?? ""), Date.parse(maxDate ?? "")];
  return events.filter(({ created }) => {
    const time = Date.parse(`${created}`);
    return !(time < first) && !(time > last);
  }).toSorted((a, b) => Date.parse(`${b.created}`) - Date.parse(`${a.created}`));
}

function ofTypes(events: SourceEvent[], types: readonly string[]): SourceEvent[] {
  return types.length === 0
    ? events
    : events.filter(({ eventTypeName = "" }) => types.includes(eventTypeName));
}

/** A request for all of an organization's events. */
export function eventsRequest(
  client: CollectEventsRequest["client"],
  path: string,
  over: Partial<CollectEventsRequest> = {},
): CollectEventsRequest {
  return {
    client,
    scopes: [ORG],
    since: null,
    until: null,
    types: [],
    includeRaw: false,
    path,
    quiet: true,
    signal: new AbortController().signal,
    ...over,
  };
}

/** The events in a file. */
export async function eventsIn(path: string): Promise<SourceEvent[]> {
  const lines = (await Deno.readTextFile(path)).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** The ids in a file. */
export async function idsIn(path: string): Promise<(string | undefined)[]> {
  return (await eventsIn(path)).map(({ id }) => id);
}
