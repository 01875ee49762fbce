import type { SeriesPart, SeriesTotal } from "../series_store.ts";

/** A series whose host's clock is ahead by so much, as the right time has it. Its bins no longer begin at full ten seconds. */
export function shiftedPart(part: SeriesPart, aheadMs: number): SeriesPart {
  if (aheadMs === 0) return part;
  const { total } = part;
  return {
    ...part,
    total: { ...total, firstMs: total.firstMs - aheadMs, lastMs: total.lastMs - aheadMs },
    countInto: (counts, startMs, bucketMs) => part.countInto(counts, startMs + aheadMs, bucketMs),
    addBetween: (sum, fromMs, toMs) => addBetween(part, sum, { fromMs, toMs, aheadMs }),
    forEach: (visit, fromMs = -Infinity, toMs = Infinity) =>
      part.forEach(
        (binMs, count, firstMs, lastMs) => visit(binMs - aheadMs, count, firstMs - aheadMs, lastMs - aheadMs),
        fromMs + aheadMs,
        toMs + aheadMs,
      ),
  };
}

function addBetween(
  part: SeriesPart,
  sum: SeriesTotal,
  { fromMs, toMs, aheadMs }: { readonly fromMs: number; readonly toMs: number; readonly aheadMs: number },
): void {
  const own = { count: 0, firstMs: Infinity, lastMs: -Infinity };
  part.addBetween(own, fromMs + aheadMs, toMs + aheadMs);
  sum.count += own.count;
  sum.firstMs = Math.min(sum.firstMs, own.firstMs - aheadMs);
  sum.lastMs = Math.max(sum.lastMs, own.lastMs - aheadMs);
}
