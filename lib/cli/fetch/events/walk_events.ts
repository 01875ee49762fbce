import {
  describeScope,
  type EventPage,
  type EventPagesOptions,
  type EventScope,
} from "../../../fetch/event_pages.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { describeAmount, describeCount } from "../../../report/describe_quantity.ts";
import { given } from "../../flags/given.ts";
import { type EventRecord, eventRecord, isOfTypes } from "./event_record.ts";
import type { EventSpool, Walk } from "./event_spool.ts";
import type { SavedEvents } from "./saved_events.ts";

/** How often all pages are asked for again while the API counts more than came. */
const MAX_PASSES = 5;

/** What all walks of a run share. */
export interface WalkContext {
  /** Where the pages come from. */
  readonly client: Pick<OpsManagerClient, "eventPages">;
  /** Where they go. */
  readonly spool: EventSpool;
  /** What is there. */
  readonly saved: SavedEvents;
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
  const { spool, saved } = context;
  const walkPart = async (part: Walk["part"], end: Partial<WalkEnd> = {}) => {
    const walk = spool.walk(number, part);
    return walk === null
      ? null
      : await walkPages(walk, scope, { maxPages: Infinity, missing: Infinity, ...end }, context);
  };
  const isAdding = spool.walk(number, "newer") !== null;
  let whole = await walkPart("whole", isAdding ? { maxPages: 1 } : {});
  await walkPart("newer");
  await walkPart("older");
  // Rows can change places between two pages: removed ones, and those of the same time. So as long as more come.
  for (let [pass, before] = [1, -1]; whole !== null && missingOf(whole, saved) > 0; pass++) {
    const came = saved.countIn(number, whole);
    if (pass > MAX_PASSES || came === before) break;
    before = came;
    const isLate = isAdding && pass === 1;
    if (!isLate) spool.plan(number, "again", whole);
    // What came late to the API is on the first pages, as they come newest first.
    whole = await (isLate ? walkPart("whole", { missing: missingOf(whole, saved) }) : walkPart("again"));
  }
  if (whole === null || missingOf(whole, saved) === 0) return null;
  const came = saved.countIn(number, whole);
  const there = describeAmount(whole.total ?? 0, "event");
  return `Ops Manager counts ${there} of ${describeScope(scope)}, ${describeCount(came)} came`;
}

function missingOf(walk: Walk, saved: SavedEvents): number {
  const { total, rejected, scope } = walk;
  return total === null ? 0 : Math.max(0, total - rejected - saved.countIn(scope, walk));
}

/** Where a walk may end before its last page. */
interface WalkEnd {
  /** After this page, 1-based. */
  readonly maxPages: number;
  /** After so many events that did not come before. */
  readonly missing: number;
}

/** Goes on until the walk is done, or at its end. */
async function walkPages(
  walk: Walk,
  scope: EventScope,
  { maxPages, missing }: WalkEnd,
  context: WalkContext,
): Promise<Walk> {
  const { client, spool, saved, signal, onPage } = context;
  let now = walk;
  let added = 0;
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
    for (const { createdMs } of records) await saved.loadAt(createdMs);
    spool.addPage(now, () => added += addRecords(records, walk.scope, context));
    onPage(page);
    signal.throwIfAborted();
    if (now.isDone || now.nextPage > maxPages || added >= missing) break;
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

/** How many of them did not come before. */
function addRecords(records: readonly EventRecord[], scope: number, { spool, types }: WalkContext): number {
  return records.filter((record) =>
    spool.add(record, 2 ** scope, isOfTypes(record, types) ? "wanted" : "other type")
  )
    .length;
}
