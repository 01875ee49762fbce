/**
 * The fixed part of a record's first line, as `RecordHead.readRest()` reads it. The last result stands in the globals.
 *
 * @module
 */
import {
  blankFrom,
  CLOSE,
  closeFrom,
  COLON,
  DASH,
  isLetter,
  isLineEnd,
  isSame,
  LF,
  OPEN,
  SPACE,
} from "./bytes.as";
import { keepSite, MIN_SITE_BYTES } from "./seen_sites.as";

const MAX_THREAD_BYTES: u32 = 256;
const MAX_TOKENS: u32 = 32;
const MAX_KEY_BYTES: u32 = 64;
const MAX_VALUE_BYTES: u32 = 1024;
const MAX_MARKER_BYTES: u32 = 512;
const MARKER_BYTES: u32 = 7;
const FIVE_BYTES: u64 = 0xffffffffff;
const SIX_BYTES: u64 = 0xffffffffffff;
/** Level words and the space after them. */
const TRACE: u64 = 0x204543415254;
const DEBUG: u64 = 0x204755424544;
const ERROR: u64 = 0x20524f525245;
const INFO: u64 = 0x204f464e49;
const WARN: u64 = 0x204e524157;
/** `gid:` */
const GID: u32 = 0x3a646967;
/** The `]` that ends the thread. */
export let threadTo: u32 = 0;
/** Value of `gid:`; start equals end when there is none. */
export let gidFrom: u32 = 0;
/** End of the value. */
export let gidTo: u32 = 0;
/** First byte of the level. */
export let levelFrom: u32 = 0;
/** Logger. */
export let loggerFrom: u32 = 0;
/** End of the logger. */
export let loggerTo: u32 = 0;
/** First byte of the message. */
export let messageFrom: u32 = 0;
let levelTo: u32 = 0;
/** The `]` after the caller; 0: there is none. */
let callerTo: u32 = 0;
/** Where `marker=` is. */
let marker: u32 = 0;

/** Says where `marker=` is. */
export function setMarker(at: u32): void {
  marker = at;
}

/** Keeps the place in the source of the record just read with the hash of level and logger, and with the scope it names. */
export function keepPlace(hash: u64, scope: u32, scopeHash: u32): void {
  if (callerTo == 0 || loggerFrom != levelFrom + 6 || callerTo + 4 != messageFrom) return;
  if (callerTo - levelFrom >= MIN_SITE_BYTES) keepSite(levelFrom, callerTo, hash, scope, scopeHash);
}

/** Reads what follows the start; false when the line is not of the `FULL` form. */
export function readRest(threadFrom: u32, end: u32): bool {
  const limit = min(end - 1, threadFrom + MAX_THREAD_BYTES + 1);
  let at = threadFrom;
  while (at < limit) {
    at = closeFrom(at, limit);
    if (at >= limit || load<u8>(at) == LF) return false;
    if (load<u8>(at, 1) == SPACE && readContext(at + 2, end) && readLogger(end)) {
      threadTo = at;
      return true;
    }
    at++;
  }
  return false;
}

function readContext(from: u32, end: u32): bool {
  gidFrom = gidTo = 0;
  let at = from;
  for (let tokens: u32 = 0; at < end && tokens <= MAX_TOKENS; tokens++) {
    const length = levelLength(at, end);
    if (length > 0) {
      levelFrom = at;
      levelTo = at + length;
      return true;
    }
    at = readContextToken(at, end);
    if (at == 0) return false;
  }
  return false;
}

/** Length of the level word at `at`, which a space follows; 0 when there is none. */
function levelLength(at: u32, end: u32): u32 {
  const bytes = load<u64>(at);
  const five = bytes & FIVE_BYTES;
  const six = bytes & SIX_BYTES;
  // Counted, not asked: which level it is cannot be guessed.
  const length = (<u32> (five == INFO) | <u32> (five == WARN)) * 4 +
    (<u32> (six == DEBUG) | <u32> (six == ERROR) | <u32> (six == TRACE)) * 5;
  return at + length < end ? length : 0;
}

/** Where the next token may start; 0: this is none. */
function readContextToken(from: u32, end: u32): u32 {
  if (load<u32>(from) == GID && from + 4 < end) {
    const to = tokenEnd(from + 4, end, MAX_VALUE_BYTES);
    if (to == 0) return 0;
    gidFrom = from + 4;
    gidTo = to;
    return to + 1;
  }
  const limit = min(end, from + MAX_KEY_BYTES + 1);
  let colon = from;
  while (colon < limit && isWord(load<u8>(colon))) colon++;
  if (colon >= limit || load<u8>(colon) != COLON || !isLetter(load<u8>(from))) return 0;
  const to = tokenEnd(colon + 1, end, MAX_VALUE_BYTES);
  return to == 0 ? 0 : to + 1;
}

function readLogger(end: u32): bool {
  // One space or two, which cannot be guessed; seldom more.
  let at = levelTo + 1 + <u32> (load<u8>(levelTo, 1) == SPACE);
  while (at < end && load<u8>(at) == SPACE) at++;
  at = min(at, end);
  if (at + MARKER_BYTES <= end && load<u8>(at) == load<u8>(marker) && isSame(at, marker, MARKER_BYTES)) {
    const markerEnd = tokenEnd(at + MARKER_BYTES, end, MAX_MARKER_BYTES);
    if (markerEnd > 0 && readSource(markerEnd + 1, end)) return true;
  }
  return readSource(at, end);
}

function readSource(from: u32, end: u32): bool {
  const at = blankFrom(from, min(end, from + MAX_VALUE_BYTES));
  if (at == from || load<u8>(at) != SPACE || at + 1 >= end) return false;
  loggerFrom = from;
  loggerTo = at;
  callerTo = 0;
  return load<u8>(at, 1) == OPEN ? readCaller(at + 2, end) : readNoCaller(at + 1, end);
}

function readNoCaller(at: u32, end: u32): bool {
  if (load<u8>(at) != DASH) return false;
  const isEmpty = at + 1 >= end || isLineEnd(at + 1, end);
  messageFrom = isEmpty ? at + 1 : at + 2;
  return isEmpty || load<u8>(at, 1) == SPACE;
}

function readCaller(from: u32, end: u32): bool {
  const close = closeFrom(from, min(end, from + MAX_VALUE_BYTES));
  if (close + 2 >= end || load<u8>(close) != CLOSE) return false;
  if (load<u8>(close, 1) != SPACE || load<u8>(close, 2) != DASH) return false;
  callerTo = close;
  messageFrom = close + 3 < end && load<u8>(close, 3) == SPACE ? close + 4 : close + 3;
  return true;
}

function isWord(byte: u32): bool {
  return isLetter(byte) || byte - 48 <= 9 || byte == 95;
}

/** The space that ends a token of 1 to `maxBytes` bytes; 0 when there is no such token. */
function tokenEnd(from: u32, end: u32, maxBytes: u32): u32 {
  if (from >= end) return 0;
  const at = blankFrom(from, min(end - 1, from + maxBytes));
  return at > from && load<u8>(at) == SPACE ? at : 0;
}
