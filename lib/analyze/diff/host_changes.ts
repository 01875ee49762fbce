import type { Category } from "../../parse/member_origin.ts";
import type { Analysis } from "../analysis.ts";
import { sorted } from "../sorted.ts";
import { canTell, type CountChange, countChange, toldChanges } from "./count_change.ts";
import { coveredLogs, logTime } from "./covered_log.ts";
import { type Exposures, widened } from "./exposure.ts";
import { ASSUMED_VARIATION } from "./usual_variation.ts";

/** What is known of a server on one side; migration logs, which span years, left out. */
export interface HostFacts {
  /** Kinds of log that have records, sorted. */
  readonly logs: readonly Category[];
  /** Records of them. */
  readonly records: number;
  /** Time that they cover, summed up. */
  readonly coveredMs: number;
  /** Time between their first and last records that is missing or cut, summed up. */
  readonly lostMs: number;
  /** Starts of the server process. */
  readonly restarts: number;
  /** Version at the last one; null: there was none. */
  readonly version: string | null;
}

/** A server that came, went, or changed. */
export interface HostChange {
  /** Host name. */
  readonly host: string;
  /** `logs`: other kinds of log; `lost`: much more or less of its time is missing; `records`: many more or fewer. */
  readonly changes: readonly ("new" | "gone" | "version" | "restarts" | "logs" | "lost" | "records")[];
  /** Before; null: it is not there. */
  readonly before: HostFacts | null;
  /** After. */
  readonly after: HostFacts | null;
}

/** A difference in the share of time that is missing, from which on it is told. */
const MIN_LOST_SHARE = 0.1;

/** Compares servers: by host. */
export function compareHosts(
  before: Analysis,
  after: Analysis,
  exposures: Exposures,
  load: number | null,
): HostChange[] {
  const [early, late] = [factsByHost(before), factsByHost(after)];
  const hosts = sorted([...early.keys(), ...late.keys()]);
  const pairs = hosts.map((host) => ({
    host,
    before: early.get(host) ?? null,
    after: late.get(host) ?? null,
  }));
  const told = {
    restarts: toldHosts(pairs, "restarts", (host) => exposures.rangeOf({ hosts: [host], categories: [] })),
    records: toldHosts(pairs, "records", (host) => {
      const range = exposures.rangeOf({ hosts: [host], categories: [] });
      return range && widened(range, load);
    }),
  };
  return pairs.flatMap((pair) => {
    const changes = changesOf(pair, told);
    return changes.length === 0 ? [] : [{ ...pair, changes }];
  });
}

type HostPair = Omit<HostChange, "changes">;

function changesOf(
  { host, before, after }: HostPair,
  told: Readonly<Record<"restarts" | "records", ReadonlySet<string>>>,
): HostChange["changes"] {
  if (before === null || after === null) return [before === null ? "new" : "gone"];
  const hasOther = before.version !== null && after.version !== null && before.version !== after.version;
  return [
    ...(hasOther ? ["version" as const] : []),
    ...(told.restarts.has(host) ? ["restarts" as const] : []),
    ...(before.logs.join() !== after.logs.join() ? ["logs" as const] : []),
    ...(Math.abs(lostShare(after) - lostShare(before)) >= MIN_LOST_SHARE ? ["lost" as const] : []),
    ...(told.records.has(host) ? ["records" as const] : []),
  ];
}

function lostShare({ coveredMs, lostMs }: HostFacts): number {
  return lostMs / Math.max(1, coveredMs + lostMs);
}

/** Hosts of both sides of which a count changed much. */
function toldHosts(
  pairs: readonly HostPair[],
  of: "restarts" | "records",
  rangeOf: (host: string) => Parameters<typeof countChange>[2] | null,
): Set<string> {
  const tested = pairs.flatMap(({ host, before, after }): (CountChange & { host: string })[] => {
    const range = rangeOf(host);
    if (before === null || after === null || range === null) return [];
    return canTell(before[of] + after[of], range)
      ? [{ host, ...countChange(before[of], after[of], range, ASSUMED_VARIATION) }]
      : [];
  });
  return new Set(toldChanges(tested).map(({ host }) => host));
}

function factsByHost({ coverage, restarts }: Analysis): Map<string, HostFacts> {
  const own = coverage.filter(({ category }) => category !== "migration");
  return new Map(
    [...Map.groupBy(own, ({ host }) => host)].map(([host, logs]) => {
      const starts = restarts.filter((restart) => restart.host === host);
      const covered = logTime(coveredLogs(logs));
      return [host, {
        logs: sorted(logs.filter(({ start }) => start !== null).map(({ category }) => category)),
        records: sum(logs.flatMap(({ files }) => files.map(({ records }) => records))),
        coveredMs: covered,
        lostMs: logTime(coveredLogs(logs.map((log) => ({ ...log, gaps: [] })))) - covered,
        restarts: starts.length,
        version: starts.findLast(({ version }) => version !== null)?.version ?? null,
      }];
    }),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
