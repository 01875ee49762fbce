/** What one measurement tells: the offset is in this interval, milliseconds. */
export interface OffsetBounds {
  /** Least. */
  readonly fromMs: number;
  /** Most. */
  readonly toMs: number;
}

/** An offset, and how far it may be from the truth. */
export interface OffsetEstimate {
  /** Best value, whole milliseconds. */
  readonly offsetMs: number;
  /** Half width of the interval that it is in. */
  readonly uncertaintyMs: number;
  /** Measurements that it rests on. */
  readonly samples: number;
}

/** No estimate is surer: a request has a start and an end. */
const MIN_UNCERTAINTY_MS = 250;

/**
 * The offset that measurements tell, of which some may be wrong: the mean of the middles of those that agree, within what
 * these have in common. There is at least one.
 */
export function offsetWithin(bounds: readonly OffsetBounds[]): OffsetEstimate {
  const middles = bounds.map(({ fromMs, toMs }) => (fromMs + toMs) / 2).sort((a, b) => a - b);
  const { fromMs, toMs } = commonBounds(bounds, middles[middles.length >> 1]!);
  const agreeing = bounds.filter((one) => one.fromMs <= toMs && one.toMs >= fromMs);
  const mean = agreeing.reduce((sum, one) => sum + (one.fromMs + one.toMs) / 2, 0) / agreeing.length;
  const offsetMs = Math.round(Math.max(fromMs, Math.min(toMs, mean)));
  const reachMs = Math.ceil(Math.max(offsetMs - fromMs, toMs - offsetMs));
  return { offsetMs, uncertaintyMs: Math.max(MIN_UNCERTAINTY_MS, reachMs), samples: bounds.length };
}

/** What intervals have in common, those nearest to a value first; one that excludes the others is left out. */
function commonBounds(bounds: readonly OffsetBounds[], valueMs: number): OffsetBounds {
  const distance = ({ fromMs, toMs }: OffsetBounds) => Math.abs((fromMs + toMs) / 2 - valueMs);
  const nearest = bounds.toSorted((a, b) => distance(a) - distance(b) || a.fromMs - b.fromMs);
  return nearest.reduce((common, next) => {
    const fromMs = Math.max(common.fromMs, next.fromMs);
    const toMs = Math.min(common.toMs, next.toMs);
    return fromMs <= toMs ? { fromMs, toMs } : common;
  });
}
