import type { Category } from "../../parse/member_origin.ts";
import type { Analysis } from "../analysis.ts";
import { clockTime, type CoveredLog, coveredLogs, hoursOfDay, logTime, type Stretch } from "./covered_log.ts";

/** Where something was counted. */
export interface LogPlace {
  /** Hosts; none: all. */
  readonly hosts: readonly string[];
  /** Kinds of log; none: all but those that span years. */
  readonly categories: readonly Category[];
}

/**
 * How many times as much could be counted after as before. There are several ways to count chances (time of a log, of
 * its hosts, of the clock, work done); only what none of them explains is a change.
 */
export interface ExposureRange {
  /** By the way that gives least. */
  readonly least: number;
  /** By the way that gives most. */
  readonly most: number;
}

/** The chances to count something in two analyses. */
export interface Exposures {
  /** Hosts that are in both; null: none is, so the fleets are compared as wholes. */
  readonly commonHosts: ReadonlySet<string> | null;
  /** How the chances changed at a place; null: one of both does not cover it. */
  rangeOf(place: LogPlace): ExposureRange | null;
  /** Whether the other side covers the hours of the day in which something happened. */
  coversHours(side: "before" | "after", place: LogPlace, time: Stretch): boolean;
}

const DAY_MS = 86_400_000;

/** Measures what two analyses cover. */
export function compareExposures(before: Analysis, after: Analysis): Exposures {
  const logs = { before: coveredLogs(before.coverage), after: coveredLogs(after.coverage) };
  const commonHosts = hostsOfBoth(logs.before, logs.after);
  const ranges = new Map<string, ExposureRange | null>();
  const select = (side: "before" | "after", place: LogPlace) =>
    logsAt(logs[side], place, commonHosts !== null);
  return {
    commonHosts,
    rangeOf: (place) => {
      const key = JSON.stringify([place.categories, place.hosts]);
      let range = ranges.get(key);
      if (range === undefined) {
        const whole = { hosts: [], categories: place.categories };
        range = rangeBetween(
          [select("before", place), select("after", place)],
          [select("before", whole), select("after", whole)],
        );
        ranges.set(key, range);
      }
      return range;
    },
    coversHours: (side, place, time) => {
      if (time.endMs - time.startMs >= DAY_MS) return true;
      const covered = hoursOfDay(select(side, { hosts: [], categories: place.categories }));
      return !hoursOfDay([{ stretches: [time] }]).isDisjointFrom(covered);
    },
  };
}

/** The same range with one more way to count. */
export function widened({ least, most }: ExposureRange, other: number | null): ExposureRange {
  return other === null ? { least, most } : { least: Math.min(least, other), most: Math.max(most, other) };
}

function hostsOfBoth(before: readonly CoveredLog[], after: readonly CoveredLog[]): Set<string> | null {
  const common = new Set(before.map(({ host }) => host)).intersection(new Set(after.map(({ host }) => host)));
  return common.size === 0 ? null : common;
}

function logsAt(
  logs: readonly CoveredLog[],
  { hosts, categories }: LogPlace,
  isByHost: boolean,
): CoveredLog[] {
  const chosen = new Set(hosts);
  return logs.filter(({ host, category }) =>
    (!isByHost || chosen.size === 0 || chosen.has(host)) &&
    (categories.length === 0 ? category !== "migration" : categories.includes(category))
  );
}

type Pair<T> = readonly [before: T, after: T];

function rangeBetween(own: Pair<CoveredLog[]>, whole: Pair<CoveredLog[]>): ExposureRange | null {
  if (own.some((logs) => logTime(logs) === 0)) return null;
  const ratios = [
    logTime(own[1]) / logTime(own[0]),
    logTime(whole[1]) / logTime(whole[0]),
    clockTime(whole[1]) / clockTime(whole[0]),
  ];
  return { least: Math.min(...ratios), most: Math.max(...ratios) };
}
