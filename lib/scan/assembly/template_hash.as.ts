/**
 * `TemplateHasher` in WebAssembly: hashes lines of the window.
 *
 * @module
 */
import { delimiterFrom, delimitersAt, isDelimiter, tokenFrom, variableEndsAt } from "./bit_window.as";
import { COLON, contentEnd, digitAt, isSame, SPACE } from "./bytes.as";
import { addSpan } from "./span_hash.as";

const LINE_END: u32 = 0;
const MASKED: u32 = 1;
const NAME_END: u32 = 2;
const SIGN: u32 = 35;
const FULL_STOP: u32 = 46;
const AT: u32 = 64;
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

/** Bits of the lengths and first bytes of kept tokens: nearly all other tokens lack one. */
let firstBits: u64 = 0;
let secondBits: u64 = 0;

/** Says where kept tokens and `Caused by: ` are. */
export function setTexts(keptAt: u32, count: u32, causedByAt: u32, lettersAt: u32): void {
  kept = keptAt;
  keptCount = count;
  causedBy = causedByAt;
  letters = lettersAt;
  firstBits = secondBits = 0;
  for (let i: u32 = 0; i < count; i++) addKept(kept + 1024 + (i << 4));
}

function addKept(entry: u32): void {
  const length = load<u32>(entry, 4);
  // A colon or a full stop may follow. The bits are of two bytes: with a token of one, all tokens are looked at.
  for (let more: u32 = 0; more < 2; more++) {
    const mixed = mixOf(load<u32>(entry), length + more);
    firstBits |= length < 2 ? u64.MAX_VALUE : <u64> 1 << <u64> (mixed >> 26);
    secondBits |= length < 2 ? u64.MAX_VALUE : <u64> 1 << <u64> ((mixed >> 20) & 63);
  }
}

function mixOf(token: u32, length: u32): u32 {
  return (<u32> load<u16>(token) + (length << 16)) * 0x9e3779b1;
}

/** Adds the text of a line from `from` to `to`, where it ends. */
// @inline
export function hashMasked(start: u64, from: u32, to: u32): u64 {
  // What is before the text may not be a delimiter: a token starts here all the same.
  if (from < to && load<u8>(from) == SIGN && isDelimiter(from + 1) && !isKept(from, from + 1, from)) {
    return hashTokens(addSpan(start, from, from, MASKED), from + 1, from + 1, from, to);
  }
  return hashTokens(start, from, from, from, to);
}

/** Adds what follows `at`, where a token ends or the text starts; up to `span` all is added. */
// @inline
function hashTokens(start: u64, span: u32, at: u32, from: u32, to: u32): u64 {
  let hash = start;
  let added = span;
  let wanted = (u64.MAX_VALUE << <u64> (at & 7)) << 1;
  for (let block = at & ~7; block <= to; block += 64) {
    let ends = variableEndsAt(block) & wanted;
    wanted = u64.MAX_VALUE;
    for (; ends != 0; ends &= ends - 1) {
      const bit = ctz(ends);
      const end = block + <u32> bit;
      if (end > to) break;
      const before = delimitersAt(block) & ((<u64> 1 << bit) - 1);
      const token = before != 0 ? max(block + 64 - <u32> clz(before), from) : tokenFrom(block, from);
      if (isKept(token, end, from)) continue;
      hash = addSpan(hash, added, token, MASKED);
      added = end;
    }
  }
  return addSpan(hash, added, to, LINE_END);
}

// @inline
function isKept(start: u32, to: u32, from: u32): bool {
  const mixed = mixOf(start, to - start);
  const isLikely = (firstBits >> <u64> (mixed >> 26)) & (secondBits >> <u64> ((mixed >> 20) & 63)) & 1;
  return isLikely != 0 && isKeptToken(start, to, from);
}

function isKeptToken(start: u32, to: u32, from: u32): bool {
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
    return hashFrame(hash, at + 3, to);
  }
  if (at + CAUSED_BY <= to && isSame(at, causedBy, CAUSED_BY)) at += CAUSED_BY;
  const named = hashName(hash, at, to, COLON);
  const end = contentEnd(nameEnd, to);
  return nameEnd < end && load<u8>(nameEnd) == COLON
    ? hashAfterColon(named, nameEnd, end)
    : hashMasked(named, nameEnd, end);
}

function hashFrame(hash: u64, from: u32, to: u32): u64 {
  let end = delimiterFrom(from, to);
  while (end < to && load<u8>(end) != PAREN && load<u8>(end) != SPACE) end = delimiterFrom(end + 1, to);
  // Most names have no digit: they need no copy without.
  if (from < to && !hasVariable(from, end)) return addSpan(hash, from, end, NAME_END);
  return hashName(hash, from, to, PAREN);
}

/** Whether a variable token ends after `from`, up to `to`. */
function hasVariable(from: u32, to: u32): bool {
  let ends = variableEndsAt(from) & ((u64.MAX_VALUE << <u64> (from & 7)) << 1);
  let block = from & ~7;
  for (; block + 64 <= to; block += 64) {
    if (ends != 0) return true;
    ends = variableEndsAt(block + 64);
  }
  return (ends << (63 - <u64> (to - block))) != 0;
}

/** Adds a text that starts with the colon after a name, whose digits do not count. */
function hashAfterColon(hash: u64, from: u32, to: u32): u64 {
  const end = delimiterFrom(from, to);
  let at = from;
  while (at < end && digitAt(at) > 9 && load<u8>(at) != AT) at++;
  const isMasked = at < end && !isKept(from, end, from);
  return hashTokens(
    isMasked ? addSpan(hash, from, from, MASKED) : hash,
    isMasked ? end : from,
    end,
    from,
    to,
  );
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
