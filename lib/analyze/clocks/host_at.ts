import { BIN_MS, type SeriesPart } from "../series_store.ts";

/** Number of the host whose record was at a time, the one with most records when several were; null: nobody's. */
export function hostAt(parts: readonly SeriesPart[], timeMs: number): number | null {
  const counts = new Map<number, number>();
  for (const { host, total, forEach } of parts) {
    if (total.firstMs > timeMs || total.lastMs < timeMs) continue;
    forEach(
      (_bin, count, firstMs, lastMs) => {
        if (firstMs === timeMs || lastMs === timeMs) counts.set(host, (counts.get(host) ?? 0) + count);
      },
      timeMs - BIN_MS,
      timeMs + 1,
    );
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || a - b)[0]?.[0] ?? null;
}
