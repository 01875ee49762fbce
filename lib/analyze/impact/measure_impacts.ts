import type { EventRow } from "../../events/event_row.ts";
import type { Impact } from "../analysis.ts";
import { type ChangeAct, changeActs } from "../causes/change_acts.ts";
import { replicaSetMembers } from "../causes/replica_set_members.ts";
import { falseDiscoveryRates } from "../statistics/false_discovery_rates.ts";
import { type Shift, ShiftTest, type ShiftWindows } from "../statistics/shift_test.ts";
import type { TimeGrid } from "../time_grid.ts";
import { actWindows, windowMs } from "./act_windows.ts";
import { ImpactSeries } from "./impact_series.ts";
import { type ImpactScope, type KnownHosts, nameScope, scopesOf } from "./impact_scope.ts";
import { listImpacts } from "./list_impacts.ts";
import type { MeasuredImpact } from "./measured_impact.ts";
import type { MeasuredLogs } from "./measured_logs.ts";
import type { MeasuredSeries } from "./measured_series.ts";

/** What was measured after the changes of a run. */
export interface MeasuredImpacts {
  /** For the analysis: by event, metric, scope; at most a dozen an event. */
  readonly impacts: readonly Impact[];
  /** All that was measured for an event; empty: nothing was. */
  readonly of: (eventId: string) => readonly MeasuredImpact[];
}

const DAY_MS = 86_400_000;
/** Fewer occurrences before and after cannot show that a rate changed. */
const MIN_COUNT = 6;
/** A stretch of which less is seen tells no rate: minutes, or requests for a latency. */
const MIN_EXPOSURE = 3;
const MIN_REQUESTS = 20;
/** Changes beyond these, and tests, are not measured: first come, first measured. */
const MAX_ACTS = 2000;
const MAX_TESTS = 50_000;
/** Share of false discoveries among what is called significant. */
const MAX_FALSE_RATE = 0.05;
/** A smaller change does not matter. */
const MIN_RATIO = 1.5;
/** More digits mean nothing. */
const DIGITS = 4;

interface Test extends Omit<MeasuredImpact, "qValue" | "significant"> {
  readonly act: number;
}

/**
 * Measures what changed after each change event (by time), on everything and on what its keys name. Metrics: rates a
 * minute of `signature:<id>` (warnings, errors, exceptions), `errors5xx`, `errors4xx`, `requests`, `records` (of a host) and
 * `agentRequests` (ten-second stretches in which an agent called); `p95LatencyMs`. See {@linkcode ShiftTest} for the test;
 * significant is what is large and, by Benjamini-Hochberg over all tests of the run, no chance.
 */
export function measureImpacts(logs: MeasuredLogs, events: readonly EventRow[]): MeasuredImpacts {
  const { startMs, endMs } = logs.span;
  const changes = changeActs(events.filter(({ role }) => role === "change"));
  const acts = [...new Set(changes.values())].filter(({ timeMs }) => timeMs > startMs && timeMs < endMs)
    .slice(
      0,
      MAX_ACTS,
    );
  const known = { hosts: logs.tally.hosts, members: replicaSetMembers(events) };
  const tests = acts.length === 0 ? [] : testsOf(logs, acts, known);
  const qValues = falseDiscoveryRates(tests.map(({ pValue }) => pValue));
  const byAct: MeasuredImpact[][] = acts.map(() => []);
  tests.forEach(({ act, ...test }, at) => {
    const qValue = rounded(qValues[at]!);
    byAct[act]!.push({ ...test, qValue, significant: qValue < MAX_FALSE_RATE && isLarge(test) });
  });
  const byEvent = new Map(
    acts.flatMap(({ events }, act) => events.map(({ id }) => [id, byAct[act]!] as const)),
  );
  return { impacts: listImpacts(byEvent), of: (eventId) => byEvent.get(eventId) ?? [] };
}

function testsOf(logs: MeasuredLogs, acts: readonly ChangeAct[], known: KnownHosts): Test[] {
  const scopes = actsByScope(acts, known);
  const series = new ImpactSeries(logs, new Set(scopes.keys()));
  const windows = new Map<TimeGrid, (ShiftWindows | null)[]>();
  const tests: Test[] = [];
  for (const [name, { scope, acts: own }] of scopes) {
    for (const one of series.of(scope)) {
      const places = windows.get(one.grid) ?? actWindows(acts, logs.span, one.grid);
      windows.set(one.grid, places);
      const { bucketMs } = one.grid;
      const window = Math.max(1, Math.round(windowMs(logs.span) / bucketMs));
      const test = new ShiftTest(one, window, DAY_MS / bucketMs);
      for (const act of own) {
        const place = places[act];
        if (!place || tests.length >= MAX_TESTS || !isCounted(one, place)) continue;
        const shift = test.at(place);
        if (isMeasured(one, shift)) {
          tests.push({ act, metric: one.metric, scope: name, ...told(one, place, shift) });
        }
      }
    }
  }
  return tests;
}

interface ScopedActs {
  readonly scope: ImpactScope;
  /** Numbers of acts, in order. */
  readonly acts: Set<number>;
}

function actsByScope(acts: readonly ChangeAct[], known: KnownHosts): Map<string, ScopedActs> {
  const scopes = new Map<string, ScopedActs>();
  acts.forEach(({ events }, act) => {
    for (const scope of events.flatMap((event) => scopesOf(event, known))) {
      const name = nameScope(scope);
      const entry = scopes.get(name) ?? { scope, acts: new Set() };
      scopes.set(name, entry);
      entry.acts.add(act);
    }
  });
  return scopes;
}

/** Whether enough was counted; few slow requests among many tell that nothing is slow. */
function isCounted({ counts, valueIn }: MeasuredSeries, { from, to }: ShiftWindows): boolean {
  return valueIn !== undefined || counts[to]! - counts[from]! >= MIN_COUNT;
}

/** Whether enough was seen. */
function isMeasured({ valueIn }: MeasuredSeries, { before, after }: Shift): boolean {
  return Math.min(before.exposure, after.exposure) >= (valueIn === undefined ? MIN_EXPOSURE : MIN_REQUESTS);
}

function told(
  { valueIn }: MeasuredSeries,
  { from, at, to }: ShiftWindows,
  shift: Shift,
): Pick<Test, "before" | "after" | "ratio" | "pValue" | "count"> {
  const before = rounded(valueIn?.(from, at) ?? shift.before.count / shift.before.exposure);
  const after = rounded(valueIn?.(at, to) ?? shift.after.count / shift.after.exposure);
  return {
    before,
    after,
    ratio: before === 0 ? null : rounded(after / before),
    pValue: rounded(shift.pValue),
    count: shift.before.count + shift.after.count,
  };
}

function isLarge({ ratio }: Pick<Impact, "ratio">): boolean {
  return ratio === null || ratio >= MIN_RATIO || ratio <= 1 / MIN_RATIO;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
