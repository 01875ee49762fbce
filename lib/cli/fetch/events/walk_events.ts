import type { EventPage, EventPagesOptions, EventScope } from "../../../fetch/event_pages.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { describeAmount, describeCount } from "../../../report/describe_quantity.ts";
import { given } from "../../flags/given.ts";
import { type EventRecord, eventRecord } from "./event_record.ts";
import type { EventSpool, Walk } from "./event_spool.ts";

/** What all walks of a run share. */
export interface WalkContext {
  /** Where the pages come from. */
  readonly client: Pick<OpsManagerClient, "eventPages">;
  /** Where they go. */
  readonly spool: EventSpool;
  /** Only these types; empty: all. */
  readonly types: readonly string[];
  /** With the field `raw`. */
  readonly includeRaw: boolean;
  /** Stops between pages. */
  readonly signal: AbortSignal;
  /** Called when a page is stored. */
  readonly onPage: (page: EventPage) => void;
}

/**
 * Brings all events of a scope into the spool. What the file has already is not asked for again, unless the API counts
 * more than there is then.
 *
 * @returns what is still missing then, in a sentence; null: nothing
 */
export async function walkScope(
  scope: EventScope,
  number: number,
  context: WalkContext,
): Promise<string | null> {
  const { spool } = context;
  const walkPart = async (part: Walk["part"], maxPages = Infinity) => {
    const walk = spool.walk(number, part);
    return walk === null ? null : await walkPages(walk, scope, maxPages, context);
  };
  const isAdding = spool.walk(number, "newer") !== null;
  let whole = await walkPart("whole", isAdding ? 1 : Infinity);
  await walkPart("newer");
  await walkPart("older");
  if (whole === null || missingOf(whole, spool) === 0) return null;
  if (isAdding) whole = await walkPart("whole");
  else {
    spool.plan(number, "again", whole);
    whole = await walkPart("again");
  }
  if (whole === null || missingOf(whole, spool) === 0) return null;
  const came = spool.countIn(number, whole);
  const there = describeAmount(whole.total ?? 0, "event");
  return `Ops Manager counts ${there} of ${describeScope(scope)}, ${describeCount(came)} came`;
}

/** `organization 5f…`. */
export function describeScope(scope: EventScope): string {
  return scope.kind === "global" ? "the whole Ops Manager" : `${scope.kind} ${scope.id}`;
}

function missingOf(walk: Walk, spool: EventSpool): number {
  const { total, rejected, scope } = walk;
  return total === null ? 0 : Math.max(0, total - rejected - spool.countIn(scope, walk));
}

/** Goes on until the walk is done, or stands at page `maxPages` + 1. */
async function walkPages(
  walk: Walk,
  scope: EventScope,
  maxPages: number,
  context: WalkContext,
): Promise<Walk> {
  const { client, spool, signal, onPage } = context;
  let now = walk;
  if (now.isDone || now.nextPage > maxPages) return now;
  for await (const page of client.eventPages(scope, pagesOptions(walk, context))) {
    const { records, rejected } = readPage(page);
    now = {
      ...now,
      maxDate: page.maxDate,
      nextPage: page.pageNum + 1,
      total: page.pageNum === 1 ? page.totalCount : now.total,
      rejected: now.rejected + rejected,
      isDone: page.isLast,
    };
    spool.addPage(now, () => addRecords(records, walk.scope, context));
    onPage(page);
    signal.throwIfAborted();
    if (now.isDone || now.nextPage > maxPages) break;
  }
  return now;
}

/**
 * Begins with the last page that came: events that are new meanwhile move the others to later pages, where they only
 * repeat themselves; events that the server removed move them to earlier ones.
 */
function pagesOptions(
  { minDate, maxDate, nextPage }: Walk,
  { types, includeRaw }: WalkContext,
): EventPagesOptions {
  return {
    ...given({ minDate: minDate ?? undefined, maxDate: maxDate ?? undefined }),
    types,
    includeRaw,
    firstPage: Math.max(1, nextPage - 1),
  };
}

function readPage(page: EventPage): { records: EventRecord[]; rejected: number } {
  const records = page.events.map((event) => eventRecord(event)).filter((record) => record !== null);
  return { records, rejected: page.rejected + page.events.length - records.length };
}

function addRecords(records: readonly EventRecord[], scope: number, { spool, types }: WalkContext): void {
  for (const record of records) {
    const isWanted = types.length === 0 || (record.type !== null && types.includes(record.type));
    spool.add(record, 2 ** scope, isWanted ? "wanted" : "other type");
  }
}
