/**
 * A window over the bytes of a region with a bit for each byte: where a token ends, and where a variable one does. Looking at
 * all bytes at once, ahead of the records, costs no wrong guess; what reads the records then counts zeros.
 *
 * @module
 */
import { LF, lineFeedFrom, wide } from "./bytes.as";

/** Bytes of a window; text, bits and lines stay in the nearest cache. */
const WINDOW_BYTES: u32 = 16_384;
/** A line beyond has a window of its own, up to its end or so far. */
const MAX_BYTES: u32 = 65_536;
const BITS_BYTES: u32 = MAX_BYTES / 8 + 128;
/** Groups of bytes that are not alone in theirs. */
const AT: i8 = 1;
const SIGN: i8 = 2;

/** Where the bits of delimiters are. */
let delimiters: u32 = 0;
/** Where the bits of variable tokens' ends are. */
let variableEnds: u32 = 0;
/** Where the ends of lines are. */
let lineEnds: u32 = 0;
/** Adding an eighth of an address gives where the bits of eight bytes are. */
let delimiterBits: u32 = 0;
let variableEndBits: u32 = 0;
/** The next line of the list, and its end. */
let nextEnd: u32 = 0;
let endOfEnds: u32 = 0;

/** Says where there is room for a window, which is empty at first. */
export function setWindowRoom(at: u32): void {
  // A search for what is before the first byte loads eight bytes before its bits.
  setConstants();
  delimiters = at + 8;
  variableEnds = delimiters + BITS_BYTES;
  lineEnds = variableEnds + BITS_BYTES;
}

/** Forgets what was looked at. */
export function clearWindow(): void {
  nextEnd = endOfEnds = 0;
}

/**
 * What is the same for all bytes; in variables, since a constant is put together again wherever it is used. Groups of a byte, by
 * its lower and its upper half: 1 for `@`, 2 for `#`, -128 for digits, 4 for line ends and tabs, 8, 16, 32, 64 for the other
 * delimiters: these are all above 3.
 */
let lowGroups: v128 = i8x16.splat(0);
let highGroups: v128 = i8x16.splat(0);
let halves: v128 = i8x16.splat(0);
let rareGroups: v128 = i8x16.splat(0);
let feeds: v128 = i8x16.splat(0);

function setConstants(): void {
  lowGroups = i8x16(-119, -128, -120, -126, -128, -128, -128, -120, -120, -116, 4, 112, 88, 116, 16, 8);
  highGroups = i8x16(4, 0, 10, -112, 1, 32, 0, 64, 0, 0, 0, 0, 0, 0, 0, 0);
  halves = i8x16.splat(15);
  rareGroups = i8x16.splat(AT | SIGN);
  feeds = i8x16.splat(<i8> LF);
}

/** Both halves are below 16, for which all machines do the same. */
function groupsOf(bytes: v128, low: v128, high: v128, half: v128): v128 {
  return v128.and(
    i8x16.relaxed_swizzle(low, v128.and(bytes, half)),
    i8x16.relaxed_swizzle(high, v128.and(i16x8.shr_u(bytes, 4), half)),
  );
}

function rareMarks(a: v128, b: v128, c: v128, d: v128, group: i8): u64 {
  const wanted = i8x16.splat(group);
  return wide(
    i8x16.bitmask(i8x16.eq(v128.and(a, wanted), wanted)),
    i8x16.bitmask(i8x16.eq(v128.and(b, wanted), wanted)),
    i8x16.bitmask(i8x16.eq(v128.and(c, wanted), wanted)),
    i8x16.bitmask(i8x16.eq(v128.and(d, wanted), wanted)),
  );
}

/** Looks at the bytes from `from` to `to`, which counts as a delimiter. */
function look(from: u32, to: u32): void {
  const base = from & ~63;
  delimiterBits = delimiters - (base >> 3);
  variableEndBits = variableEnds - (base >> 3);
  const last = base + ((to - base) & ~63);
  const lastBit = <u64> 1 << <u64> ((to - base) & 63);
  const low = lowGroups;
  const high = highGroups;
  const half = halves;
  const rare = rareGroups;
  const feed = feeds;
  /** Whether a token that goes on in this block was variable so far. */
  let carry: u64 = 0;
  let endsBefore: u64 = u64.MAX_VALUE;
  let signBefore: u64 = 0;
  let bits = delimiters;
  let line = lineEnds;
  for (let block = base; block <= last; block += 64) {
    const bytesA = v128.load(block);
    const bytesB = v128.load(block, 16);
    const bytesC = v128.load(block, 32);
    const bytesD = v128.load(block, 48);
    const a = groupsOf(bytesA, low, high, half);
    const b = groupsOf(bytesB, low, high, half);
    const c = groupsOf(bytesC, low, high, half);
    const d = groupsOf(bytesD, low, high, half);
    const bit = block == last ? lastBit : 0;
    const inside = bit - 1;
    const ends = bit | (inside & wide(
      i8x16.bitmask(i8x16.gt_s(a, rare)),
      i8x16.bitmask(i8x16.gt_s(b, rare)),
      i8x16.bitmask(i8x16.gt_s(c, rare)),
      i8x16.bitmask(i8x16.gt_s(d, rare)),
    ));
    let marks = inside & wide(i8x16.bitmask(a), i8x16.bitmask(b), i8x16.bitmask(c), i8x16.bitmask(d));
    const feeds = inside & wide(
      i8x16.bitmask(i8x16.eq(bytesA, feed)),
      i8x16.bitmask(i8x16.eq(bytesB, feed)),
      i8x16.bitmask(i8x16.eq(bytesC, feed)),
      i8x16.bitmask(i8x16.eq(bytesD, feed)),
    );
    let alone = signBefore & (endsBefore >> 62);
    if (v128.any_true(v128.and(v128.or(v128.or(a, b), v128.or(c, d)), rare))) {
      marks |= inside & rareMarks(a, b, c, d, AT);
      const signs = inside & rareMarks(a, b, c, d, SIGN);
      // A sign alone: a delimiter right after it, and one right before it.
      alone |= (signs << 1) & ((ends << 2) | (endsBefore >> 62));
      signBefore = signs >> 63;
    } else signBefore = 0;
    // A carry runs from the first mark of a token to its end.
    const tokens = ~ends;
    const marked = tokens + marks;
    const sum = marked + carry;
    carry = <u64> (marked < tokens) | <u64> (sum < marked);
    store<u64>(bits, ends);
    store<u64>(bits, (sum | alone) & ends, BITS_BYTES);
    bits += 8;
    endsBefore = ends;
    // Most blocks have one line feed or none.
    store<u32>(line, block + <u32> ctz(feeds));
    if (feeds & (feeds - 1)) line = addLines(line, block, feeds);
    else line += <u32> (feeds != 0) << 2;
  }
  nextEnd = lineEnds;
  endOfEnds = line;
  // The first block may hold the ends of lines before.
  while (nextEnd < endOfEnds && load<u32>(nextEnd) < from) nextEnd += 4;
}

function addLines(line: u32, block: u32, feeds: u64): u32 {
  let at = line;
  for (let rest = feeds; rest != 0; rest &= rest - 1) {
    store<u32>(at, block + <u32> ctz(rest));
    at += 4;
  }
  return at;
}

/** The line feed that ends the line at `at`, or the end of the region. Lines have to be asked for one after another. */
export function lineEndFrom(at: u32, regionEnd: u32): u32 {
  if (nextEnd == endOfEnds) {
    look(at, min(regionEnd, at + WINDOW_BYTES));
    if (nextEnd == endOfEnds) return farLineEnd(at, regionEnd);
  }
  const lineEnd = load<u32>(nextEnd);
  nextEnd += 4;
  return lineEnd;
}

function farLineEnd(at: u32, regionEnd: u32): u32 {
  const lineEnd = lineFeedFrom(at, regionEnd);
  lookAgain(at, min(lineEnd, at + MAX_BYTES));
  return lineEnd;
}

/** Looks at a line that ends at `to`, as far as anybody cares. */
export function lookAgain(at: u32, to: u32): void {
  look(at, to);
  clearWindow();
}

/** Bits of delimiters: of 64 bytes from the multiple of eight on that is not beyond `at`. */
export function delimitersAt(at: u32): u64 {
  return load<u64>(delimiterBits + (at >> 3));
}

/** Bits of the ends of variable tokens, likewise. */
export function variableEndsAt(at: u32): u64 {
  return load<u64>(variableEndBits + (at >> 3));
}

/** The first delimiter, or the end; there has to be one in the window. */
// @inline
export function delimiterFrom(from: u32, end: u32): u32 {
  let at = from;
  while (at < end) {
    const bits = delimitersAt(at) >> <u64> (at & 7);
    if (bits != 0) return min(at + <u32> ctz(bits), end);
    at = (at & ~7) + 64;
  }
  return end;
}

/** Whether a byte is a delimiter. */
export function isDelimiter(at: u32): bool {
  return ((load<u8>(delimiterBits + (at >> 3)) >> (at & 7)) & 1) != 0;
}

/** Where the token that goes on at `at` starts; no token starts before `from`. */
export function tokenFrom(at: u32, from: u32): u32 {
  let to = at;
  while (to > from) {
    // The lowest 56 to 63 bits of these eight bytes are of bytes before `to`.
    const bits = delimitersAt(to - 56) << <u64> (8 - (to & 7));
    if (bits != 0) return max(to - <u32> clz(bits), from);
    to -= 56;
  }
  return from;
}
