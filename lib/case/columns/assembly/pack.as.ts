/**
 * `PlainPacker` in WebAssembly: the same bytes, but a frame is packed four values at a time. Callers put a column where
 * they said, and ask for it to be packed.
 *
 * @module
 */

const FRAME_ROWS: u32 = 128;
/** Bytes of the numbers of a frame. */
const FRAME_BYTES: u32 = 4 * FRAME_ROWS;
const FRAMES: u32 = 0;
const RAW: u32 = 1;
/** Numbers nearer to 0 are kept as 32 bits. */
const LIMIT: f64 = 2147483647;

let rows: u32 = 0;
/** Where things lie: two columns that others are told from, and numbers to be packed. */
let times: u32 = 0;
let lengths: u32 = 0;
let numbers: u32 = 0;
/** Where the packed columns end. */
export let end: u32 = 0;

/** Begins a block; `out` is where its packed columns go. */
export function begin(count: u32, timesAt: u32, lengthsAt: u32, numbersAt: u32, out: u32): void {
  rows = count;
  times = timesAt;
  lengths = lengthsAt;
  numbers = numbersAt;
  end = out;
}

/** Packs words. Up to 127 words after them are overwritten. */
export function packWords(column: u32): void {
  putHead(FRAMES, 0);
  putFrames(column);
}

/** Packs the steps between words. */
export function packSteps(column: u32): void {
  const first: u32 = load<u32>(column);
  let last = first;
  let to = numbers;
  for (const end = to + 4 * rows; to < end; to += 4, column += 4) {
    const word: u32 = load<u32>(column);
    store<u32>(to, word - last);
    last = word;
  }
  putHead(FRAMES, <f64> first);
  putFrames(numbers);
}

/** Packs the steps between times. */
export function packTimes(): void {
  const first: f64 = load<f64>(times);
  let last: i32 = 0;
  let from = times;
  let to = numbers;
  for (const end = to + 4 * rows; to < end; to += 4, from += 8) {
    const value: f64 = load<f64>(from);
    const number = wholeFrom(first, value);
    if (first + <f64> number != value) return putRaw(times);
    store<i32>(to, number - last);
    last = number;
  }
  putHead(FRAMES, first);
  putFrames(numbers);
}

/** Packs how far each offset is from the end of the row before. */
export function packOffsets(column: u32): void {
  const first: f64 = load<f64>(column);
  let expected = first;
  let from = column;
  let length = lengths;
  let to = numbers;
  for (const end = to + 4 * rows; to < end; to += 4, from += 8, length += 4) {
    const value: f64 = load<f64>(from);
    const number = value == expected ? 0 : wholeFrom(expected, value);
    if (expected + <f64> number != value) return putRaw(column);
    store<i32>(to, number);
    expected = value + <f64> load<u32>(length) + 1;
  }
  putHead(FRAMES, first);
  putFrames(numbers);
}

/** Packs how far doubles are from those at `origins`, or from 0: NaN is 0, what is not negative is one more. */
export function packDoubles(column: u32, origins: u32): void {
  let from = column;
  let origin: f64 = 0;
  let to = numbers;
  for (const end = to + 4 * rows; to < end; to += 4, from += 8) {
    const value: f64 = load<f64>(from);
    let number: i32 = 0;
    if (origins != 0) {
      origin = load<f64>(origins);
      origins += 8;
    }
    if (value == value) {
      number = wholeFrom(origin, value);
      if (origin + <f64> number != value) return putRaw(column);
      if (number >= 0) number++;
    }
    store<i32>(to, number);
  }
  putHead(FRAMES, 0);
  putFrames(numbers);
}

/** The whole part of a difference; 0 when it is too large. */
function wholeFrom(from: f64, value: f64): i32 {
  const difference = value - from;
  return abs(difference) < LIMIT ? <i32> difference : 0;
}

function putHead(form: u32, origin: f64): void {
  store<u32>(end, form);
  store<f64>(end + 4, origin);
  end += 12;
}

function putRaw(column: u32): void {
  putHead(RAW, 0);
  memory.copy(end, column, 8 * rows);
  end += 8 * rows;
}

/** The last frame is filled with the last number. */
function putFrames(from: u32): void {
  const filled = (rows + FRAME_ROWS - 1) & ~(FRAME_ROWS - 1);
  const last: u32 = load<u32>(from + 4 * rows - 4);
  for (let row = rows; row < filled; row++) store<u32>(from + 4 * row, last);
  for (let at = from; at < from + 4 * filled; at += FRAME_BYTES) putFrame(at);
}

function putFrame(from: u32): void {
  let low = v128.load(from);
  let high = low;
  for (let at: u32 = 16; at < FRAME_BYTES; at += 16) {
    const four = v128.load(from + at);
    low = i32x4.min_s(low, four);
    high = i32x4.max_s(high, four);
  }
  const least = leastOf(low);
  const width: u32 = 32 - clz(greatestOf(high) - least);
  store<i32>(end, least);
  store<u32>(end + 4, width);
  end += 8;
  if (width != 0) putBits(from, least, width);
}

/** Every fourth number goes into the same lane, so four at a time have their bits at the same place. */
function putBits(from: u32, least: i32, width: u32): void {
  const base = i32x4.splat(least);
  let bits = i32x4.splat(0);
  let used: u32 = 0;
  for (let at: u32 = 0; at < FRAME_BYTES; at += 16) {
    const four = i32x4.sub(v128.load(from + at), base);
    bits = v128.or(bits, i32x4.shl(four, used));
    used += width;
    if (used < 32) continue;
    v128.store(end, bits);
    end += 16;
    used -= 32;
    bits = used == 0 ? i32x4.splat(0) : i32x4.shr_u(four, width - used);
  }
}

function leastOf(four: v128): i32 {
  return min(
    min(i32x4.extract_lane(four, 0), i32x4.extract_lane(four, 1)),
    min(i32x4.extract_lane(four, 2), i32x4.extract_lane(four, 3)),
  );
}

function greatestOf(four: v128): i32 {
  return max(
    max(i32x4.extract_lane(four, 0), i32x4.extract_lane(four, 1)),
    max(i32x4.extract_lane(four, 2), i32x4.extract_lane(four, 3)),
  );
}
