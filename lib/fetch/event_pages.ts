import { UsageError } from "../errors.ts";
import { apiTime, parseApiTime } from "./api_time.ts";
import type { ApiSession } from "./http/api_session.ts";
import { isJsonRecord, type JsonRecord, withoutLinks } from "./json_record.ts";
import { parseObjectId } from "./object_id.ts";
import { type ListRequest, MAX_ITEMS_PER_PAGE, type ResultPage, resultPages } from "./result_pages.ts";

/** Whose events are asked for. */
export type EventScope =
  | {
    /** The events of one organization or one project. */
    readonly kind: "organization" | "project";
    /** 24 hexadecimal digits. */
    readonly id: string;
  }
  | {
    /** The events of Ops Manager itself. */
    readonly kind: "global";
  };

/** Options of {@linkcode OpsManagerClient.eventPages}. */
export interface EventPagesOptions {
  /** First `created`, inclusive, ISO 8601; cut to the second. */
  readonly minDate?: string;
  /**
   * Last `created`, inclusive, ISO 8601; cut to the second.
   *
   * @default when page 1 is asked for, on the clock of the server if that is ahead
   */
  readonly maxDate?: string;
  /** Only these event types; absent or empty: all. */
  readonly types?: readonly string[];
  /**
   * Whether the events come with `raw`.
   *
   * @default {false}
   */
  readonly includeRaw?: boolean;
  /**
   * 1-based page to begin with. Beyond 1 only together with the `maxDate` of the pages before.
   *
   * @default {1}
   */
  readonly firstPage?: number;
  /**
   * Events a page, 1 to 500.
   *
   * @default {500}
   */
  readonly itemsPerPage?: number;
}

/** One page of events. */
export interface EventPage {
  /** 1-based. */
  readonly pageNum: number;
  /** In the order of the API, newest first, as sent but without `links`. An event without `id` is kept. */
  readonly events: readonly JsonRecord[];
  /** How many results were no JSON objects and are not in `events`. */
  readonly rejected: number;
  /** How many events there are, as the API counts; advisory. Null: it does not say. */
  readonly totalCount: number | null;
  /** Whether nothing follows. */
  readonly isLast: boolean;
  /** What {@linkcode EventPagesOptions.maxDate} was pinned to: ISO 8601, whole seconds. */
  readonly maxDate: string;
}

/** What {@linkcode eventPages} asks of a session. */
export type EventSession = Pick<ApiSession, "json" | "serverTimeMs">;

const CLOCK_TOLERANCE_MS = 1000;

/**
 * Walks the events of a scope, newest first, one page at a time, and keeps nothing but the ids of one page.
 *
 * `maxDate` is pinned before page 1, so that events which are added meanwhile do not move the pages. When the answer
 * tells that our clock is behind the server's, it is pinned anew and page 1 asked for again. Rows may still come
 * twice; none is left out.
 *
 * @throws {UsageError} if an id, time or number in the options is none
 * @throws {RemoteError} if the pages do not advance, and for all that can go wrong on the way
 */
export async function* eventPages(
  session: EventSession,
  scope: EventScope,
  options: EventPagesOptions,
  now: () => number,
): AsyncGenerator<EventPage> {
  checkOptions(options);
  let maxDate = apiTime(options.maxDate === undefined ? now() : parseApiTime(options.maxDate, "maxDate"));
  let pages = resultPages(session, listRequest(scope, options, maxDate));
  let step = await pages.next();
  const later = options.maxDate === undefined ? laterPin(session, now()) : null;
  if (later !== null) {
    maxDate = later;
    pages = resultPages(session, listRequest(scope, options, maxDate));
    step = await pages.next();
  }
  for (; !step.done; step = await pages.next()) yield eventPage(step.value, maxDate);
}

function checkOptions({ minDate, maxDate, firstPage = 1, itemsPerPage = 500 }: EventPagesOptions): void {
  if (!Number.isSafeInteger(firstPage) || firstPage < 1) {
    throw optionsError(`the first page is ${firstPage}`, "begin with page 1 or a later one");
  }
  if (firstPage > 1 && maxDate === undefined) {
    throw optionsError(
      `page ${firstPage} is asked for without maxDate`,
      "give the maxDate of the pages before it",
    );
  }
  if (!Number.isSafeInteger(itemsPerPage) || itemsPerPage < 1 || itemsPerPage > MAX_ITEMS_PER_PAGE) {
    throw optionsError(`${itemsPerPage} events a page are asked for`, `ask for 1 to ${MAX_ITEMS_PER_PAGE}`);
  }
  const minMs = minDate === undefined ? -Infinity : parseApiTime(minDate, "minDate");
  const maxMs = maxDate === undefined ? Infinity : parseApiTime(maxDate, "maxDate");
  if (minMs > maxMs) {
    throw optionsError(`minDate ${minDate} is after maxDate ${maxDate}`, "give the earlier time as minDate");
  }
}

function optionsError(why: string, remedy: string): UsageError {
  return new UsageError(`Cannot list the events: ${why}`, { remedy });
}

function listRequest(scope: EventScope, options: EventPagesOptions, maxDate: string): ListRequest {
  const { minDate, types = [], includeRaw = false, firstPage, itemsPerPage } = options;
  const query: [string, string][] = types.map((type) => ["eventType", type]);
  if (includeRaw) query.push(["includeRaw", "true"]);
  if (minDate !== undefined) query.push(["minDate", apiTime(parseApiTime(minDate, "minDate"))]);
  return {
    what: `list the events of ${describeScope(scope)}`,
    path: scopePath(scope),
    query: [...query, ["maxDate", maxDate]],
    ...(firstPage !== undefined && { firstPage }),
    ...(itemsPerPage !== undefined && { itemsPerPage }),
  };
}

/** `organization 5f…`. */
export function describeScope(scope: EventScope): string {
  return scope.kind === "global" ? "the whole Ops Manager" : `${scope.kind} ${scope.id}`;
}

function scopePath(scope: EventScope): string {
  if (scope.kind === "global") return "/globalEvents";
  const owner = scope.kind === "organization" ? "orgs" : "groups";
  return `/${owner}/${parseObjectId(scope.id, scope.kind)}/events`;
}

/** How far the server's clock is ahead of ours when that matters, as the time to ask up to instead; else null. */
function laterPin(session: EventSession, nowMs: number): string | null {
  const { serverTimeMs } = session;
  return serverTimeMs !== null && serverTimeMs > nowMs + CLOCK_TOLERANCE_MS ? apiTime(serverTimeMs) : null;
}

function eventPage({ pageNum, results, totalCount, isLast }: ResultPage, maxDate: string): EventPage {
  const events = results.filter(isJsonRecord).map(withoutLinks);
  return { pageNum, events, rejected: results.length - events.length, totalCount, isLast, maxDate };
}
