/** Whether a value is so far above another that it is no longer usual. */
export type IsStep = (before: number, after: number) => boolean;

const MIN_BEFORE = 12;
/** Three windows on each side show a step; it lasts when so many of all later values are above what was before it. */
const LASTING_SHARE = 0.8;
/** Places at which a step is looked for closely. */
const MAX_TRIED = 8;

/** What is usual: the median of all values, or of those before a step up that lasts to the end. */
export function usualLevel(values: readonly number[], isStep: IsStep): number {
  const all = median(values);
  let tried = 0;
  // A step in the later half leaves the median as it was.
  for (let at = MIN_BEFORE; at <= values.length / 2 && tried < MAX_TRIED; at++) {
    if (!isStep(middleOfThree(values, at - 3), middleOfThree(values, at))) continue;
    tried++;
    const before = median(values.slice(0, at));
    const after = values.slice(at);
    if (after.filter((value) => isStep(before, value)).length >= LASTING_SHARE * after.length) return before;
  }
  return all;
}

function median(values: readonly number[]): number {
  return new Float64Array(values).sort()[values.length >> 1] ?? 0;
}

function middleOfThree(values: readonly number[], from: number): number {
  const a = values[from]!;
  const b = values[from + 1]!;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), values[from + 2]!));
}
