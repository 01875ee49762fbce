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
  readStatus,
  size,
  status,
  tailFrom,
  trimmedEnd,
  urlEndFrom,
  userStopFrom,
  wordEnd,
} from "./access_line.as";
import { addIds, addTimes, clearRequests, MAX_REQUESTS, requestCount } from "./access_rows.as";
import { addName, areNamesFull, clearResults, CLIENT, USER } from "./application_rows.as";
import { CR, lineFeedFrom, OPEN, SPACE } from "./bytes.as";
import { clfMs, readClfTime } from "./clf_time.as";
import { idOf, sizeOf } from "./dictionary.as";
import {
  agentOf,
  entryOf,
  hashOfEntry,
  headBytes,
  keepHead,
  keepTail,
  routeOf,
  setKnownRequests,
  tailBytes,
} from "./known_requests.as";
import { addSpan, highOf, lowOf, textHash } from "./span_hash.as";

const MAX_LINE_BYTES: u32 = 65_536;
const MAX_USER_BYTES: u32 = 200;
/** ` - `, `- [`, ` "`, ` /` */
const NO_IDENT: u32 = 0x202d20;
const NO_USER: u32 = 0x5b202d;
const THREE_BYTES: u32 = 0xffffff;
const SPACE_QUOTE: u32 = 0x2220;
const SPACE_SLASH: u32 = 0x2f20;
/** Entries after the known URLs; `assembled_memory.ts` has room for them. */
const KNOWN_REQUESTS: u32 = 4096;
/** What a call of {@linkcode scanAccess} ended with. */
const FULL: u32 = 0;
const OVER: u32 = 1;
const OTHER_LINE: u32 = 2;

let clients: u32 = 0;
let users: u32 = 0;
/** Known URLs: four words a slot, both lanes of the hash, route, agent; each has its slot or the one beside it. */
let urls: u32 = 0;
let urlMask: u32 = 0;
let sinceMs: f64 = 0;
let untilMs: f64 = 0;

/** Where the next line starts, or the one that TypeScript is to read. */
export let requestPosition: u32 = 0;
/** Lines so far. */
export let requestLines: u32 = 0;
let regionEnd: u32 = 0;
let offset: f64 = 0;
/** Columns after the size, the last one a latency; 0: there is none. */
let tailColumns: u32 = 0;
let userFrom: u32 = 0;
let userTo: u32 = 0;
/** Of the line that is read: its end, with a carriage return; end of the URL, and where its clock starts. */
let lineEnd: u32 = 0;
let urlEnd: u32 = 0;
let clockAt: u32 = 0;
let latencyMs: f64 = NaN;
let latencyKey: u32 = u32.MAX_VALUE;
/** Hash of method and URL without the clock. */
let url: u64 = 0;
let route: u32 = 0;
let agent: u32 = 0;
/** Whether the line's request, and what follows its size, are those of its entry. */
let isKnown = false;
let isTailKnown = false;

/** Says where dictionaries and known URLs are. */
export function setAccessTables(clientsAt: u32, usersAt: u32, urlsAt: u32, urlSlots: u32): void {
  clients = clientsAt;
  users = usersAt;
  urls = urlsAt;
  urlMask = urlSlots - 1;
  setKnownRequests(urlsAt + (urlSlots << 4), KNOWN_REQUESTS);
}

/** Says which requests are wanted. */
export function setAccessWindow(since: f64, until: f64): void {
  sinceMs = since;
  untilMs = until;
}

/** Starts a region. */
export function beginAccessRegion(from: u32, to: u32, memberOffset: f64, lines: u32, columns: u32): void {
  regionEnd = to;
  offset = memberOffset;
  tailColumns = columns;
  skipTo(from, lines);
}

/** Goes on elsewhere. */
export function skipTo(at: u32, lines: u32): void {
  requestPosition = at;
  requestLines = lines;
}

/** Goes on until rows have to be taken, the region ends, or a line is for TypeScript. */
export function scanAccess(): u32 {
  clearResults();
  clearRequests();
  while (requestPosition < regionEnd) {
    if (requestCount == MAX_REQUESTS || areNamesFull()) return FULL;
    const next = scanLine(requestPosition);
    if (next == 0) return OTHER_LINE;
    requestLines++;
    requestPosition = next;
  }
  return OVER;
}

/** Scans a line; returns where the next one starts, or 0. */
function scanLine(at: u32): u32 {
  const end = regionEnd;
  const clientEnd = wordEnd(at, end);
  if (clientEnd == at || (load<u32>(clientEnd) & THREE_BYTES) != NO_IDENT) return 0;
  const open = readUser(clientEnd + 3, end);
  if (open == 0 || open + 34 > end || !readClfTime(open + 1)) return 0;
  if (<u32> load<u16>(open, 28) != SPACE_QUOTE) return 0;
  const from = open + 30;
  const entry = entryOf(from);
  isKnown = entry != 0 && readKnown(entry, from, end);
  if ((!isKnown && !readUrl(from, end)) || !readStatus(urlEnd, end)) return 0;
  const contentEnd = readTail(entry, at, end);
  if (contentEnd == 0 || contentEnd - at > MAX_LINE_BYTES) return 0;
  const timeMs = <f64> clfMs;
  if (timeMs < sinceMs || timeMs > untilMs) return lineEnd + 1;
  if (!isKnown && !findUrl(entry, from)) return 0;
  if (isKnown && !isTailKnown) keepTail(entry, tailFrom, lastFrom, tailColumns);
  const request = highOf(clockAt < urlEnd ? addSpan(url, clockAt, urlEnd, 0) : url);
  const client = nameId(clients, at, clientEnd, CLIENT);
  const user = userTo > userFrom ? nameId(users, userFrom, userTo, USER) : 0;
  addTimes(timeMs, <f64> at + offset, <f64> size, latencyMs, clockMs);
  const key = keyOf(request, client, contentEnd - at);
  addIds(route, client, status, agent, user, request, key, lineEnd - at, requestLines + 1);
  return lineEnd + 1;
}

/** Reads method and URL that are in an entry. */
function readKnown(entry: u32, from: u32, end: u32): bool {
  const bytes = headBytes(entry, from, end);
  clockAt = from + bytes;
  if (bytes == 0) return false;
  urlEnd = knownUrlEnd(clockAt);
  if (urlEnd == 0) return false;
  url = hashOfEntry(entry);
  route = routeOf(entry);
  agent = agentOf(entry);
  return true;
}

/** Reads any method and URL. */
function readUrl(from: u32, end: u32): bool {
  const methodEnd = lettersEnd(from);
  if (methodEnd == from || <u32> load<u16>(methodEnd) != SPACE_SLASH) return false;
  urlEnd = urlEndFrom(methodEnd + 1, end);
  clockAt = clockFrom(methodEnd + 1, urlEnd);
  return true;
}

/** Whether route and agent of the request are known; it is in its entry from then on. */
function findUrl(entry: u32, from: u32): bool {
  url = textHash(from, clockAt);
  const first = ((lowOf(url) ^ (highOf(url) >>> 15)) & urlMask) << 4;
  const known = urls + (isAt(first) ? first : first ^ 16);
  if (!isAt(known - urls)) return false;
  route = load<u32>(known, 8);
  agent = load<u32>(known, 12);
  isKnown = entry != 0 && keepHead(entry, from, clockAt, url, route, agent);
  return true;
}

function isAt(slot: u32): bool {
  return load<u32>(urls + slot) == highOf(url) && load<u32>(urls + slot, 4) == lowOf(url);
}

/** Reads what follows the size; returns the end of the line's content, 0: it has another form. */
function readTail(entry: u32, at: u32, end: u32): u32 {
  latencyMs = NaN;
  latencyKey = u32.MAX_VALUE;
  isTailKnown = tailColumns == 0;
  if (isTailKnown) {
    lineEnd = lineFeedFrom(tailFrom, end);
    return trimmedEnd(at, lineEnd);
  }
  const bytes = isKnown ? tailBytes(entry, tailFrom, tailColumns) : 0;
  lineEnd = bytes == 0 ? 0 : readPlainColumn(tailFrom + bytes);
  isTailKnown = lineEnd != 0;
  const contentEnd = isTailKnown ? lineEnd : readLastColumn(tailFrom, end, tailColumns);
  latencyMs = lastColumn;
  latencyKey = lastWhole;
  if (!isTailKnown) lineEnd = contentEnd < end && load<u8>(contentEnd) == CR ? contentEnd + 1 : contentEnd;
  return contentEnd;
}

/** Returns where the `[` after the user is; 0: this is no plain user. */
function readUser(from: u32, end: u32): u32 {
  userFrom = userTo = from;
  if ((load<u32>(from) & THREE_BYTES) == NO_USER) return from + 2;
  const limit = min(end, from + MAX_USER_BYTES);
  const at = userStopFrom(from, limit);
  if (at >= limit || load<u8>(at) != OPEN || at < from + 2 || load<u8>(at - 1) != SPACE) return 0;
  userTo = at - 1;
  return at;
}

function nameId(names: u32, from: u32, to: u32, kind: u32): u32 {
  const known = sizeOf(names);
  const id = idOf(names, textHash(from, to));
  if (id > known) addName(kind, from, to);
  return id;
}

function keyOf(request: u32, client: u32, contentBytes: u32): u32 {
  const url = ((request ^ (client << 16)) * 0x85ebca6b) ^ status;
  return (((((url ^ <u32> size) * 0xc2b2ae35) ^ contentBytes) ^ latencyKey) * 0x27d4eb2f);
}
