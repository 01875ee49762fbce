const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** A duration in its two largest units: `2 min 13 s`, `3 h`, `340 ms`. The sign is dropped. */
export function describeDuration(durationMs: number): string {
  const ms = Math.abs(Math.round(durationMs));
  if (ms < 1000) return `${ms} ms`;
  const first = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  let rest = ms;
  return UNITS.slice(first, first + 2).flatMap(([name, unitMs]) => {
    const amount = Math.floor(rest / unitMs);
    rest %= unitMs;
    return amount > 0 ? [`${amount} ${name}`] : [];
  }).join(" ");
}

/** Where an event lies relative to an onset: `2 min 13 s before`. Positive: the event came first. */
export function describeLag(lagMs: number): string {
  if (lagMs === 0) return "at the same moment";
  return `${describeDuration(lagMs)} ${lagMs > 0 ? "before" : "after"}`;
}
