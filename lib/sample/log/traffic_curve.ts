const HOUR_MS = 3_600_000;
const STEP_MS = 60_000;

/** Relative business of each hour of the day, UTC; the mean is about 0.7. */
const HOURLY = [
  ...[0.35, 0.3, 0.28, 0.27, 0.3, 0.38, 0.5, 0.7, 0.9, 1, 1.05, 1.05],
  ...[0.95, 1, 1.05, 1.05, 1, 0.9, 0.78, 0.68, 0.6, 0.52, 0.46, 0.4],
];

/** A stretch of time. */
export interface Interval {
  /** First millisecond. */
  readonly fromMs: number;
  /** The millisecond after the last. */
  readonly toMs: number;
}

/** How traffic is spread over a stretch of time. */
export interface TrafficCurve {
  /** Sum of the weights: compares two curves. */
  readonly total: number;
  /** The time, in epoch milliseconds, at which that share (0 to 1) of the traffic is done. */
  timeAt(share: number): number;
}

/** Business of people at that time: 0.27 to 1.05, interpolated between hours. */
export function daytime(timeMs: number): number {
  const hours = (timeMs / HOUR_MS) % 24;
  const hour = Math.floor(hours);
  const here = HOURLY[hour] ?? 0;
  const next = HOURLY[(hour + 1) % 24] ?? 0;
  return here + (next - here) * (hours - hour);
}

function stepEdges(span: Interval, blackouts: readonly Interval[]): number[] {
  const edges = [span.toMs, ...blackouts.flatMap((blackout) => [blackout.fromMs, blackout.toMs])];
  for (let edge = span.fromMs; edge < span.toMs; edge += STEP_MS) edges.push(edge);
  return edges.filter((edge) => edge >= span.fromMs && edge <= span.toMs).sort((left, right) => left - right);
}

function firstAbove(sums: Float64Array, wanted: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Spreads traffic over `span` by `weightAt`, asked once a minute; there is none during `blackouts`. */
export function trafficCurve(
  span: Interval,
  weightAt: (timeMs: number) => number,
  blackouts: readonly Interval[] = [],
): TrafficCurve {
  const edges = Float64Array.from(stepEdges(span, blackouts));
  const sums = new Float64Array(edges.length - 1);
  let total = 0;
  for (let step = 0; step < sums.length; step++) {
    const from = edges[step] ?? 0;
    const middle = (from + (edges[step + 1] ?? 0)) / 2;
    const dark = blackouts.some(({ fromMs, toMs }) => middle >= fromMs && middle < toMs);
    total += dark ? 0 : weightAt(middle) * ((edges[step + 1] ?? 0) - from) / STEP_MS;
    sums[step] = total;
  }
  return { total, timeAt: (share) => interpolate(edges, sums, Math.min(Math.max(share, 0), 1) * total) };
}

function interpolate(edges: Float64Array, sums: Float64Array, wanted: number): number {
  const step = firstAbove(sums, wanted);
  const before = step === 0 ? 0 : sums[step - 1] ?? 0;
  const weight = (sums[step] ?? 0) - before;
  const from = edges[step] ?? 0;
  const to = edges[step + 1] ?? from;
  if (weight === 0) return to;
  return Math.min(Math.floor(from + (to - from) * (wanted - before) / weight), to - 1);
}
