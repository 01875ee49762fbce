/**
 * `TemplateHasher` in WebAssembly.
 *
 * @module
 */
import { COLON, contentEnd, digitAt, feeds, isSame, SPACE, wide } from "./bytes.as";
import { addText } from "./text_hash.as";
import { atsOf, delimitersOf, digitsOf, groupsOf, hasRare, isDelimiter, signsOf } from "./text_marks.as";

const LINE_END: u32 = 0;
const MASKED: u32 = 1;
const NAME_END: u32 = 2;
const FULL_STOP: u32 = 46;
const PAREN: u32 = 40;
const CAUSED_BY: u32 = 11;

/**
 * Kept tokens: by first byte 256 words with a bit for each length, then four words a token: where and how long it is, where
 * and how long what is before it is.
 */
let kept: u32 = 0;
let keptCount: u32 = 0;
/** Where `Caused by: ` is. */
let causedBy: u32 = 0;
/** Room for a line. */
let letters: u32 = 0;

/** A byte for each hash of two bytes and a length: nearly all tokens that are not kept have a zero there. */
let keptMarks: u32 = 0;
/** Bytes of these. */
export const KEPT_MARKS_BYTES: u32 = 1024;

/** Says where there is room for marks, of zeros; has to be called before {@linkcode setTexts}. */
export function setKeptMarks(at: u32): void {
  keptMarks = at;
}

/** Says where kept tokens and `Caused by: ` are. */
export function setTexts(keptAt: u32, count: u32, causedByAt: u32, lettersAt: u32): void {
  kept = keptAt;
  keptCount = count;
  causedBy = causedByAt;
  letters = lettersAt;
  for (let i: u32 = 0; i < count; i++) addKept(kept + 1024 + (i << 4));
}

function addKept(entry: u32): void {
  const token = load<u32>(entry);
  const length = load<u32>(entry, 4);
  // The marks are of two bytes: with a token of one, all tokens are looked at.
  if (length < 2) memory.fill(keptMarks, 1, KEPT_MARKS_BYTES);
  store<u8>(markOf(token, length), 1);
  // A colon or a full stop may follow.
  store<u8>(markOf(token, length + 1), 1);
}

// @inline
function markOf(token: u32, length: u32): u32 {
  return keptMarks + (((<u32> load<u16>(token) + (length << 16)) * 0x9e3779b1) >>> 22);
}

/** The line feed where {@linkcode hashMasked} ended, or the end. */
export let lineEnd: u32 = 0;

/** Adds the text from `from` to the end of its line, at most to `end`. What is before it does not count. */
export function hashMasked(start: u64, from: u32, end: u32): u64 {
  let hash = start;
  let added = from;
  /** Where a token starts that goes on in this block, and whether it was variable so far. */
  let token = from;
  let carry: u64 = 0;
  let endsBefore: u64 = u64.MAX_VALUE;
  let signBefore: u64 = 0;
  let block = from;
  while (true) {
    const bytesA = v128.load(block);
    const bytesB = v128.load(block, 16);
    const bytesC = v128.load(block, 32);
    const bytesD = v128.load(block, 48);
    const a = groupsOf(bytesA);
    const b = groupsOf(bytesB);
    const c = groupsOf(bytesC);
    const d = groupsOf(bytesD);
    const feed = feeds;
    let stops = wide(
      i8x16.bitmask(i8x16.eq(bytesA, feed)),
      i8x16.bitmask(i8x16.eq(bytesB, feed)),
      i8x16.bitmask(i8x16.eq(bytesC, feed)),
      i8x16.bitmask(i8x16.eq(bytesD, feed)),
    );
    if (end - block < 64) stops |= <u64> 1 << <u64> (end - block);
    // The end of the text counts as a delimiter, what is after it as nothing.
    const bit = stops & -stops;
    const inside = bit - 1;
    const ends = bit | (inside & delimitersOf(a, b, c, d));
    let marks = inside & digitsOf(a, b, c, d);
    let alone: u64 = signBefore & (endsBefore >> 62);
    signBefore = 0;
    if (hasRare(a, b, c, d)) {
      marks |= inside & atsOf(a, b, c, d);
      const signs = inside & signsOf(a, b, c, d);
      // A sign alone: a delimiter right after it, and one right before it.
      alone |= (signs << 1) & ((ends << 2) | (endsBefore >> 62));
      signBefore = signs >> 63;
    }
    // A carry runs from the first mark of a token to its end.
    const tokens = ~ends;
    const marked = tokens + marks;
    const sum = marked + carry;
    for (let variable = (sum | alone) & ends; variable != 0; variable &= variable - 1) {
      const before = ends & ((variable & -variable) - 1);
      const to = block + <u32> ctz(variable);
      const at = select<u32>(block + 64 - <u32> clz(before), token, before != 0);
      if (load<u8>(markOf(at, to - at)) != 0 && isKept(at, to, from)) continue;
      hash = addText(hash, added, at, MASKED);
      added = to;
    }
    if (bit != 0) {
      lineEnd = block + <u32> ctz(bit);
      return addText(hash, added, contentEnd(from, lineEnd), LINE_END);
    }
    carry = <u64> (marked < tokens) | <u64> (sum < marked);
    endsBefore = ends;
    if (ends != 0) token = block + 64 - <u32> clz(ends);
    block += 64;
  }
}

function isKept(start: u32, to: u32, from: u32): bool {
  const last = load<u8>(to - 1);
  const length = (last == COLON || last == FULL_STOP ? to - 1 : to) - start;
  for (let i: u32 = 0; i < keptCount; i++) {
    const entry = kept + 1024 + (i << 4);
    if (load<u32>(entry, 4) != length || !isSame(load<u32>(entry), start, length)) continue;
    const beforeLength = load<u32>(entry, 12);
    if (beforeLength == 0 || isTokenBefore(start - 1, from, load<u32>(entry, 8), beforeLength)) return true;
  }
  return false;
}

/** Whether the token that ends at `end` is of these bytes; no token starts before `from`. */
function isTokenBefore(end: u32, from: u32, token: u32, length: u32): bool {
  if (end < from + length) return false;
  const start = end - length;
  return isSame(start, token, length) && (start == from || isDelimiter(start - 1));
}

/** Adds a line after the first: frames without their place, class names with only their numbers masked. */
export function hashContinuation(hash: u64, from: u32, to: u32, regionEnd: u32): u64 {
  let at = from;
  while (at < to && (load<u8>(at) == SPACE || load<u8>(at) == 9)) at++;
  // "at "
  if (at > from && at + 3 <= regionEnd && (load<u32>(at) & 0xffffff) == 0x207461) {
    return hashName(hash, at + 3, to, PAREN);
  }
  if (at + CAUSED_BY <= to && isSame(at, causedBy, CAUSED_BY)) at += CAUSED_BY;
  const named = hashName(hash, at, to, COLON);
  return hashMasked(named, nameEnd, to);
}

/** Where {@linkcode hashName} ended. */
let nameEnd: u32 = 0;

/** Adds up to `stop` or a space, leaving digits out. */
function hashName(hash: u64, from: u32, to: u32, stop: u32): u64 {
  const stops = i8x16.splat(<i8> stop);
  let digits: u64 = 0;
  let end = max(from, to);
  for (let at = from; at <= to; at += 64) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    const bit = to - at < 64 ? <u64> 1 << <u64> (to - at) : 0;
    const found = bit | wide(stopsOf(a, stops), stopsOf(b, stops), stopsOf(c, stops), stopsOf(d, stops));
    digits |= wide(numbersOf(a), numbersOf(b), numbersOf(c), numbersOf(d)) & (found ^ (found - 1));
    if (found != 0) {
      end = at + <u32> ctz(found);
      break;
    }
  }
  nameEnd = end;
  // Most names have no digit: they need no copy without.
  return digits == 0 ? addText(hash, from, end, NAME_END) : hashLetters(hash, from, end);
}

// @inline
function stopsOf(bytes: v128, stops: v128): u32 {
  return i8x16.bitmask(v128.or(i8x16.eq(bytes, stops), i8x16.eq(bytes, i8x16.splat(<i8> SPACE))));
}

// @inline
function numbersOf(bytes: v128): u32 {
  return i8x16.bitmask(i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(10)));
}

function hashLetters(hash: u64, from: u32, to: u32): u64 {
  let count: u32 = 0;
  for (let at = from; at < to; at++) {
    store<u8>(letters + count, load<u8>(at));
    count += <u32> (digitAt(at) > 9);
  }
  return addText(hash, letters, letters + count, NAME_END);
}
