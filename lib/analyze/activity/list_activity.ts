import { SEVERITIES } from "../../rules/rule.ts";
import type { Incident } from "../finding.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { gridOver, gridWith } from "../time_grid.ts";
import type { Activity } from "./activity.ts";
import type { ActivityOn, WantedActivity } from "./count_activity.ts";

/** Buckets of a row, and one more where a span begins and ends in the midst of one. */
const MAX_BUCKETS = 720;
/** A fleet of many logs has fewer of them, but these. */
const MIN_BUCKETS = 48;
const MAX_CELLS = 12_000;

const MINUTE_MS = 60_000;
/** Around the start of an incident it is told finely for so long, at most. */
const BEFORE_MS = 30 * MINUTE_MS;
const AFTER_MS = 90 * MINUTE_MS;
/** Finer buckets: the first with which a time fits into what is left. */
const FINE_MS = [1, 2, 5].map((minutes) => minutes * MINUTE_MS);
/** Numbers of all fine rows together: about 100 KB of JSON. */
const MAX_NUMBERS = 40_000;

/** A time that is told finely. */
interface Window {
  readonly startMs: number;
  readonly endMs: number;
  readonly hosts: ReadonlySet<string>;
  /** Of the worst incident in it. */
  readonly rank: number;
}

/** What all hosts logged over a span, by host and category on one grid. */
export function listActivity(activityOn: ActivityOn, span: LogSpan, logs: number): Activity[] {
  return activityOn([{ grid: gridOver(span.startMs, span.endMs, mostBuckets(logs)), hosts: null }]);
}

/** How many buckets the rows of so many logs may have, so that all of them are no more than a page can show. */
export function mostBuckets(logs: number): number {
  return Math.max(MIN_BUCKETS, Math.min(MAX_BUCKETS, Math.floor(MAX_CELLS / Math.max(1, logs))));
}

/**
 * The same in finer buckets around the start of incidents, of the hosts they concern: the worst incidents first, as long
 * as there is room. By start, host, category.
 */
export function listActivityDetail(
  activityOn: ActivityOn,
  span: LogSpan,
  incidents: readonly Incident[],
  coarse: readonly Activity[],
): Activity[] {
  const windows = mergedWindows(incidents.map((incident) => windowOf(incident, span, coarse)));
  return activityOn(fittingGrids(windows, coarse));
}

/** Grids for the worst windows, as many as there is room for; in order of time. */
function fittingGrids(windows: readonly Window[], coarse: readonly Activity[]): WantedActivity[] {
  const finer = FINE_MS.filter((bucketMs) => bucketMs < (coarse[0]?.bucketMs ?? 0));
  let left = MAX_NUMBERS;
  return windows.toSorted((a, b) => a.rank - b.rank || a.startMs - b.startMs).flatMap(
    ({ startMs, endMs, hosts }): WantedActivity[] => {
      const own = coarse.filter(({ host }) => hosts.has(host));
      const lists = own.reduce((sum, row) => sum + listsIn(row), 0);
      const grid = finer.map((bucketMs) => gridWith(bucketMs, startMs, endMs))
        .find(({ length }) => lists * length <= left);
      left -= lists * (grid?.length ?? 0);
      return grid === undefined ? [] : [{ grid, hosts }];
    },
  ).sort((a, b) => a.grid.startMs - b.grid.startMs);
}

function windowOf(
  { start, end, hosts, severity }: Incident,
  span: LogSpan,
  coarse: readonly Activity[],
): Window {
  const startMs = Date.parse(start);
  const concerned = hosts.length > 0 ? hosts : coarse.map(({ host }) => host);
  return {
    startMs: Math.max(span.startMs, startMs - BEFORE_MS),
    endMs: Math.min(span.endMs, Date.parse(end) + BEFORE_MS, startMs + AFTER_MS),
    hosts: new Set(concerned),
    rank: SEVERITIES.indexOf(severity),
  };
}

/** Windows that overlap as one; those outside the span are none. */
function mergedWindows(windows: readonly Window[]): Window[] {
  const merged: Window[] = [];
  for (const window of windows.filter(({ startMs, endMs }) => startMs < endMs).sort(byStart)) {
    const last = merged.at(-1);
    // Whole buckets of up to five minutes begin before a window, and end after it.
    if (last === undefined || window.startMs - 2 * FINE_MS.at(-1)! > last.endMs) merged.push(window);
    else {
      merged[merged.length - 1] = {
        startMs: last.startMs,
        endMs: Math.max(last.endMs, window.endMs),
        hosts: last.hosts.union(window.hosts),
        rank: Math.min(last.rank, window.rank),
      };
    }
  }
  return merged;
}

function byStart(a: Window, b: Window): number {
  return a.startMs - b.startMs;
}

/** Lists of numbers in a row. */
function listsIn({ levels, http }: Activity): number {
  return 1 + (levels === null ? 0 : 4) + (http === null ? 0 : 3);
}
