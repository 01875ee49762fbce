import { UsageError } from "../../../errors.ts";
import { apiTime } from "../../../fetch/api_time.ts";
import { describeScope, type EventPage, type EventScope } from "../../../fetch/event_pages.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { describeAmount } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";
import { isDiskFull } from "../../files/explain_write.ts";
import { statIfThere } from "../../files/if_there.ts";
import type { EventSpool } from "./event_spool.ts";
import { startEventsProgress } from "./events_progress.ts";
import { openEventSpool, removeSpool } from "./open_event_spool.ts";
import { nextSecond, planWalks, type WalkPlan } from "./plan_walks.ts";
import { SavedEvents, scanSavedEvents } from "./saved_events.ts";
import { type WalkContext, walkScope } from "./walk_events.ts";
import { writeEventFile } from "./write_event_file.ts";
import { timeBeforeNow } from "../../flags/time_before_now.ts";

/** Which events are collected, and where they go. */
export interface CollectEventsRequest {
  /** Where they come from. */
  readonly client: Pick<OpsManagerClient, "apiUrl" | "eventPages">;
  /** Whose events: the union, each event once. At least one. */
  readonly scopes: readonly EventScope[];
  /** First moment: ISO 8601, or `-6h` before now; null: the first event there is. */
  readonly since: string | null;
  /** Last moment; null: now. */
  readonly until: string | null;
  /** Types of events; empty: all. */
  readonly types: readonly string[];
  /** With the field `raw`. */
  readonly includeRaw: boolean;
  /** The file: NDJSON by (created, id). What is new is added when it is there. `PATH.part` is beside it meanwhile. */
  readonly path: string;
  /** No progress. */
  readonly quiet: boolean;
  /** Stops it between pages; what came is kept in `PATH.part`. */
  readonly signal: AbortSignal;
}

/** What is in the file now. */
export interface CollectedEvents {
  /** The file. */
  readonly path: string;
  /** Events in it. */
  readonly count: number;
  /** How many of them were not in it before. */
  readonly added: number;
  /** Time of the first one, ISO 8601; null: there is none. */
  readonly first: string | null;
  /** Time of the last one. */
  readonly last: string | null;
  /** What is missing or odd: one sentence each. */
  readonly problems: readonly string[];
}

/** How a run came to its end. */
interface EndedRun {
  readonly collected: CollectedEvents;
  /** Whether it went on with what an interrupted one left. */
  readonly isResumed: boolean;
}

/** Key of the number of events that were in the file before. */
const SAVED = "saved";
/** Most scopes: each has a bit of a number. */
const MAX_SCOPES = 50;

/**
 * Writes all events of the scopes to a file, or adds to it what is new. An interrupted run goes on where it stopped
 * when it is called again with the same request.
 *
 * @throws {UsageError} when the file was not written by this function, or cannot be.
 * @throws {RemoteError} when Ops Manager refuses or cannot be reached; what came is kept.
 */
export async function collectEvents(request: CollectEventsRequest, io: CliIo): Promise<CollectedEvents> {
  const first = await collectOnce(request, io);
  if (!first.isResumed || isFixed(request.until)) return first.collected;
  // Its last moment was that of the interrupted run: what came since then is asked for as well.
  const { collected } = await collectOnce(request, io);
  return { ...collected, added: first.collected.added + collected.added };
}

async function collectOnce(request: CollectEventsRequest, io: CliIo): Promise<EndedRun> {
  const { path, signal } = request;
  const plan = planOf(request, io.now());
  const info = await statFile(path, io);
  const file = { path, scopes: plan.scopes, types: plan.types, info };
  const partPath = `${path}.part`;
  const { spool, isResumed } = await openEventSpool(
    partPath,
    identityOf(request, plan, info),
    io,
    async (spool) => {
      if (info !== null) await scanSavedEvents(file, spool, io.fs);
      const saved = new SavedEvents(file, spool, io.fs);
      await planWalks(spool, saved, plan, io.now());
      spool.setState(SAVED, String(saved.count()));
    },
  );
  const saved = new SavedEvents(file, spool, io.fs);
  let isKept = true;
  try {
    if (isResumed && !request.quiet) {
      tell(io, `going on with ${describeAmount(saved.count(), "event")} of an interrupted run`);
    }
    const missing = await walkScopes(plan.scopes, request, { spool, saved }, io);
    const isSame = saved.isSorted && saved.count() === Number(spool.state(SAVED));
    if (!isSame) await writeEventFile(spool, saved, io, signal);
    isKept = false;
    return { collected: describeResult(path, spool, saved, missing), isResumed };
  } catch (error) {
    isKept = spool.hasPages();
    if (isKept) {
      const events = describeAmount(saved.count(), "event");
      tell(io, `${events} kept in "${partPath}": the same command goes on from there`);
    }
    throw isDiskFull(error) ? fullDisk(path, error) : error;
  } finally {
    spool.close();
    if (!isKept) await removeSpool(partPath, io.fs);
  }
}

function fullDisk(path: string, cause: unknown): UsageError {
  return new UsageError(`Cannot write "${path}": the disk is full`, {
    remedy: "make room for twice its size and run it again",
    cause,
  });
}

function planOf({ scopes, since, until, types }: CollectEventsRequest, nowMs: number): WalkPlan {
  const named = new Map(scopes.map((scope) => [describeScope(scope), scope]));
  if (named.size > MAX_SCOPES) {
    throw new UsageError(`Cannot fetch events of ${named.size} organizations and projects at once`, {
      remedy: `name at most ${MAX_SCOPES}`,
    });
  }
  const window = {
    minDate: since === null ? null : apiTime(timeBeforeNow(since, nowMs)),
    maxDate: until === null ? null : nextSecond(timeBeforeNow(until, nowMs)),
  };
  if (window.minDate !== null && window.minDate > (window.maxDate ?? nextSecond(nowMs))) {
    throw new UsageError(`Cannot fetch events: ${since} is not before ${until ?? "now"}`, {
      remedy: "swap --since and --until, or give other times",
    });
  }
  return { scopes: [...named].sort(([a], [b]) => a < b ? -1 : 1).map(([, scope]) => scope), window, types };
}

/** What must be the same so that an interrupted run can go on. Times are those that were given: `-6h` is the same. */
function identityOf(
  { client, since, until, types, includeRaw }: CollectEventsRequest,
  { scopes }: WalkPlan,
  saved: Deno.FileInfo | null,
): string {
  const file = saved === null ? null : { size: saved.size, mtimeMs: saved.mtime?.getTime() ?? null };
  const { apiUrl } = client;
  return JSON.stringify({ apiUrl, scopes, since, until, types: types.toSorted(), includeRaw, file });
}

async function statFile(path: string, { fs }: CliIo): Promise<Deno.FileInfo | null> {
  const info = await statIfThere(path, fs);
  if (info === null || info.isFile) return info;
  throw new UsageError(`Cannot write "${path}": it is no file`, { remedy: "--out FILE" });
}

async function walkScopes(
  scopes: readonly EventScope[],
  { client, types, includeRaw, quiet, signal }: CollectEventsRequest,
  store: Pick<WalkContext, "spool" | "saved">,
  io: CliIo,
): Promise<string[]> {
  const progress = startEventsProgress(io, quiet);
  const onPage = ({ events, totalCount }: EventPage) => progress.addPage(events.length, totalCount);
  const problems: string[] = [];
  try {
    for (const [number, scope] of scopes.entries()) {
      const missing = await walkScope(scope, number, { client, ...store, types, includeRaw, signal, onPage });
      if (missing !== null) problems.push(missing);
    }
  } finally {
    progress.clear();
  }
  return problems;
}

function describeResult(
  path: string,
  spool: EventSpool,
  saved: SavedEvents,
  missing: readonly string[],
): CollectedEvents {
  const span = saved.span(null);
  const count = saved.count();
  const [untimed, others, rejected] = [
    spool.countUntimed(),
    spool.count("other type"),
    spool.countRejected(),
  ];
  return {
    path,
    count,
    added: count - Number(spool.state(SAVED)),
    first: span === null ? null : new Date(span.firstMs).toISOString(),
    last: span === null ? null : new Date(span.lastMs).toISOString(),
    problems: [
      ...missing,
      ...counted(untimed, "event", "without a time that can be read: last in the file"),
      ...counted(others, "event", "of other types than asked for: left out"),
      ...counted(rejected, "result", "of the API that is no event: left out"),
    ],
  };
}

function counted(count: number, noun: string, what: string): string[] {
  return count === 0 ? [] : [`${describeAmount(count, noun)} ${what}`];
}

/** Whether the last moment is the same whenever it is asked for. */
function isFixed(until: string | null): boolean {
  return until !== null && !until.startsWith("-");
}

function tell({ stderr }: CliIo, message: string): void {
  stderr.write(`omlens: ${visibleText(message)}\n`);
}
