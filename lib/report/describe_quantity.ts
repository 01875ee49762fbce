const BYTE_UNITS = ["kB", "MB", "GB", "TB"] as const;

/** An integer with its thousands separated: `1,234,567`. */
export function describeCount(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count and its noun: `1 host`, `3 hosts`. */
export function describeAmount(count: number, noun: string, plural = `${noun}s`): string {
  return `${describeCount(count)} ${count === 1 ? noun : plural}`;
}

/** A size in decimal units: `999 B`, `1.4 GB`. */
export function describeBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${BYTE_UNITS[unit]}`;
}

/** A list in words, cut after `most`: `om-1, om-2 and 3 more`. */
export function describeList(items: readonly string[], most = 3): string {
  const more = items.length - most;
  return more > 0 ? `${items.slice(0, most).join(", ")} and ${more} more` : items.join(", ");
}
