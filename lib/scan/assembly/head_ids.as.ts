/**
 * Ids of what the head of a record names: its thread, and its scope, which is a project or a backup job.
 *
 * @module
 */
import { addName, JOB, PROJECT, THREAD } from "./application_rows.as";
import { isSame } from "./bytes.as";
import { idOf, sizeOf } from "./dictionary.as";
import { gidFrom, gidTo, keepPlace, levelFrom, loggerFrom, loggerTo, site, threadTo } from "./record_head.as";
import { threadFrom } from "./record_start.as";
import {
  ID_BYTES,
  isSeen,
  isSeenId,
  see,
  SEEN_BYTES,
  seenAt,
  seenHash,
  seenId,
  startSeen,
} from "./seen_names.as";
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

/** Hash of the scope; 0: there is none. */
export let scopeHash: u32 = 0;
/** Whether the scope did not fit into the dictionary. */
export let isLost: bool = false;

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

/** Id of the thread. */
export function threadId(): u32 {
  const entry = seenAt(seenThreads, threadTo);
  if (isSeen(entry, threadFrom, threadTo)) return seenId(entry);
  const known = sizeOf(threads);
  const id = idOf(threads, textHash(threadFrom, threadTo));
  if (id > known) addName(THREAD, threadFrom, threadTo);
  see(entry, threadFrom, threadTo, id, 0);
  return id;
}

/** Id of the scope; 0: there is none, or too many. */
// @inline
export function scopeId(): u32 {
  return site != 0 ? usualScope() : otherScope(isJobLogger());
}

/** Hash of level and logger, to which the message is added. */
// @inline
export function headHash(scope: u32): u64 {
  return site != 0 ? siteHash(site) : newHash(scope);
}

/** Hashes level and logger, and keeps the place in the source. A backup job is its scope, not its template. */
function newHash(scope: u32): u64 {
  const isJob = isJobLogger();
  const named = addText(load<u8>(levelFrom), isJob ? loggerTo : loggerFrom, loggerTo, 0);
  if (!isJob) keepPlace(named, 0, 0);
  else if (scope != 0) keepPlace(named, scope, scopeHash);
  return named;
}

/** Id of the scope of a usual head: of the site's, or of the project. */
// @inline
function usualScope(): u32 {
  const own = siteScope(site);
  isLost = false;
  if (own != 0) {
    scopeHash = siteScopeHash(site);
    return own;
  }
  // Whether there is a project cannot be guessed: what is looked at may be none.
  const isProject = gidTo != gidFrom;
  const entry = seenAt(seenProjects, gidFrom + ID_BYTES);
  if (isProject && !isSeenId(entry, gidFrom)) return otherScope(false);
  scopeHash = select<u32>(seenHash(entry), 0, isProject);
  const id = select<u32>(seenId(entry), 0, isProject);
  isLost = isProject && id == 0;
  return id;
}

function otherScope(isJob: bool): u32 {
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

function isJobLogger(): bool {
  return loggerTo - loggerFrom >= JOB_BYTES && isSame(loggerFrom, job, JOB_BYTES);
}
