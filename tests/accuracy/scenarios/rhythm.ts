import type { TimeSpan, World } from "./world.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How busy a time of the day is, 1 on average. */
export function busyness({ rhythm }: World, timeMs: number): number {
  const hour = timeMs / HOUR_MS % 24;
  return 1 + rhythm.depth * Math.cos((hour - rhythm.peakHour) / 12 * Math.PI);
}

/** Random times over the logs that follow the daily rhythm; so many a minute on average. */
export function timesByRhythm(world: World, perMinute: number): number[] {
  const times: number[] = [];
  for (let from = world.span.fromMs; from < world.span.toMs; from += MINUTE_MS) {
    const count = world.random.poisson(perMinute * busyness(world, from));
    for (let i = 0; i < count; i++) times.push(from + world.random.unit() * MINUTE_MS);
  }
  return times;
}

/** Random times in a span, the first at its begin; so many a minute on average. */
export function timesIn(world: World, { fromMs, toMs }: TimeSpan, perMinute: number): number[] {
  const count = world.random.poisson((toMs - fromMs) / MINUTE_MS * perMinute);
  return [fromMs, ...Array.from({ length: count }, () => world.random.between(fromMs, toMs))].sort((a, b) =>
    a - b
  );
}
