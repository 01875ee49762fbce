/**
 * `ApplicationScanner` in WebAssembly: lines to rows.
 *
 * @module
 */
import {
  addOddLine,
  clearResults,
  endRow,
  HEADER,
  linesLeft,
  ORPHAN,
  REJECT,
  startRow,
} from "./application_rows.as";
import { contentEnd, isBlank, isSame, lineFeedFrom, OPEN, startBytes } from "./bytes.as";
import { idOf } from "./dictionary.as";
import {
  headHash,
  isLost,
  NAMES_BYTES,
  scope,
  scopeHash,
  setNames,
  setNamesRoom,
  takeIds,
  thread,
} from "./head_ids.as";
import { messageFrom, readRest } from "./record_head.as";
import { readStart, startMs, startStarts, threadFrom } from "./record_start.as";
import { setSites, SITES_BYTES } from "./seen_sites.as";
import { lowOf } from "./span_hash.as";
import { hashContinuation, hashMasked, lineEnd, setKeptMarks } from "./template_hash.as";
import { startTexts } from "./text_hash.as";
import { startMarks } from "./text_marks.as";
import { USUAL_HEAD_BYTES, usualMessageFrom } from "./usual_head.as";

/** No template depends on more of a record. */
const MAX_RECORD_BYTES: u32 = 65_536;
const HEADER_BYTES: u32 = 33;
/** How far ahead bytes are fetched. */
const AHEAD_BYTES: u32 = 512;
/** Templates that were seen lately: 16 bytes each. */
const TEMPLATE_BITS: u32 = 11;
const TEMPLATES_BYTES: u32 = 16 << TEMPLATE_BITS;

let templates: u32 = 0;
/** Where `[Starting Logging - App Version: ` is. */
let header: u32 = 0;
let seenTemplates: u32 = 0;
let isWindowed: bool = false;
let sinceMs: f64 = 0;
let untilMs: f64 = 0;

let position: u32 = 0;
let regionEnd: u32 = 0;
/** Adding it to an address gives an offset in the member. */
let offset: f64 = 0;
/** Lines so far. */
export let lines: u32 = 0;
/** Whether a continuation line has a record to belong to. */
export let hasOwner: u32 = 0;
/** Records beyond the cap of a dictionary, in this call. */
export let overflow: u32 = 0;

/** The record being read; 0: none. */
let recordFrom: u32 = 0;
/** Whether it has a row. */
let hasRow: bool = false;
let hash: u64 = 0;
/** Of no meaning: without it nothing would be fetched. */
let fetched: u32 = 0;

/** Says where dictionaries and texts are. */
export function setTables(
  templatesAt: u32,
  scopesAt: u32,
  threadsAt: u32,
  headerAt: u32,
  jobAt: u32,
): void {
  templates = templatesAt;
  header = headerAt;
  setNames(scopesAt, threadsAt, jobAt);
}

/** Says where there is room, of zeros. */
export function setRoom(at: u32): void {
  setNamesRoom(at);
  seenTemplates = at + NAMES_BYTES;
  startBytes();
  startTexts();
  startMarks();
  startStarts();
  setSites(seenTemplates + TEMPLATES_BYTES);
  setKeptMarks(seenTemplates + TEMPLATES_BYTES + SITES_BYTES);
}

/** Says which records are wanted. */
export function setWindow(since: f64, until: f64): void {
  isWindowed = since > -Infinity || until < Infinity;
  sinceMs = since;
  untilMs = until;
}

/** Starts a region. */
export function beginRegion(from: u32, to: u32, memberOffset: f64, line: u32, isOwned: u32): void {
  position = from;
  regionEnd = to;
  offset = memberOffset;
  lines = line;
  hasOwner = isOwned;
  recordFrom = 0;
  hasRow = false;
}

/** Goes on; returns whether the region ended. Otherwise what was found has to be taken first. */
export function scanApplication(): bool {
  clearResults();
  overflow = 0;
  let at = position;
  for (let left: u32 = 0; at < regionEnd; left--) {
    if (left == 0) {
      left = linesLeft();
      if (left == 0) {
        position = at;
        return false;
      }
    }
    lines++;
    if (readStart(at, regionEnd)) {
      finishRecord(at);
      at = startRecord(at) + 1;
    } else at = addLine(at) + 1;
  }
  finishRecord(at);
  return true;
}

/** Reads a line that starts no record and returns its end. */
function addLine(at: u32): u32 {
  const lineEnd = lineFeedFrom(at, regionEnd);
  if (load<u8>(at) == OPEN && at + HEADER_BYTES <= lineEnd && isSame(at, header, HEADER_BYTES)) {
    finishRecord(at);
    recordFrom = 0;
    hasOwner = 0;
    addOddLine(HEADER, at, lineEnd, lines);
  } else if (recordFrom != 0) {
    if (hasRow && at - recordFrom < MAX_RECORD_BYTES) addContinuation(at, lineEnd);
  } else if (hasOwner == 0 && !isBlank(at, lineEnd)) addOddLine(ORPHAN, at, lineEnd, lines);
  return lineEnd;
}

function addContinuation(at: u32, lineEnd: u32): void {
  const end = min(contentEnd(at, lineEnd), recordFrom + MAX_RECORD_BYTES);
  if (end > at) hash = hashContinuation(hash, at, end, regionEnd);
}

/** Reads the first line of a record and returns its end. */
// @inline
function startRecord(at: u32): u32 {
  recordFrom = at;
  hasOwner = 1;
  if (at + AHEAD_BYTES < regionEnd) fetchAhead(at);
  const from = readHead(regionEnd);
  if (from == 0) {
    const end = lineFeedFrom(at, regionEnd);
    addOddLine(REJECT, at, contentEnd(at, end), lines);
    return end;
  }
  const timeMs = <f64> startMs;
  if (!isWindowed || (timeMs >= sinceMs && timeMs <= untilMs)) {
    startRow(timeMs, <f64> at + offset, scope, thread, lines);
    hasRow = true;
  }
  const limit = max(from, min(regionEnd, at + MAX_RECORD_BYTES));
  hash = hashMasked(headHash, from, limit);
  return lineEnd < limit ? lineEnd : lineFeedFrom(limit, regionEnd);
}

/** Reads what follows the start and takes its ids; returns where the message begins, 0: it is not of the `FULL` form. */
// @inline
function readHead(end: u32): u32 {
  const from = threadFrom + USUAL_HEAD_BYTES <= end ? usualMessageFrom(threadFrom) : 0;
  return from != 0 ? from : readOtherHead(end);
}

function readOtherHead(end: u32): u32 {
  if (!readRest(threadFrom, end)) return 0;
  takeIds();
  return messageFrom;
}

/** Loads bytes of what follows, so that they are in the nearest cache when their turn comes. */
// @inline
function fetchAhead(at: u32): void {
  fetched += <u32> load<u8>(at, 256) + load<u8>(at, 320) + load<u8>(at, 384) + load<u8>(at, 448);
}

/** Id of the template; of one that was seen lately without a look into the dictionary, which is large. */
// @inline
function templateId(): u32 {
  const entry = seenTemplates + (<u32> (hash >> (64 - TEMPLATE_BITS)) << 4);
  const seen = load<u32>(entry, 8);
  if (load<u64>(entry) == hash && seen != 0) return seen;
  const id = idOf(templates, hash);
  store<u64>(entry, hash);
  store<u32>(entry, id, 8);
  return id;
}

/** Ends the row of the record that was being read; `next` is where the next line starts. */
// @inline
function finishRecord(next: u32): void {
  if (!hasRow) return;
  hasRow = false;
  const length = next - 1 - recordFrom;
  const template = templateId();
  if (template == 0 || isLost) overflow++;
  endRow(template, ((scopeHash ^ min(length, MAX_RECORD_BYTES)) * 0x85ebca6b) ^ lowOf(hash), length);
}
