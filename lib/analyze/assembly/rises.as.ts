/**
 * Looks through a series for buckets with which a burst may begin: of most there is nothing more to be said.
 *
 * @module
 */

/** Buckets before one that tell its rate; with fewer than the least, what is usual of the whole does. */
const BASELINE: u32 = 360;
const MIN_BASELINE: u32 = 30;
const MAX_WINDOWS: u32 = 8;
/** Buckets that are looked at together. */
const BLOCK: u32 = 8;

/** Length of each window, longest last, and the records that it must hold. */
export const windows: u32 = memory.data(16 * MAX_WINDOWS, 8);

/** Sums up what is before each bucket, and all of it. */
export function sumUp(counts: u32, length: u32, sums: u32): void {
  let sum: f64 = 0;
  store<f64>(sums, 0);
  for (const end = counts + 4 * length; counts < end; counts += 4) {
    sums += 8;
    sum += <f64> load<i32>(counts);
    store<f64>(sums, sum);
  }
}

/**
 * The next bucket with which a window begins that holds enough for a burst; what is before it is clean.
 *
 * @param exposure Where the exposure before each bucket is; 0: it is its number
 * @param usual Rate of the first buckets
 */
export function nextRise(
  sums: u32,
  clean: u32,
  exposure: u32,
  from: u32,
  length: u32,
  windowCount: u32,
  minCount: f64,
  minRatio: f64,
  usual: f64,
): u32 {
  const endOfWindows = windows + 16 * windowCount;
  const longest = <u32> load<f64>(endOfWindows - 16);
  let blocksFrom = exposure == 0 ? MIN_BASELINE : length;
  for (let at = from; at < length; at++) {
    while (at >= blocksFrom && at + BLOCK + longest <= length) {
      if (!isCalm(sums + 8 * at, leastIn(clean, at, minRatio), endOfWindows)) blocksFrom = at + BLOCK;
      else for (const end = at + BLOCK; at < end; at++) addClean(sums + 8 * at, clean + 8 * at);
    }
    const before = load<f64>(sums + 8 * at);
    const own = load<f64>(sums + 8 * at, 8) - before;
    if (own > 0 && load<f64>(sums + 8 * min(at + longest, length)) - before >= minCount) {
      const least = minRatio * (at < MIN_BASELINE ? usual : rateBefore(clean, exposure, at));
      for (let window = windows; window < endOfWindows; window += 16) {
        const end = min(at + <u32> load<f64>(window), length);
        const count = load<f64>(sums + 8 * end) - before;
        if (count >= load<f64>(window, 8) && count >= least * <f64> (end - at)) return at;
      }
    }
    addClean(sums + 8 * at, clean + 8 * at);
  }
  return length;
}

/** Whether no window that begins in a block holds enough for a burst, if its buckets must have so many more each. */
// @inline
function isCalm(sums: u32, least: f64, endOfWindows: u32): bool {
  const before = load<f64>(sums);
  for (let window = windows; window < endOfWindows; window += 16) {
    const length = load<f64>(window);
    const enough = max(load<f64>(window, 8), least * length);
    if (length == 1) {
      for (let at = sums; at < sums + 8 * BLOCK; at += 8) {
        if (load<f64>(at, 8) - load<f64>(at) >= enough) return false;
      }
    } else if (load<f64>(sums + 8 * (<u32> length + BLOCK - 1)) - before >= enough) return false;
  }
  return true;
}

/** What the buckets of a block must have at least, by the rates before them: none is lower. */
// @inline
function leastIn(clean: u32, at: u32, minRatio: f64): f64 {
  const last = at + BLOCK - 1;
  const from = last < BASELINE ? 0 : last - BASELINE;
  const count = load<f64>(clean + 8 * at) - load<f64>(clean + 8 * from);
  return minRatio * ((count + 0.5) / <f64> min(last, BASELINE));
}

// @inline
function addClean(sums: u32, clean: u32): void {
  store<f64>(clean, load<f64>(clean) + (load<f64>(sums, 8) - load<f64>(sums)), 8);
}

// @inline
function rateBefore(clean: u32, exposure: u32, at: u32): f64 {
  const from = at < BASELINE ? 0 : at - BASELINE;
  const count = load<f64>(clean + 8 * at) - load<f64>(clean + 8 * from);
  const width = exposure == 0
    ? <f64> (at - from)
    : load<f64>(exposure + 8 * at) - load<f64>(exposure + 8 * from);
  return (count + 0.5) / max(1, width);
}
