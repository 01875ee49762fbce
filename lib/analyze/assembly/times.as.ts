/**
 * Reads the times of a block's records: what they differ by, in 16 bits, and the minutes that they are in.
 *
 * @module
 */

const MINUTE_MS: f64 = 60000;
/** Added to a number of less than 51 bits, it leaves the nearest whole one in the lower bits. */
const SHIFT: f64 = 6755399441055744;
const SHIFT_BITS: i64 = 0x4338000000000000;

/** Minute, and the row after the last one in it, of each run of rows that are in one minute. */
const RUN_BYTES: u32 = 16;
/** Of the last stretch: first and last time. */
export let startMs: f64 = 0;
export let endMs: f64 = 0;

/** Reads the runs of a block, which go to `to`; returns how many they are. */
export function readMinutes(times: u32, length: u32, to: u32): u32 {
  let fromMs: f64 = NaN;
  let run = to - RUN_BYTES;
  for (let row: u32 = 0; row < length; row++, times += 8) {
    const timeMs = load<f64>(times);
    if (!(timeMs >= fromMs && timeMs < fromMs + MINUTE_MS)) {
      const minute = floor(timeMs / MINUTE_MS);
      fromMs = minute * MINUTE_MS;
      run += RUN_BYTES;
      store<f64>(run, minute);
    }
    store<u32>(run, row + 1, 8);
  }
  return (run + RUN_BYTES - to) / RUN_BYTES;
}

/** Writes by how much each time differs from the one before; false when 16 bits do not hold that. */
export function readSteps(times: u32, length: u32, steps: u32): bool {
  const first = load<f64>(times);
  let before = first;
  // Of so few rows the sum stays below 2^31.
  let sum: i32 = 0;
  let low: i32 = 0;
  let high: i32 = 0;
  let far: u32 = 0;
  for (const end = times + 8 * length; times < end; times += 8, steps += 2) {
    const timeMs = load<f64>(times);
    const step = timeMs - before;
    const shifted = step + SHIFT;
    const whole = reinterpret<i64>(shifted) - SHIFT_BITS;
    far |= u32(shifted - SHIFT != step) | u32(<u64> (whole + 32768) > 65535);
    sum += <i32> whole;
    low = min(low, sum);
    high = max(high, sum);
    store<i16>(steps, <i16> whole);
    before = timeMs;
  }
  startMs = first + <f64> low;
  endMs = first + <f64> high;
  if (far) readRange(times - 8 * length, length);
  return !far;
}

function readRange(times: u32, length: u32): void {
  startMs = Infinity;
  endMs = -Infinity;
  for (const end = times + 8 * length; times < end; times += 8) {
    const timeMs = load<f64>(times);
    if (timeMs < startMs) startMs = timeMs;
    if (timeMs > endMs) endMs = timeMs;
  }
}
