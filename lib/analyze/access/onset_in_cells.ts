/** Cells after the first one that tell how many a full one holds. */
const FULL_CELLS = 3;
/**
 * A first cell with this share of a full one is full, and what raised it may have begun in the cell before; with few of
 * them in a cell, less is as good as full.
 */
const NEARLY = 0.9;
/** Cells that tell what was usual. */
const BEFORE_CELLS = 6;

/**
 * Where in its cells a raised stretch begins, in cells: the part of the first one that it fills shows in its count.
 *
 * @param from First raised cell
 * @param to Cell after the last
 */
export function onsetInCells(counts: ArrayLike<number>, { from, to }: { from: number; to: number }): number {
  const usual = meanOf(counts, Math.max(0, from - 1 - BEFORE_CELLS), from - 1);
  const full = meanOf(counts, from + 1, Math.min(to, from + 1 + FULL_CELLS)) - usual;
  // Of a single cell nobody knows.
  if (!(full > 0)) return from;
  const share = (cell: number) => Math.min(1, Math.max(0, ((counts[cell] ?? 0) - usual) / full));
  const nearly = Math.min(NEARLY, 1 - 1 / Math.sqrt(full));
  return share(from) < nearly ? from + 1 - share(from) : from - (from > 0 ? share(from - 1) : 0);
}

/** 0 of none. */
function meanOf(counts: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let cell = from; cell < to; cell++) sum += counts[cell]!;
  return to > from ? sum / (to - from) : 0;
}
