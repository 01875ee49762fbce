import { formatTime } from "../../parse/timestamp.ts";
import { CATEGORIES } from "../../rules/rule.ts";
import { routeKind } from "../access/route_kind.ts";
import type { FamilyActivity } from "../activity_tally.ts";
import { compareText } from "../compare_text.ts";
import { MAX_NUMBER } from "../host_numbers.ts";
import type { LogTally } from "../log_tally.ts";
import type { SeriesPart } from "../series_store.ts";
import type { SignatureEntry } from "../signature_table.ts";
import { countsOn, type TimeGrid } from "../time_grid.ts";
import type { Activity, ActivityLevels } from "./activity.ts";

const MINUTE_MS = 60_000;
/** Levels with a list of their own. */
const LISTED = ["error", "warn", "info"] as const;

type PartsByName<Name extends string> = Readonly<Record<Name, readonly SeriesPart[]>>;

/** Counts of a host and category, from which those of any grid are made. */
interface CountedLog extends Pick<Activity, "host" | "category"> {
  readonly minutes: readonly FamilyActivity["minutes"][];
  readonly levels: PartsByName<typeof LISTED[number]> | null;
  readonly failed: PartsByName<"errors4xx" | "errors5xx"> | null;
  readonly p95On: (grid: TimeGrid) => readonly (number | null)[];
}

/** Buckets that are wanted: whole minutes, from a multiple of their width on. */
export interface WantedActivity {
  /** The buckets. */
  readonly grid: TimeGrid;
  /** Of these hosts; null: of all. */
  readonly hosts: ReadonlySet<string> | null;
}

/**
 * Tells what hosts logged by bucket of each of these grids, which are in order of time and do not overlap. Rows are by
 * start, host, category; logs without a record in a grid have none.
 */
export type ActivityOn = (wanted: readonly WantedActivity[]) => Activity[];

/** Lays the counts of the logs out on grids. */
export function countActivity(tally: LogTally, signatures: readonly SignatureEntry[]): ActivityOn {
  const logs = countedLogs(tally, signatures);
  return (wanted) =>
    logs.flatMap((log) => {
      const own = wanted.filter(({ hosts }) => hosts === null || hosts.has(log.host));
      return own.length === 0 ? [] : activitiesOf(log, own.map(({ grid }) => grid));
    }).filter(({ records }) => records.some((count) => count > 0)).sort((a, b) =>
      compareText(a.start, b.start)
    );
}

function countedLogs(tally: LogTally, signatures: readonly SignatureEntry[]): CountedLog[] {
  const numbers = new Map(tally.hosts.slice(0, MAX_NUMBER).map((host, number) => [host, number]));
  const levels = LISTED.map((level) => {
    const own = signatures.filter((signature) => signature.level.toLowerCase() === level);
    return Map.groupBy(own.flatMap(({ parts }) => parts), ({ host, log }) => `${host} ${log}`);
  });
  const failed = failedByHost(tally);
  const p95 = tally.access.traffic.p95();
  return [...Map.groupBy(tally.activity.values(), ({ host, category }) => `${host}\0${category}`).values()]
    .map((families): CountedLog => {
      const { host, category } = families[0]!;
      const number = numbers.get(host);
      const isAccess = category === "http_access";
      const [error, warn, info] = levels.map((of) =>
        of.get(`${number} ${CATEGORIES.indexOf(category)}`) ?? []
      );
      return {
        host,
        category,
        minutes: families.map(({ minutes }) => minutes),
        levels: isAccess || number === undefined ? null : { error: error!, warn: warn!, info: info! },
        failed: isAccess && number !== undefined ? failed(number) : null,
        p95On: (grid) => p95(number!, grid),
      };
    })
    .sort((a, b) => compareText(a.host, b.host) || compareText(a.category, b.category));
}

/** Requests that failed by host (number), without health probes and halves of handshakes. */
function failedByHost(tally: LogTally): (host: number) => NonNullable<CountedLog["failed"]> {
  const groups = tally.access.groups().filter(({ route, status }) =>
    status >= 400 && routeKind(route) !== "health"
  );
  const byHost = (own: typeof groups) => Map.groupBy(own.flatMap(({ parts }) => parts), ({ host }) => host);
  const errors4xx = byHost(groups.filter(({ status }) => status < 500));
  const errors5xx = byHost(groups.filter(({ status }) => status >= 500));
  return (host) => ({ errors4xx: errors4xx.get(host) ?? [], errors5xx: errors5xx.get(host) ?? [] });
}

/** The rows of one log, a row for each grid. */
function activitiesOf(
  { minutes, levels, failed, p95On, ...log }: CountedLog,
  grids: readonly TimeGrid[],
): Activity[] {
  const [error, warn, info] = LISTED.map((level) => countsOnEach(grids, levels?.[level] ?? []));
  const [errors4xx, errors5xx] = [failed?.errors4xx, failed?.errors5xx].map((parts) =>
    countsOnEach(grids, parts ?? [])
  );
  return grids.map((grid, at): Activity => {
    const records = recordsOn(grid, minutes);
    const p95Ms = () => p95On(grid).map((ms, bucket) => records[bucket] === 0 ? null : ms);
    return {
      ...log,
      start: formatTime(grid.startMs),
      bucketMs: grid.bucketMs,
      records,
      levels: levels === null
        ? null
        : levelsOf(records, { error: error![at]!, warn: warn![at]!, info: info![at]! }),
      http: failed === null
        ? null
        : { errors4xx: errors4xx![at]!, errors5xx: errors5xx![at]!, p95Ms: p95Ms() },
    };
  });
}

function recordsOn(grid: TimeGrid, minutes: CountedLog["minutes"]): number[] {
  const counts = new Float64Array(grid.length);
  for (const own of minutes) own.countInto(counts, grid.startMs / MINUTE_MS, grid.bucketMs / MINUTE_MS);
  return [...counts];
}

function levelsOf(records: readonly number[], listed: Omit<ActivityLevels, "other">): ActivityLevels {
  const { error, warn, info } = listed;
  // On days that were counted by ten minutes the records of one are not known exactly.
  const other = records.map((count, at) => Math.max(0, count - error[at]! - warn[at]! - info[at]!));
  return { ...listed, other };
}

/** Counts of parts by bucket of each grid; with several of them, in one pass. */
function countsOnEach(grids: readonly TimeGrid[], parts: readonly SeriesPart[]): number[][] {
  if (grids.length === 1) return [[...countsOn(grids[0]!, parts)]];
  const counts = grids.map(({ length }) => Array.from({ length }, () => 0));
  const ends = grids.map(({ startMs, bucketMs, length }) => startMs + bucketMs * length);
  for (const part of parts) {
    let at = 0;
    part.forEach(
      (binMs, count) => {
        while (at > 0 && binMs < grids[at]!.startMs) at--;
        while (at < grids.length - 1 && binMs >= ends[at]!) at++;
        const bucket = Math.floor((binMs - grids[at]!.startMs) / grids[at]!.bucketMs);
        if (bucket >= 0 && bucket < grids[at]!.length) counts[at]![bucket]! += count;
      },
      grids[0]!.startMs,
      ends.at(-1),
    );
  }
  return counts;
}
