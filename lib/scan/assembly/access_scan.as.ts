/**
 * `AccessScanner` in WebAssembly: plain lines with URLs that are known. TypeScript reads all others.
 *
 * @module
 */
import {
  clockFrom,
  clockMs,
  knownUrlEnd,
  lastColumn,
  lastFrom,
  lastWhole,
  lettersEnd,
  readLastColumn,
  readPlainColumn,
  readPlainStatus,
  readStatus,
  size,
  status,
  tailFrom,
  trimmedEnd,
  urlEndFrom,
} from "./access_line.as";
import { clientId, knownUrl, readNames, userId } from "./access_ids.as";
import { addFacts, addIds, areRequestsFull } from "./access_rows.as";
import { areNamesFull, clearResults } from "./application_rows.as";
import { CR, isLineEnd, lineFeedFrom, OPEN, SPACE } from "./bytes.as";
import { clfMs, readClfTime } from "./clf_time.as";
import {
  agentOf,
  entryOf,
  hashOfEntry,
  keepHead,
  keepTail,
  knownHeadEnd,
  knownTailEnd,
  routeOf,
} from "./known_requests.as";
import { clearRequestNotes, noteRequest } from "./request_notes.as";
import { addSpan, highOf, textHash } from "./span_hash.as";

const MAX_LINE_BYTES: u32 = 65_536;
/** ` /` */
const SPACE_SLASH: u32 = 0x2f20;
/** What a call of {@linkcode scanAccess} ended with. */
const FULL: u32 = 0;
const OVER: u32 = 1;
const OTHER_LINE: u32 = 2;
const LOUD: u32 = 3;

let sinceMs: f64 = 0;
let untilMs: f64 = 0;

/** Where the next line starts, or the one that TypeScript is to read. */
export let requestPosition: u32 = 0;
/** Lines so far. */
export let requestLines: u32 = 0;
let regionFrom: u32 = 0;
let regionEnd: u32 = 0;
let offset: f64 = 0;
/** Columns after the size, the last one a latency; 0: there is none. */
let tailColumns: u32 = 0;
/** Of the line that is read: its end, without and with a carriage return; end of the URL, and where its clock starts. */
let contentEnd: u32 = 0;
let lineEnd: u32 = 0;
let urlEnd: u32 = 0;
let clockAt: u32 = 0;
/** Of the last request. */
export let latencyMs: f64 = NaN;
let latencyKey: u32 = u32.MAX_VALUE;
/** Hash of method and URL without the clock. */
let url: u64 = 0;
let route: u32 = 0;
let agent: u32 = 0;
/** Whether TypeScript has to look at the last row. */
let isLoud = false;

/** Says which requests are wanted. */
export function setAccessWindow(since: f64, until: f64): void {
  sinceMs = since;
  untilMs = until;
}

/** Starts a region. */
export function beginAccessRegion(from: u32, to: u32, memberOffset: f64, lines: u32, columns: u32): void {
  regionFrom = from;
  regionEnd = to;
  offset = memberOffset;
  tailColumns = columns;
  clearRequestNotes();
  skipTo(from, lines);
}

/** Goes on elsewhere. */
export function skipTo(at: u32, lines: u32): void {
  requestPosition = at;
  requestLines = lines;
}

/** Goes on until rows have to be taken, the region ends, a row is loud, or a line is for TypeScript. */
export function scanAccess(): u32 {
  clearResults();
  while (requestPosition < regionEnd) {
    if (areRequestsFull() || areNamesFull()) return FULL;
    isLoud = false;
    const next = scanLine(requestPosition);
    if (next == 0) return OTHER_LINE;
    requestLines++;
    requestPosition = next;
    if (isLoud) return LOUD;
  }
  return OVER;
}

/** Scans a line; returns where the next one starts, or 0. */
function scanLine(at: u32): u32 {
  const end = regionEnd;
  const open = readNames(at, end);
  if (open == 0 || open + 34 > end || !readClfTime(open + 1)) return 0;
  const head = open + 30;
  const entry = entryOf(head);
  const headEnd = entry != 0 ? knownHeadEnd(entry, head) : 0;
  const isKnown = headEnd != 0 && readKnown(entry, headEnd, at, end);
  if (!isKnown && !readOther(head, at, end)) return 0;
  if (contentEnd - at > MAX_LINE_BYTES) return 0;
  const timeMs = <f64> clfMs;
  if (timeMs < sinceMs || timeMs > untilMs) return lineEnd + 1;
  if (isKnown) {
    url = hashOfEntry(entry);
    route = routeOf(entry);
    agent = agentOf(entry);
  } else if (!findUrl(head)) return 0;
  else if (entry != 0) keep(entry, head, headEnd != 0);
  const request = highOf(clockAt < urlEnd ? addSpan(url, clockAt, urlEnd, 0) : url);
  const client = clientId(at);
  const user = userId();
  const bytes = lineEnd - at;
  const line = requestLines + 1;
  const byteOffset = <f64> at + offset;
  addFacts(timeMs, byteOffset, <f64> size, clockMs, latencyMs, status, bytes, line);
  addIds(route, client, agent, user, request, keyOf(request, client, contentEnd - at));
  const from = at - regionFrom;
  isLoud = noteRequest(timeMs, latencyMs, byteOffset, route, client, agent, user, status, line, bytes, from);
  return lineEnd + 1;
}

/** Reads what follows a head that is in an entry; false: it is of another form, not in the entry, or not within the end. */
// @inline
function readKnown(entry: u32, headEnd: u32, at: u32, end: u32): bool {
  clockAt = headEnd;
  urlEnd = knownUrlEnd(headEnd);
  if (urlEnd == 0 || !readPlainStatus(urlEnd)) return false;
  if (tailColumns == 0) {
    return tailFrom < end && (load<u8>(tailFrom) == SPACE || isLineEnd(tailFrom, end)) && readTail(at, end);
  }
  const from = knownTailEnd(entry, tailFrom, tailColumns);
  if (from == 0) return false;
  contentEnd = lineEnd = readPlainColumn(from);
  latencyMs = lastColumn;
  latencyKey = lastWhole;
  return lineEnd != 0 && lineEnd < end;
}

/** Reads the rest of any line, from its method on; false: it has another form. */
function readOther(from: u32, at: u32, end: u32): bool {
  const methodEnd = lettersEnd(from);
  if (methodEnd == from || <u32> load<u16>(methodEnd) != SPACE_SLASH) return false;
  urlEnd = urlEndFrom(methodEnd + 1, end);
  clockAt = clockFrom(methodEnd + 1, urlEnd);
  return readStatus(urlEnd, end) && readTail(at, end);
}

/** Whether route and agent of the request are known. */
function findUrl(from: u32): bool {
  url = textHash(from, clockAt);
  const known = knownUrl(url);
  if (known == 0) return false;
  route = load<u32>(known, 8);
  agent = load<u32>(known, 12);
  return true;
}

/** Keeps the request in an entry, if it may take the place of another there. */
function keep(entry: u32, from: u32, isHeadKnown: bool): void {
  const isKept = isHeadKnown || keepHead(entry, from, clockAt, url, route, agent);
  if (isKept && tailColumns > 0) keepTail(entry, tailFrom, lastFrom, tailColumns);
}

/** Reads what follows the size; false: it has another form. */
function readTail(at: u32, end: u32): bool {
  latencyMs = NaN;
  latencyKey = u32.MAX_VALUE;
  if (tailColumns == 0) {
    lineEnd = lineFeedFrom(tailFrom, end);
    contentEnd = trimmedEnd(at, lineEnd);
    return true;
  }
  contentEnd = readLastColumn(tailFrom, end, tailColumns);
  latencyMs = lastColumn;
  latencyKey = lastWhole;
  lineEnd = contentEnd < end && load<u8>(contentEnd) == CR ? contentEnd + 1 : contentEnd;
  return contentEnd != 0;
}

/** Returns where the `[` after client, ident and user is; 0: these are no plain ones. */
// @inline
function readUser(clientEnd: u32, end: u32): u32 {
  userFrom = userTo = clientEnd + 3;
  if ((load<u64>(clientEnd) & SIX_BYTES) == NOBODY) return clientEnd + 5;
  return (load<u32>(clientEnd) & THREE_BYTES) == NO_IDENT ? readAnyUser(clientEnd + 3, end) : 0;
}

function readAnyUser(from: u32, end: u32): u32 {
  const limit = min(end, from + MAX_USER_BYTES);
  const at = userStopFrom(from, limit);
  if (at >= limit || load<u8>(at) != OPEN || at < from + 2 || load<u8>(at - 1) != SPACE) return 0;
  userTo = at - 1;
  return at;
}

function keyOf(request: u32, client: u32, contentBytes: u32): u32 {
  const url = ((request ^ (client << 16)) * 0x85ebca6b) ^ status;
  return (((((url ^ <u32> size) * 0xc2b2ae35) ^ contentBytes) ^ latencyKey) * 0x27d4eb2f);
}
