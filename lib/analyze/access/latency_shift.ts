import type { Severity } from "../../rules/rule.ts";
import { bareFinding } from "../bare_finding.ts";
import { type FindingDraft, findingId } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { AccessFacts } from "./access_facts.ts";
import type { PlacedRequest } from "./kept_requests.ts";
import { CellClock } from "./cell_clock.ts";
import { cellSeries } from "./cell_series.ts";
import { classFloorMs, LATENCY_CLASSES } from "./latency_class.ts";
import { onsetInCells } from "./onset_in_cells.ts";
import { chooseRequests, projectsInUrls, requestEvidence } from "./request_finding.ts";
import { concerned } from "../excess.ts";
import {
  FAR_SLOWER,
  type SlowEpisode,
  slowEpisodes,
  SLOWER,
  type SlowLimits,
  windowedRequests,
} from "./slow_episodes.ts";
import { quantileClass, slowRequests, type SlowSeries } from "./slow_requests.ts";

const MAX_NAMED = 3;
/** The latency before is that of so many cells. */
const BEFORE_CELLS = 72;
const DOUBT_MS = 120_000;
const EARLY_MS = 90_000;
/** Where nothing is far slower, a smaller change has to be surer. */
const COLUMNS: readonly (readonly [column: SlowColumn, limits: SlowLimits])[] = [
  ["slow", FAR_SLOWER],
  ["slower", SLOWER],
];
/** Hosts and routes with a smaller share of the slow requests are not what it is about. */
const MIN_HOST_SHARE = 1 / 3;
/** Cells with a smaller share of the slow requests of a host's worst cell do not belong to its own trouble. */
const CHAIN_SHARE = 0.25;

/** Requests of a {@linkcode SlowSeries}: far slower than usual, or at least twice as slow. */
type SlowColumn = "slow" | "slower";

interface LatencyShift extends SlowEpisode {
  readonly column: SlowColumn;
  /** Series of the hosts and routes that it is about. */
  readonly series: readonly SlowSeries[];
}

/**
 * `access.latency-shift`: requests of all kinds, of a host or of a route take far longer than is usual for their routes.
 */
export function latencyShiftFindings(facts: AccessFacts): FindingDraft[] {
  const { cells, routes } = facts.tally.access;
  const clock = new CellClock(facts);
  const moved = cells.list().map((one) => {
    const shift = clock.shiftOf(one.host);
    return shift === 0 ? one : { ...one, cells: one.cells.map((cell) => cell - shift) };
  });
  const series = slowRequests(moved, routes.names, clock.range);
  const shifts: LatencyShift[] = [];
  const units = unitsOf(series).flatMap((unit) => {
    const requests = windowedRequests(added(unit, "requests"));
    return requests === null ? [] : [{ unit, requests }];
  });
  for (const [column, limits] of COLUMNS) {
    for (const { unit, requests } of units) {
      for (const episode of slowEpisodes(requests, added(unit, column), limits)) {
        const isTold = shifts.some(({ from, to }) => episode.from < to && from < episode.to);
        if (isTold || isChain(unit, episode, column)) continue;
        shifts.push({ ...episode, column, series: meantBy(unit, episode, column) });
      }
    }
  }
  return shifts.map((shift) => shiftFinding(facts, clock, shift));
}

/** Everything, then host by host, then route by route: what shows in the whole is told once. */
function unitsOf(series: readonly SlowSeries[]): SlowSeries[][] {
  if (series.length === 0) return [];
  const hosts = [...Map.groupBy(series, ({ host }) => host).values()];
  const routes = [...Map.groupBy(series, ({ route }) => route).values()];
  return [[...series], ...(hosts.length > 1 ? hosts : []), ...(routes.length > 1 ? routes : [])];
}

function added(unit: readonly SlowSeries[], column: "requests" | SlowColumn): Uint32Array {
  if (unit.length === 1) return unit[0]![column];
  const sums = new Uint32Array(unit[0]!.requests.length);
  for (const { [column]: counts } of unit) {
    for (let cell = 0; cell < sums.length; cell++) sums[cell]! += counts[cell]!;
  }
  return sums;
}

/** The hosts whose slow share is not far below the highest one. */
function meantBy(unit: readonly SlowSeries[], episode: SlowEpisode, column: SlowColumn): SlowSeries[] {
  const hosts = [...Map.groupBy(unit, ({ host }) => host).values()];
  const shares = hosts.map((own) =>
    countIn(own, column, episode) / Math.max(1, countIn(own, "requests", episode))
  );
  const most = Math.max(...shares);
  return hosts.filter((_, at) => shares[at]! >= MIN_HOST_SHARE * most).flat();
}

/** Servers that start one after the other are slow one after the other: each of them only for a short part of it. */
function isChain(unit: readonly SlowSeries[], { from, to }: SlowEpisode, column: SlowColumn): boolean {
  const lengths = [...Map.groupBy(unit, ({ host }) => host).values()].flatMap((own) => {
    const slow = added(own, column).subarray(from, to);
    const least = CHAIN_SHARE * Math.max(...slow);
    const isHit = (count: number) => count > least;
    return slow.some(isHit) ? slow.findLastIndex(isHit) - slow.findIndex(isHit) + 1 : [];
  }).sort((a, b) => a - b);
  return lengths.length > 1 && lengths[lengths.length >> 1]! < (to - from) / 2;
}

function countIn(
  unit: readonly SlowSeries[],
  column: "requests" | SlowColumn,
  { from, to }: SlowEpisode,
): number {
  return unit.reduce((sum, series) => sum + series[column].subarray(from, to).reduce((a, b) => a + b, 0), 0);
}

function shiftFinding({ tally }: AccessFacts, clock: CellClock, shift: LatencyShift): FindingDraft {
  const { series, from, to, column } = shift;
  const slow = countIn(series, column, shift);
  const requests = countIn(series, "requests", shift);
  const routes = concerned(
    new Map(
      [...Map.groupBy(series, ({ route }) => route)].map((
        [route, own],
      ) => [route, countIn(own, column, shift)]),
    ),
  );
  const hosts = sorted(series.map(({ host }) => tally.hosts[host]!));
  const timeOf = (cells: number) => clock.timeOf([...new Set(series.map(({ host }) => host))], cells);
  const { onsetHost, aheadMs, range } = clock.ownClock(hosts);
  const about = series.filter(({ route }) => routes.includes(route));
  const p95 = (start: number, end: number) => p95Of(about, Math.max(0, start), end);
  const before = p95(from - BEFORE_CELLS, from);
  const now = p95(from, to);
  const estimateMs = timeOf(onsetInCells(added(series, column), shift));
  const samples = slowSamples(about, column, tally.access.samples, (sample) => {
    const { method, route } = tally.access.routes.names[sample.route]!;
    return `${method} ${route}`;
  }).map((sample) => ({ ...sample, host: tally.hosts.indexOf(tally.members[sample.member]!.host) }))
    .filter(({ host }) => hosts.includes(tally.hosts[host]!))
    .map((sample) => ({ ...sample, apiMs: clock.apiMs(sample.host, sample.timeMs) }))
    .sort((a, b) => a.apiMs - b.apiMs);
  // A slow request right then tells it better than the counts of five minutes.
  const first = samples.find(({ apiMs }) => apiMs >= estimateMs - EARLY_MS && apiMs < timeOf(from + 1));
  const onsetMs = (first?.apiMs ?? estimateMs) + aheadMs;
  const lastMs = timeOf(to) - 1 + aheadMs;
  const inside = samples.filter(({ apiMs }) => apiMs + aheadMs >= onsetMs && apiMs + aheadMs <= lastMs);
  const evidence = chooseRequests({
    parts: [],
    samples: inside,
    fromMs: -Infinity,
    toMs: Infinity,
    onsetMs: -Infinity,
  });
  const what = routes.length === 1 ? routes[0]! : `${routes.length} routes`;
  return {
    ...bareFinding({
      hosts,
      categories: ["http_access"],
      onsetMs,
      latestOnsetMs: Math.max(onsetMs + DOUBT_MS, timeOf(from + 1) + aheadMs),
      lastMs,
      count: slow,
      series: cellSeries(added(series, column), range),
      evidence: requestEvidence(tally, evidence),
    }, {
      rule: "access.latency-shift",
      title: `Requests for ${what} take ${duration(now)} instead of ${duration(before)} (p95)`,
      severity: column === "slow" ? severityOf(slow, requests, now) : "low",
      confidence: column === "slow" && slow >= 100 ? "high" : "medium",
      explanation: `${slow} of ${requests} requests (${Math.round(100 * slow / requests)} %) took ${
        column === "slow" ? "far longer" : "longer"
      } than is usual for their routes: ${routes.slice(0, MAX_NAMED).join(", ")}${
        routes.length > MAX_NAMED ? ` and ${routes.length - MAX_NAMED} more` : ""
      }. Their p95 is ${duration(now)}; in the hours before it was ${duration(before)}.`,
      remediation:
        "Look for slow operations of the backing databases, garbage collection and busy threads in the application log of the same time, and for changes right before.",
      references: [],
    }),
    onsetHost,
    id: findingId("access.latency-shift", hosts, routes, onsetMs),
    groupIds: projectsInUrls(inside),
    captures: { route: routes },
  };
}

function p95Of(series: readonly SlowSeries[], from: number, to: number): number {
  const sum = new Uint32Array(LATENCY_CLASSES);
  for (const { histogram } of series) histogram(from, to).forEach((count, latency) => sum[latency]! += count);
  return classFloorMs(quantileClass(sum, 0.95));
}

function slowSamples(
  series: readonly SlowSeries[],
  column: SlowColumn,
  samples: readonly PlacedRequest[],
  nameOf: (sample: PlacedRequest) => string,
): PlacedRequest[] {
  const slowMs = new Map(series.map((one) => [one.route, classFloorMs(one[`${column}Class`])]));
  return samples.filter((sample) => sample.latencyMs >= (slowMs.get(nameOf(sample)) ?? Infinity))
    .sort((a, b) => a.timeMs - b.timeMs);
}

function severityOf(slow: number, requests: number, p95Ms: number): Severity {
  if (slow >= 100 && slow >= 0.3 * requests && p95Ms >= 5000) return "high";
  return slow >= 50 ? "medium" : "low";
}

/** Classes are coarse: two digits are all that is known. */
function duration(ms: number): string {
  if (ms >= 1000) return `about ${ms >= 10_000 ? Math.round(ms / 1000) : Math.round(ms / 100) / 10} s`;
  return `about ${ms >= 100 ? Math.round(ms / 10) * 10 : Math.round(ms)} ms`;
}
