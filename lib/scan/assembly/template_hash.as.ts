/**
 * `TemplateHasher` in WebAssembly. Bytes are told apart 64 at a time: delimiters, and bytes that make a token variable.
 *
 * @module
 */
import { isLineEnd, isSame, SPACE } from "./bytes.as";
import { addSpan, addWord } from "./span_hash.as";

const LINE_END: u32 = 0;
const MASKED: u32 = 1;
const NAME_END: u32 = 2;
const FULL_STOP: u32 = 46;
const COLON: u32 = 58;
const PAREN: u32 = 40;
const CAUSED_BY: u32 = 11;

/** Kept tokens: 256 marks by first byte, then four words a token: where and how long it is, where and how long what is before it is. */
let kept: u32 = 0;
let keptCount: u32 = 0;
/** Where `Caused by: ` is. */
let causedBy: u32 = 0;
/** Where {@linkcode hashMasked} ended. */
export let maskedEnd: u32 = 0;

/** Says where kept tokens and `Caused by: ` are. */
export function setTexts(keptAt: u32, count: u32, causedByAt: u32): void {
  kept = keptAt;
  keptCount = count;
  causedBy = causedByAt;
}

/** Marks delimiters: for the upper half of a byte, the lower halves that make it one. */
function delimiters(bytes: v128): u32 {
  // Groups by upper half: 1 for 0x, 2 for 2x, 4 for 3x, 8 for 5x, 16 for 7x.
  const low = i8x16(2, 0, 2, 0, 0, 0, 0, 2, 2, 3, 1, 4 | 8 | 16, 2 | 4 | 16, 1 | 4 | 8 | 16, 4, 2);
  const high = i8x16(1, 0, 2, 4, 0, 8, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0);
  const groups = v128.and(
    i8x16.swizzle(low, v128.and(bytes, i8x16.splat(15))),
    i8x16.swizzle(high, i8x16.shr_u(bytes, 4)),
  );
  return i8x16.bitmask(i8x16.gt_s(groups, i8x16.splat(0)));
}

/** Marks digits and `@`. */
function variables(bytes: v128): u32 {
  const digits = i8x16.le_u(i8x16.sub(bytes, i8x16.splat(48)), i8x16.splat(9));
  return i8x16.bitmask(v128.or(digits, i8x16.eq(bytes, i8x16.splat(64))));
}

/** Marks bytes that may end a line: up to a carriage return. */
function controls(bytes: v128): u32 {
  return i8x16.bitmask(i8x16.le_u(bytes, i8x16.splat(13)));
}

function wide(a: u32, b: u32, c: u32, d: u32): u64 {
  return <u64> (a | (b << 16)) | (<u64> (c | (d << 16)) << 32);
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

/** Adds the text of a line up to its end, at most up to `to`; `maskedEnd` says where it ended. */
export function hashMasked(start: u64, from: u32, to: u32): u64 {
  let hash = start;
  let span = from;
  let token = from;
  let open = u32.MAX_VALUE;
  let block = from;
  let end = to;
  while (true) {
    const a = v128.load(block);
    const b = v128.load(block, 16);
    const c = v128.load(block, 32);
    const d = v128.load(block, 48);
    let ends = wide(delimiters(a), delimiters(b), delimiters(c), delimiters(d));
    let marks = wide(variables(a), variables(b), variables(c), variables(d));
    const lineEnd = lineEndAmong(wide(controls(a), controls(b), controls(c), controls(d)), block, to);
    end = min(lineEnd, to);
    const left = end - block;
    if (left < 64) {
      const bit = <u64> 1 << <u64> left;
      ends = (ends & (bit - 1)) | bit;
      marks &= bit - 1;
    }
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
  return load<u8>(kept + load<u8>(start)) != 0 && isKeptToken(start, to, from);
}

function isKeptToken(start: u32, to: u32, from: u32): bool {
  const last = load<u8>(to - 1);
  const length = (last == COLON || last == FULL_STOP ? to - 1 : to) - start;
  for (let i: u32 = 0; i < keptCount; i++) {
    const entry = kept + 256 + (i << 4);
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
  return start == from || (delimiters(v128.load(start - 1)) & 1) != 0;
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
function hashName(start: u64, from: u32, to: u32, stop: u32): u64 {
  let hash = start;
  let word: u32 = 0;
  let count: u32 = 0;
  let at = from;
  for (; at < to; at++) {
    const byte: u32 = load<u8>(at);
    if (byte == stop || byte == SPACE) break;
    if (byte - 48 <= 9) continue;
    word |= byte << ((count++ & 3) << 3);
    if ((count & 3) != 0) continue;
    hash = addWord(hash, word);
    word = 0;
  }
  if ((count & 3) != 0) hash = addWord(hash, word);
  nameEnd = at;
  return addWord(hash, 8 * count + NAME_END);
}
