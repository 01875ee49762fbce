/** A time for prose and tables, to the second: `2026-04-12 03:14:15`. The reader is told once that it is UTC. */
export function describeTime(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}

/** A span, without repeating the day: `2026-04-12 03:14:15 to 03:29:01`. */
export function describeSpan(start: string, end: string): string {
  const last = start.slice(0, 10) === end.slice(0, 10) ? end.slice(11, 19) : describeTime(end);
  return `${describeTime(start)} to ${last}`;
}
