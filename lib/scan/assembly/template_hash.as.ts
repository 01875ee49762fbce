/**
 * `TemplateHasher` in WebAssembly. Bytes are told apart 64 at a time: delimiters, and bytes that make a token variable.
 *
 * @module
 */
import { isLineEnd, isSame, SPACE, wide } from "./bytes.as";
import { addSpan } from "./span_hash.as";

/** Groups of bytes. */
const DELIMITERS: i8 = 31;
const VARIABLES: i8 = 96;
const LINE_END: u32 = 0;
const MASKED: u32 = 1;
const NAME_END: u32 = 2;
const FULL_STOP: u32 = 46;
const COLON: u32 = 58;
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
/** Where {@linkcode hashMasked} ended. */
export let maskedEnd: u32 = 0;

/** Says where kept tokens and `Caused by: ` are. */
export function setTexts(keptAt: u32, count: u32, causedByAt: u32, lettersAt: u32): void {
  kept = keptAt;
  keptCount = count;
  causedBy = causedByAt;
  letters = lettersAt;
}

/**
 * Groups of each byte, by its lower and its upper half: 1 for line ends and tabs, 2, 4, 8, 16 for the other delimiters, 32 for
 * digits, 64 for `@`, -128 for `#`.
 */
function groupsOf(bytes: v128): v128 {
  const low = i8x16(98, 32, 34, -96, 32, 32, 32, 34, 34, 35, 1, 28, 22, 29, 4, 2);
  const high = i8x16(1, 0, -126, 36, 64, 8, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  return v128.and(
    i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(bytes, 4)),
  );
}

/** Marks bytes of some groups. */
function marksOf(groups: v128, wanted: i8): u32 {
  return i8x16.bitmask(i8x16.gt_s(v128.and(groups, i8x16.splat(wanted)), i8x16.splat(0)));
}

/** Marks line ends and tabs. */
function controls(groups: v128): u32 {
  return i8x16.bitmask(i16x8.shl(groups, 7));
}

/** The end of the line among the marked bytes, or -1. */
function lineEndAmong(marks: u64, block: u32, to: u32): u32 {
  for (let rest = marks; rest != 0; rest &= rest - 1) {
    const at = block + <u32> ctz(rest);
    if (at >= to) break;
    if (isLineEnd(at, to)) return at;
  }
  return u32.MAX_VALUE;
}

/** Of the marked bytes those that are a token alone; whether a token starts with the block, or ends with it. */
function loneMarks(marks: u64, ends: u64, isFirst: bool, isLast: bool): u64 {
  const starts = (ends << 1) | <u64> isFirst;
  const stops = (ends >> 1) | (<u64> isLast << 63);
  return marks & starts & stops;
}

function isTokenEnd(at: u32, to: u32): bool {
  return at >= to || (marksOf(groupsOf(v128.load(at)), DELIMITERS) & 1) != 0;
}

/** Adds the text of a line up to its end, at most up to `to`; `maskedEnd` says where it ended. */
export function hashMasked(start: u64, from: u32, to: u32): u64 {
  let hash = start;
  let span = from;
  let token = from;
  let open = u32.MAX_VALUE;
  let block = from;
  let end = to;
  while (true) {
    const a = groupsOf(v128.load(block));
    const b = groupsOf(v128.load(block, 16));
    const c = groupsOf(v128.load(block, 32));
    const d = groupsOf(v128.load(block, 48));
    let ends = wide(
      marksOf(a, DELIMITERS),
      marksOf(b, DELIMITERS),
      marksOf(c, DELIMITERS),
      marksOf(d, DELIMITERS),
    );
    let marks = wide(
      marksOf(a, VARIABLES),
      marksOf(b, VARIABLES),
      marksOf(c, VARIABLES),
      marksOf(d, VARIABLES),
    );
    const lineEnd = lineEndAmong(wide(controls(a), controls(b), controls(c), controls(d)), block, to);
    end = min(lineEnd, to);
    const left = end - block;
    if (left < 64) {
      const bit = <u64> 1 << <u64> left;
      ends = (ends & (bit - 1)) | bit;
      marks &= bit - 1;
    }
    const signs = wide(i8x16.bitmask(a), i8x16.bitmask(b), i8x16.bitmask(c), i8x16.bitmask(d));
    if (signs != 0) marks |= loneMarks(signs, ends, token == block, left >= 64 && isTokenEnd(block + 64, to));
    if (open != u32.MAX_VALUE && ends != 0) {
      const bit = ctz(ends);
      const tokenEnd = block + <u32> bit;
      if (!isKept(open, tokenEnd, from)) {
        hash = addSpan(hash, span, open, MASKED);
        span = tokenEnd;
      }
      marks = (marks >> bit) << bit;
      open = u32.MAX_VALUE;
    }
    if (open == u32.MAX_VALUE) {
      while (marks != 0) {
        const at = ctz(marks);
        const before = ends & ((<u64> 1 << at) - 1);
        const tokenStart = before != 0 ? block + 64 - <u32> clz(before) : token;
        const after = ends >> at;
        if (after == 0) {
          open = tokenStart;
          break;
        }
        const bit = at + ctz(after);
        const tokenEnd = block + <u32> bit;
        if (!isKept(tokenStart, tokenEnd, from)) {
          hash = addSpan(hash, span, tokenStart, MASKED);
          span = tokenEnd;
        }
        marks = (marks >> bit) << bit;
      }
    }
    if (left < 64) break;
    if (ends != 0) token = block + 64 - <u32> clz(ends);
    block += 64;
  }
  maskedEnd = end;
  return addSpan(hash, span, end, LINE_END);
}

function isKept(start: u32, to: u32, from: u32): bool {
  const last = load<u8>(to - 1);
  const length = (last == COLON || last == FULL_STOP ? to - 1 : to) - start;
  const lengths = load<u32>(kept + (<u32> load<u8>(start) << 2));
  return (lengths & (1 << min<u32>(length, 31))) != 0 && isKeptToken(start, length, from);
}

function isKeptToken(start: u32, length: u32, from: u32): bool {
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
  if (!isSame(start, token, length)) return false;
  return start == from || isTokenEnd(start - 1, end);
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
  let count: u32 = 0;
  let at = from;
  for (; at < to; at++) {
    const byte: u32 = load<u8>(at);
    if (byte == stop || byte == SPACE) break;
    store<u8>(letters + count, byte);
    if (byte - 48 > 9) count++;
  }
  nameEnd = at;
  return addSpan(hash, letters, letters + count, NAME_END);
}
