import type { SeriesPart } from "./series_store.ts";
import { sorted } from "./sorted.ts";
import { countBetween } from "./time_grid.ts";

/** Names with a smaller share of what the most concerned one has are not what a finding is about. */
const MIN_SHARE = 0.1;
/** The usual rate is that of a time this many times as long, right before. */
const BASELINE_FACTOR = 6;

/** Records or requests above the usual rate in a time, by what a part belongs to. */
export function excessBy<K>(
  parts: readonly SeriesPart[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  keyOf: (part: SeriesPart) => K,
): Map<K, number> {
  const excess = new Map<K, number>();
  const beforeMs = BASELINE_FACTOR * (toMs - fromMs);
  for (const part of parts) {
    if (part.total.lastMs < fromMs || part.total.firstMs >= toMs) continue;
    const { count } = countBetween([part], fromMs, toMs);
    const usual = countBetween([part], fromMs - beforeMs, fromMs).count / BASELINE_FACTOR;
    if (count > usual) excess.set(keyOf(part), (excess.get(keyOf(part)) ?? 0) + count - usual);
  }
  return excess;
}

/** Names with a share worth telling, in order. */
export function concerned(excess: ReadonlyMap<string, number>): string[] {
  const most = [...excess.values()].reduce((a, b) => Math.max(a, b), 0);
  return sorted([...excess].filter(([, one]) => one >= MIN_SHARE * most).map(([name]) => name));
}
