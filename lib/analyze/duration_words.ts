const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A duration in the unit that people would say it in: seconds, minutes, hours, days. */
export function durationWords(ms: number): string {
  if (ms < 2 * MINUTE_MS) return withUnit(Math.round(ms / 1000), "second");
  if (ms < 2 * HOUR_MS) return withUnit(Math.round(ms / MINUTE_MS), "minute");
  if (ms < 2 * DAY_MS) return withUnit(oneDecimal(ms / HOUR_MS), "hour");
  return withUnit(oneDecimal(ms / DAY_MS), "day");
}

function oneDecimal(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10;
}

function withUnit(value: number, unit: string): string {
  return `${value} ${unit}${value === 1 ? "" : "s"}`;
}
