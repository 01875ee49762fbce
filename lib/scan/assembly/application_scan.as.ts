/**
 * `ApplicationScanner` in WebAssembly: lines to rows.
 *
 * @module
 */
import {
  addName,
  addOddLine,
  addRow,
  clearResults,
  HEADER,
  isFull,
  JOB,
  ORPHAN,
  PROJECT,
  REJECT,
  THREAD,
} from "./application_rows.as";
import { clearWindow, lineEndFrom, lookAgain, setWindowRoom } from "./bit_window.as";
import { contentEnd, isBlank, isSame, LF, OPEN } from "./bytes.as";
import { idOf, sizeOf } from "./dictionary.as";
import {
  gidFrom,
  gidTo,
  isKnownSite,
  levelFrom,
  loggerFrom,
  loggerTo,
  messageFrom,
  readRest,
  site,
  siteTo,
  threadTo,
} from "./record_head.as";
import { readStart, startMs, threadFrom } from "./record_start.as";
import { isSeen, see, SEEN_BYTES, seenAt, seenHash, seenId, startSeen } from "./seen_names.as";
import { seeSite, setSites, siteHash, SITES_BYTES } from "./seen_sites.as";
import { addSpan, hashOf, highOf, lowOf, seededHash, textHash } from "./span_hash.as";
import { hashContinuation, hashMasked } from "./template_hash.as";

/** No template depends on more of a record. */
const MAX_RECORD_BYTES: u32 = 65_536;
const HEADER_BYTES: u32 = 33;
const JOB_BYTES: u32 = 12;

let templates: u32 = 0;
let scopes: u32 = 0;
let threads: u32 = 0;
/** Where `[Starting Logging - App Version: ` and `backup.jobs.` are. */
let header: u32 = 0;
let job: u32 = 0;
let seenThreads: u32 = 0;
let seenProjects: u32 = 0;
let seenJobs: u32 = 0;
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
let isRead: bool = false;
let timeMs: f64 = 0;
let line: u32 = 0;
let thread: u32 = 0;
let scope: u32 = 0;
let scopeHash: u32 = 0;
let isLost: bool = false;
let hash: u64 = 0;

/** Says where dictionaries and texts are. */
export function setTables(
  templatesAt: u32,
  scopesAt: u32,
  threadsAt: u32,
  headerAt: u32,
  jobAt: u32,
): void {
  templates = templatesAt;
  scopes = scopesAt;
  threads = threadsAt;
  header = headerAt;
  job = jobAt;
}

/** Says where there is room, of zeros. */
export function setRoom(at: u32): void {
  seenThreads = at;
  seenProjects = seenThreads + SEEN_BYTES;
  seenJobs = seenProjects + SEEN_BYTES;
  startSeen();
  setSites(seenJobs + SEEN_BYTES);
  setWindowRoom(seenJobs + SEEN_BYTES + SITES_BYTES);
}

/** Says which records are wanted. */
export function setWindow(since: f64, until: f64): void {
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
  clearWindow();
}

/** Goes on; returns whether the region ended. Otherwise what was found has to be taken first. */
export function scanApplication(): bool {
  clearResults();
  overflow = 0;
  let at = position;
  while (at < regionEnd) {
    if (isFull()) {
      position = at;
      return false;
    }
    lines++;
    const lineEnd = lineEndFrom(at, regionEnd);
    if (readStart(at, regionEnd)) {
      finishRecord(at);
      startRecord(at, lineEnd);
    } else addLine(at, lineEnd);
    at = lineEnd + 1;
  }
  position = at;
  finishRecord(regionEnd);
  return true;
}

/** Reads a line that starts no record. */
// @inline
function addLine(at: u32, lineEnd: u32): void {
  if (load<u8>(at) == OPEN && at + HEADER_BYTES <= lineEnd && isSame(at, header, HEADER_BYTES)) {
    finishRecord(at);
    hasOwner = 0;
    addOddLine(HEADER, at, lineEnd, lines);
  } else if (recordFrom != 0) {
    if (isRead && at - recordFrom < MAX_RECORD_BYTES) addContinuation(at, lineEnd);
  } else if (hasOwner == 0 && !isBlank(at, lineEnd)) addOddLine(ORPHAN, at, lineEnd, lines);
}

function addContinuation(at: u32, lineEnd: u32): void {
  const limit = recordFrom + MAX_RECORD_BYTES;
  if (lineEnd > limit) lookAgain(at, limit);
  const end = min(contentEnd(at, lineEnd), limit);
  if (end > at) hash = hashContinuation(hash, at, end, regionEnd);
}

/** Reads the first line of a record. */
// @inline
function startRecord(at: u32, lineEnd: u32): void {
  recordFrom = at;
  hasOwner = 1;
  isRead = readRest(threadFrom, regionEnd);
  if (!isRead) {
    addOddLine(REJECT, at, contentEnd(at, lineEnd), lines);
    return;
  }
  timeMs = <f64> startMs;
  line = lines;
  thread = threadId();
  const isJob = !isKnownSite && loggerTo - loggerFrom >= JOB_BYTES &&
    load<u64>(loggerFrom) == load<u64>(job) && load<u32>(loggerFrom, 8) == load<u32>(job, 8);
  scope = scopeId(isJob);
  const named = isKnownSite ? siteHash(site) : headHash(isJob);
  const to = max(messageFrom, min(lineEnd, at + MAX_RECORD_BYTES));
  hash = hashMasked(named, messageFrom, contentEnd(messageFrom, to));
}

/** Hash of level and logger, which a site that may become known is put away with. */
function headHash(isJob: bool): u64 {
  const named = addSpan(seededHash(load<u8>(levelFrom)), isJob ? loggerTo : loggerFrom, loggerTo, 0);
  if (site != 0 && !isJob && loggerFrom == levelFrom + 6 && messageFrom == siteTo) {
    seeSite(site, levelFrom, siteTo, named);
  }
  return named;
}

function threadId(): u32 {
  const entry = seenAt(seenThreads, threadTo);
  if (isSeen(entry, threadFrom, threadTo)) return seenId(entry);
  const known = sizeOf(threads);
  const id = idOf(threads, textHash(threadFrom, threadTo));
  if (id > known) addName(THREAD, threadFrom, threadTo);
  see(entry, threadFrom, threadTo, id, 0);
  return id;
}

function scopeId(isJob: bool): u32 {
  scopeHash = 0;
  isLost = false;
  if (gidFrom == gidTo && !isJob) return 0;
  const from = isJob ? loggerFrom + JOB_BYTES : gidFrom;
  const to = isJob ? loggerTo : gidTo;
  // A project and a job may have one name.
  const entry = seenAt(isJob ? seenJobs : seenProjects, to);
  if (isSeen(entry, from, to)) {
    scopeHash = seenHash(entry);
    isLost = seenId(entry) == 0;
    return seenId(entry);
  }
  const name = textHash(from, to);
  scopeHash = lowOf(name);
  const known = sizeOf(scopes);
  const id = idOf(scopes, isJob ? hashOf(~highOf(name), scopeHash) : name);
  if (id > known) addName(isJob ? JOB : PROJECT, from, to);
  isLost = id == 0;
  see(entry, from, to, id, scopeHash);
  return id;
}

/** Adds the record that was being read; `next` is where the next line starts. */
// @inline
function finishRecord(next: u32): void {
  const from = recordFrom;
  recordFrom = 0;
  if (from == 0 || !isRead || timeMs < sinceMs || timeMs > untilMs) return;
  const length = (load<u8>(next - 1) == LF ? next - 1 : next) - from;
  const template = idOf(templates, hash);
  if (template == 0 || isLost) overflow++;
  const key = ((scopeHash ^ min(length, MAX_RECORD_BYTES)) * 0x85ebca6b) ^ lowOf(hash);
  addRow(timeMs, <f64> from + offset, template, scope, thread, key, length, line);
}
