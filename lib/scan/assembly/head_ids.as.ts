/**
 * Ids of what the head of a record names: its thread, and its scope, which is a project or a backup job.
 *
 * @module
 */
import { addName, JOB, PROJECT, THREAD } from "./application_rows.as";
import { isSame } from "./bytes.as";
import { idOf, sizeOf } from "./dictionary.as";
import { gidFrom, gidTo, keepPlace, levelFrom, loggerFrom, loggerTo, threadTo } from "./record_head.as";
import { threadFrom } from "./record_start.as";
import { isSeen, see, SEEN_BYTES, seenAt, seenHash, seenId, startSeen } from "./seen_names.as";
import { siteHash, siteScope, siteScopeHash } from "./seen_sites.as";
import { hashOf, highOf, lowOf, textHash } from "./span_hash.as";
import { addText } from "./text_hash.as";

const JOB_BYTES: u32 = 12;
/** Bytes of the tables of names. */
export const NAMES_BYTES: u32 = 3 * SEEN_BYTES;

let scopes: u32 = 0;
let threads: u32 = 0;
/** Where `backup.jobs.` is. */
let job: u32 = 0;
let seenThreads: u32 = 0;
let seenProjects: u32 = 0;
let seenJobs: u32 = 0;

/** Id of the thread of the last head. */
export let thread: u32 = 0;
/** Id of its scope; 0: there is none, or too many. */
export let scope: u32 = 0;
/** Hash of the scope; 0: there is none. */
export let scopeHash: u32 = 0;
/** Whether the scope did not fit into the dictionary. */
export let isLost: bool = false;
/** Hash of level and logger, to which the message is added. */
export let headHash: u64 = 0;

/** Says where dictionaries and texts are. */
export function setNames(scopesAt: u32, threadsAt: u32, jobAt: u32): void {
  scopes = scopesAt;
  threads = threadsAt;
  job = jobAt;
}

/** Says where there is room, of zeros. */
export function setNamesRoom(at: u32): void {
  startSeen();
  seenThreads = at;
  seenProjects = seenThreads + SEEN_BYTES;
  seenJobs = seenProjects + SEEN_BYTES;
}

/** Takes the ids of the head that was read, and hashes level and logger. */
export function takeIds(): void {
  const isJob = isJobLogger();
  setThread(threadAt(threadFrom, threadTo), threadFrom, threadTo);
  scope = scopeId(isJob);
  // A backup job is its scope, not its template.
  headHash = addText(load<u8>(levelFrom), isJob ? loggerTo : loggerFrom, loggerTo, 0);
  if (!isJob) keepPlace(headHash, 0, 0);
  else if (scope != 0) keepPlace(headHash, scope, scopeHash);
}

/** Takes the ids of a usual head: thread, where its place in the source is and where its project; 0: there is none. */
// @inline
export function takeSeen(threadId: u32, siteAt: u32, projectAt: u32): void {
  thread = threadId;
  scope = siteScope(siteAt);
  scopeHash = siteScopeHash(siteAt);
  isLost = false;
  headHash = siteHash(siteAt);
  if (scope != 0) return;
  // Whether there is a project cannot be guessed: what is looked at may be none.
  scope = select<u32>(seenId(projectAt), 0, projectAt != 0);
  scopeHash = select<u32>(seenHash(projectAt), 0, projectAt != 0);
  isLost = projectAt != 0 && scope == 0;
}

/** Where a thread is, if it was seen lately. Many have one end, or one start. */
// @inline
export function threadAt(from: u32, to: u32): u32 {
  return seenAt(seenThreads, load<u64>(to - 8) + rotl<u64>(load<u64>(from), 23));
}

/** Takes the id of a thread that may be at a place. */
export function setThread(entry: u32, from: u32, to: u32): void {
  if (isSeen(entry, from, to)) {
    thread = seenId(entry);
    return;
  }
  const known = sizeOf(threads);
  thread = idOf(threads, textHash(from, to));
  if (thread > known) addName(THREAD, from, to);
  see(entry, from, to, thread, 0);
}

/** Where a project is, if it was seen lately, by the end of its id. */
// @inline
export function projectAt(to: u32): u32 {
  return seenAt(seenProjects, load<u64>(to - 8));
}

/** Id of the scope; 0: there is none, or too many. */
function scopeId(isJob: bool): u32 {
  scopeHash = 0;
  isLost = false;
  if (gidFrom == gidTo && !isJob) return 0;
  const from = isJob ? loggerFrom + JOB_BYTES : gidFrom;
  const to = isJob ? loggerTo : gidTo;
  // A project and a job may have one name.
  const entry = isJob ? seenAt(seenJobs, load<u64>(to - 8)) : projectAt(to);
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

function isJobLogger(): bool {
  return loggerTo - loggerFrom >= JOB_BYTES && isSame(loggerFrom, job, JOB_BYTES);
}
