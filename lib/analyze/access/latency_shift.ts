import { formatTime } from "../../parse/timestamp.ts";
import type { Severity } from "../../rules/rule.ts";
import { bareFinding } from "../bare_finding.ts";
import type { Series } from "../finding.ts";
import { type FindingDraft, findingId, SERIES_BUCKETS } from "../finding_draft.ts";
import { sorted } from "../sorted.ts";
import type { AccessFacts } from "./access_facts.ts";
import type { PlacedRequest } from "./kept_requests.ts";
import { CELL_MS } from "./cell_counts.ts";
import { classFloorMs, LATENCY_CLASSES } from "./latency_class.ts";
import { chooseRequests, requestEvidence } from "./request_finding.ts";
import { concerned } from "../excess.ts";
import { type SlowEpisode, slowEpisodes } from "./slow_episodes.ts";
import {
  type CellRange,
  cellsOf,
  quantileClass,
  slowRequests,
  type SlowSeries,
  windowSums,
} from "./slow_requests.ts";

const MAX_NAMED = 3;
/** The latency before is that of so many cells. */
const BEFORE_CELLS = 72;
const DOUBT_MS = 120_000;
const EARLY_MS = 30_000;
/** Hosts and routes with a smaller share of the slow requests are not what it is about. */
const MIN_HOST_SHARE = 1 / 3;

interface LatencyShift extends SlowEpisode {
  /** Series of the hosts and routes that it is about. */
  readonly series: readonly SlowSeries[];
}

/**
 * `access.latency-shift`: requests of all kinds, of a host or of a route take far longer than is usual for their routes.
 */
export function latencyShiftFindings(facts: AccessFacts): FindingDraft[] {
  const { tally, span } = facts;
  const range = cellsOf(span);
  const series = slowRequests(tally.access.cells.list(), tally.access.routes.names, range);
  const shifts: LatencyShift[] = [];
  for (const unit of unitsOf(series)) {
    for (const episode of slowEpisodes(added(unit, "requests"), added(unit, "slow"))) {
      const isTold = shifts.some(({ from, to }) => episode.from < to && from < episode.to);
      if (isTold || isChain(unit, episode)) continue;
      shifts.push({ ...episode, series: meantBy(unit, episode) });
    }
  }
  return shifts.map((shift) => shiftFinding(facts, range, shift));
}

/** Everything, then host by host, then route by route: what shows in the whole is told once. */
function unitsOf(series: readonly SlowSeries[]): SlowSeries[][] {
  if (series.length === 0) return [];
  const hosts = [...Map.groupBy(series, ({ host }) => host).values()];
  const routes = [...Map.groupBy(series, ({ route }) => route).values()];
  return [[...series], ...(hosts.length > 1 ? hosts : []), ...(routes.length > 1 ? routes : [])];
}

function added(unit: readonly SlowSeries[], column: "requests" | "slow"): Uint32Array {
  const sums = new Uint32Array(unit[0]!.requests.length);
  for (const { [column]: counts } of unit) {
    for (let cell = 0; cell < sums.length; cell++) sums[cell]! += counts[cell]!;
  }
  return sums;
}

/** The hosts whose slow share is not far below the highest one. */
function meantBy(unit: readonly SlowSeries[], episode: SlowEpisode): SlowSeries[] {
  const hosts = [...Map.groupBy(unit, ({ host }) => host).values()];
  const shares = hosts.map((own) =>
    countIn(own, "slow", episode) / Math.max(1, countIn(own, "requests", episode))
  );
  const most = Math.max(...shares);
  return hosts.filter((_, at) => shares[at]! >= MIN_HOST_SHARE * most).flat();
}

/** Servers that start one after the other are slow one after the other: each of them only for a short part of it. */
function isChain(unit: readonly SlowSeries[], { from, to }: SlowEpisode): boolean {
  const lengths = [...Map.groupBy(unit, ({ host }) => host).values()].flatMap((own) => {
    const slow = added(own, "slow").subarray(from, to);
    return slow.some((count) => count > 0) ? slow.findLastIndex(Boolean) - slow.findIndex(Boolean) + 1 : [];
  }).sort((a, b) => a - b);
  return lengths.length > 1 && lengths[lengths.length >> 1]! < (to - from) / 2;
}

function countIn(
  unit: readonly SlowSeries[],
  column: "requests" | "slow",
  { from, to }: SlowEpisode,
): number {
  return unit.reduce((sum, series) => sum + series[column].subarray(from, to).reduce((a, b) => a + b, 0), 0);
}

function shiftFinding({ tally, span }: AccessFacts, range: CellRange, shift: LatencyShift): FindingDraft {
  const { series, from, to } = shift;
  const timeOf = (cell: number) => (range.first + cell) * CELL_MS;
  const slow = countIn(series, "slow", shift);
  const requests = countIn(series, "requests", shift);
  const routes = concerned(
    new Map(
      [...Map.groupBy(series, ({ route }) => route)].map((
        [route, own],
      ) => [route, countIn(own, "slow", shift)]),
    ),
  );
  const hosts = sorted(series.map(({ host }) => tally.hosts[host]!));
  const about = series.filter(({ route }) => routes.includes(route));
  const p95 = (start: number, end: number) => p95Of(about, Math.max(0, start), end);
  const before = p95(from - BEFORE_CELLS, from);
  const now = p95(from, to);
  const estimateMs = timeOf(from + 1) - Math.round(shareOfFirst(added(series, "slow"), from) * CELL_MS);
  const lastMs = Math.min(span.endMs, timeOf(to) - 1);
  const samples = slowSamples(about, tally.access.samples, (sample) => {
    const { method, route } = tally.access.routes.names[sample.route]!;
    return `${method} ${route}`;
  }).filter(({ member }) => hosts.includes(tally.members[member]!.host));
  // A slow request right then tells it better than the counts of five minutes.
  const first = samples.find(({ timeMs }) => timeMs >= estimateMs - EARLY_MS && timeMs < timeOf(from + 1));
  const onsetMs = Math.max(span.startMs, first?.timeMs ?? estimateMs);
  const evidence = chooseRequests({ parts: [], samples, fromMs: onsetMs, toMs: lastMs + 1, onsetMs })
    .filter(({ timeMs }) => timeMs >= onsetMs && timeMs <= lastMs);
  const what = routes.length === 1 ? routes[0]! : `${routes.length} routes`;
  return {
    ...bareFinding({
      hosts,
      categories: ["http_access"],
      onsetMs,
      latestOnsetMs: Math.max(onsetMs + DOUBT_MS, timeOf(from + 1)),
      lastMs,
      count: slow,
      series: seriesOf(series, range),
      evidence: requestEvidence(tally, evidence),
    }, {
      rule: "access.latency-shift",
      title: `Requests for ${what} take ${duration(now)} instead of ${duration(before)} (p95)`,
      severity: severityOf(slow, requests, now),
      confidence: slow >= 100 ? "high" : "medium",
      explanation: `${slow} of ${requests} requests (${
        Math.round(100 * slow / requests)
      } %) took far longer than is usual for their routes: ${routes.slice(0, MAX_NAMED).join(", ")}${
        routes.length > MAX_NAMED ? ` and ${routes.length - MAX_NAMED} more` : ""
      }. Their p95 is ${duration(now)}; in the hours before it was ${duration(before)}.`,
      remediation:
        "Look for slow operations of the backing databases, garbage collection and busy threads in the application log of the same time, and for changes right before.",
      references: [],
    }),
    id: findingId("access.latency-shift", hosts, routes, onsetMs),
    captures: { route: routes },
  };
}

/** The slow share grows with the part of the first cell that the trouble fills. */
function shareOfFirst(slow: Uint32Array, from: number): number {
  return Math.min(1, slow[from]! / Math.max(1, slow[from + 1] ?? 0));
}

function p95Of(series: readonly SlowSeries[], from: number, to: number): number {
  const sum = new Uint32Array(LATENCY_CLASSES);
  for (const { histogram } of series) histogram(from, to).forEach((count, latency) => sum[latency]! += count);
  return classFloorMs(quantileClass(sum, 0.95));
}

function slowSamples(
  series: readonly SlowSeries[],
  samples: readonly PlacedRequest[],
  nameOf: (sample: PlacedRequest) => string,
): PlacedRequest[] {
  const slowMs = new Map(series.map(({ route, slowClass }) => [route, classFloorMs(slowClass)]));
  return samples.filter((sample) => sample.latencyMs >= (slowMs.get(nameOf(sample)) ?? Infinity))
    .sort((a, b) => a.timeMs - b.timeMs);
}

function severityOf(slow: number, requests: number, p95Ms: number): Severity {
  if (slow >= 100 && slow >= 0.3 * requests && p95Ms >= 5000) return "high";
  return slow >= 50 ? "medium" : "low";
}

function seriesOf(series: readonly SlowSeries[], { first, length }: CellRange): Series {
  const factor = Math.ceil(length / SERIES_BUCKETS);
  const counts = [...windowSums(added(series, "slow"), factor)];
  return { start: formatTime(first * CELL_MS), bucketMs: CELL_MS * factor, counts };
}

/** Classes are coarse: two digits are all that is known. */
function duration(ms: number): string {
  if (ms >= 1000) return `about ${ms >= 10_000 ? Math.round(ms / 1000) : Math.round(ms / 100) / 10} s`;
  return `about ${ms >= 100 ? Math.round(ms / 10) * 10 : Math.round(ms)} ms`;
}
