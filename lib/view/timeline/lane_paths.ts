import { html, type SafeHtml } from "../html.ts";
import { barsPath, linePath } from "../parts/chart_paths.ts";
import type { TimeScale } from "../parts/time_scale.ts";
import type { Lane, LaneSeriesName } from "./lanes.ts";
import { LANE, type PlacedLane } from "./timeline_layout.ts";

const SECOND_MS = 1000;

/** Highest values, so that lanes of a category can be compared; counts are of a second: buckets may differ. */
interface LaneTops {
  readonly records: number;
  readonly bad: number;
  readonly p95Ms: number;
}

/**
 * What logs hold as paths; one unit is a second since a time, so that the picture is zoomed by changing its `viewBox`
 * ({@linkcode plotBox}) and nothing else.
 */
export function lanePaths(placed: readonly PlacedLane[], originMs: number): SafeHtml {
  const tops = topsByCategory(placed.map(({ lane }) => lane));
  return html`${placed.map((one) => lanePath(one, originMs, tops.get(one.lane.category)))}`;
}

/** The `viewBox` that shows a stretch of time. */
export function plotBox({ startMs, endMs }: TimeScale, originMs: number, height: number): string {
  return `${(startMs - originMs) / SECOND_MS} 0 ${(endMs - startMs) / SECOND_MS} ${height}`;
}

function lanePath({ lane, baseY }: PlacedLane, originMs: number, tops: LaneTops | undefined): SafeHtml {
  const { startMs, bucketMs, firstMs, lastMs, series: { records, error, warn, errors5xx, p95Ms } } = lane;
  const at = (ms: number) => (ms - originMs) / SECOND_MS;
  const line = firstMs !== null && lastMs !== null && html`
    <rect class="base-line" x="${at(firstMs)}" y="${baseY}" width="${Math.max(
      1,
      at(lastMs) - at(firstMs),
    )}" height="1" />
  `;
  if (tops === undefined || records === undefined) return html`${line}`;
  const up = { baseY, height: LANE.up, top: tops.records * bucketMs / SECOND_MS };
  const down = { baseY: baseY + 1, height: -LANE.down, top: tops.bad * bucketMs / SECOND_MS };
  const under: number[] = [];
  const bad = (tone: string, values: LaneValues) =>
    values !== undefined && html`
      <path class="bars tone-${tone}" d="${barsPath(values, down, under)}" />
    `;
  return html`
    ${line}<g transform="translate(${at(startMs)} 0) scale(${bucketMs / SECOND_MS} 1)">
    <path class="bars tone-band" d="${barsPath(records, up)}"/>
    ${bad("critical", error)}${bad("critical", errors5xx)}${bad("medium", warn)}
    ${p95Ms !== undefined &&
      html`
        <path class="line tone-low" d="${linePath(p95Ms, { ...up, top: tops.p95Ms })}" />
      `}
    </g>
  `;
}

type LaneValues = Lane["series"][LaneSeriesName];

function topsByCategory(lanes: readonly Lane[]): Map<string, LaneTops> {
  const groups = Map.groupBy(lanes, ({ category }) => category);
  return new Map(
    [...groups].map(([category, group]) => [category, {
      records: highest(group, ["records"]) || 1,
      bad: highest(group, ["error", "warn", "errors5xx"]) || 1,
      p95Ms: highest(group, ["p95Ms"], () => 1) || 1,
    }]),
  );
}

/** The highest sum of some series in a bucket; of counts, in a second of it. */
function highest(
  lanes: readonly Lane[],
  names: readonly LaneSeriesName[],
  secondsOf = ({ bucketMs }: Lane) => bucketMs / SECOND_MS,
): number {
  let most = 0;
  for (const lane of lanes) {
    const sums: number[] = [];
    for (const name of names) {
      lane.series[name]?.forEach((value, i) => sums[i] = (sums[i] ?? 0) + (value ?? 0));
    }
    for (const sum of sums) most = Math.max(most, sum / secondsOf(lane));
  }
  return most;
}
