import type { RequestGroup } from "../access/kept_requests.ts";
import { LATENCY_CLASSES } from "../access/latency_class.ts";
import { routeKind } from "../access/route_kind.ts";
import { runningSums } from "../statistics/running_sums.ts";
import { gridOver, type TimeGrid } from "../time_grid.ts";
import { agentCounts, agentsByScope } from "./agent_counts.ts";
import { type CountedParts, countIn, partsByScope, recordScopes, requestScopes } from "./counted_parts.ts";
import { type ImpactScope, nameScope } from "./impact_scope.ts";
import { latencySeries } from "./latency_series.ts";
import { loudSignatures } from "./loud_signatures.ts";
import type { MeasuredLogs } from "./measured_logs.ts";
import type { MeasuredSeries } from "./measured_series.ts";
import { type RequestTable, requestTable } from "./request_table.ts";
import { hostRecords, seenMinutes } from "./seen_minutes.ts";

/** Fewer of anything tell nothing about rates. */
const MIN_COUNT = 6;

/** All that is measured, scope by scope, on the API's clock. */
export class ImpactSeries {
  readonly #logs: MeasuredLogs;
  readonly #grid: TimeGrid;
  /** By scope. */
  readonly #signatures: ReadonlyMap<string, readonly CountedParts[]>;
  readonly #errors: ReadonlyMap<string, readonly CountedParts[]>;
  readonly #agents: ReadonlyMap<string, readonly number[]>;
  readonly #requests: RequestTable;
  /** Time seen before each bucket. */
  readonly #seen: Readonly<Record<"records" | "requests" | "buckets" | "any", Float64Array>>;
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;

  /** Looks through the logs for what belongs to the wanted scopes (names). */
  constructor(logs: MeasuredLogs, wanted: ReadonlySet<string>) {
    const { tally, span, signatures, clocks } = logs;
    this.#logs = logs;
    this.#grid = gridOver(span.startMs, span.endMs);
    this.#signatures = partsByScope(loudSignatures(signatures), recordScopes(tally), wanted);
    this.#errors = partsByScope(errorParts(tally.access.groups()), requestScopes(tally), wanted);
    this.#agents = agentsByScope(tally, wanted);
    this.#requests = requestTable(logs);
    const activity = [...tally.activity.values()];
    const records = seenMinutes(activity, ["application", "daemon"], this.#grid, clocks);
    const requests = seenMinutes(activity, ["http_access"], this.#grid, clocks);
    this.#seen = {
      records: runningSums(records),
      requests: runningSums(requests),
      buckets: runningSums(seenMinutes(activity, ["http_access"], this.#requests.grid, clocks)),
      any: runningSums(records.map((minutes, at) => Math.max(minutes, requests[at]!))),
    };
    this.#counts = new Int32Array(this.#grid.length);
    this.#sums = new Float64Array(this.#grid.length + 1);
  }

  /** What is measured on a wanted scope. Counts are valid until the next one is asked for. */
  *of(scope: ImpactScope): Generator<MeasuredSeries> {
    const name = nameScope(scope);
    yield* this.#partSeries(this.#errors.get(name), this.#seen.requests);
    if (scope.kind === "all") yield* this.#requestSeries(this.#requests.all);
    if (scope.kind === "host") {
      yield* this.#requestSeries(this.#requests.of(scope.name));
      yield { ...this.#summed("records", this.#recordsOf(scope.name), this.#seen.any), lessIsWorse: true };
    }
    const agents = this.#agents.get(name);
    if (agents !== undefined) {
      const calls = agentCounts(this.#logs, agents, this.#grid);
      yield { ...this.#summed("agentRequests", calls, this.#seen.requests), lessIsWorse: true };
    }
    yield* this.#partSeries(this.#signatures.get(name), this.#seen.records);
  }

  #recordsOf(host: string): Float64Array {
    const { tally, clocks } = this.#logs;
    return hostRecords(tally.activity.values(), host, this.#grid, clocks);
  }

  *#partSeries(
    all: readonly CountedParts[] | undefined,
    exposures: Float64Array,
  ): Generator<MeasuredSeries> {
    const { startMs, bucketMs } = this.#grid;
    const { tally, clocks } = this.#logs;
    for (const { metric, parts } of all ?? []) {
      if (countIn(parts) < MIN_COUNT) continue;
      this.#counts.fill(0);
      for (const { host, countInto } of parts) {
        countInto(this.#counts, startMs + clocks(tally.hosts[host]!), bucketMs);
      }
      yield this.#summed(metric, this.#counts, exposures);
    }
  }

  *#requestSeries(table: Uint32Array | null): Generator<MeasuredSeries> {
    if (table === null || table.length === 0) return;
    const { grid } = this.#requests;
    const requests = new Float64Array(grid.length);
    for (let at = 0; at < table.length; at++) requests[at / LATENCY_CLASSES | 0]! += table[at]!;
    yield { metric: "requests", grid, counts: runningSums(requests), exposures: this.#seen.buckets };
    const latency = latencySeries(table, grid);
    if (latency !== null) yield latency;
  }

  #summed(metric: string, counts: ArrayLike<number>, exposures: Float64Array): MeasuredSeries {
    return { metric, grid: this.#grid, counts: runningSums(counts, this.#sums), exposures };
  }
}

/** Errors of requests but health probes. */
function errorParts(groups: readonly RequestGroup[]): CountedParts[] {
  const failed = groups.filter(({ route }) => routeKind(route) !== "health");
  const partsOf = (from: number, to: number) =>
    failed.filter(({ status }) => status >= from && status < to).flatMap(({ parts }) => parts);
  return [
    { metric: "errors5xx", parts: partsOf(500, 600) },
    { metric: "errors4xx", parts: partsOf(400, 500) },
  ];
}
