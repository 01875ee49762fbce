/**
 * The head of a record as most are: a short thread, then a project that was seen before or none, then a place in the source that was. All of it is asked at once: what the next record has of it cannot be guessed.
 *
 * @module
 */
import { closes, lineFeedFrom, marksOf, SPACE, wide } from "./bytes.as";
import { projectAt, setThread, takeSeen, thread, threadAt } from "./head_ids.as";
import { ID_BYTES, seenBytes, seenId, unlikeId, unlikeName } from "./seen_names.as";
import { END_BYTES, MIN_SITE_BYTES, siteAt, siteBytes, unlikeSite } from "./seen_sites.as";

const SIX_BYTES: u64 = 0xffffffffffff;
/** `] ` */
const CLOSE_SPACE: u32 = 0x205d;
/** `] gid:` */
const CLOSE_GID: u64 = 0x3a646967205d;
const GID_BYTES: u32 = 6;
/** It may be looked for in so many. */
export const USUAL_HEAD_BYTES: u32 = 320;

/** Takes the ids of a usual head that follows a start; returns where its message begins, or 0 when it is another. */
// @inline
export function usualMessageFrom(from: u32): u32 {
  const first = v128.load(from);
  const second = v128.load(from, 16);
  const third = v128.load(from, 32);
  const bytes = <u32> ctz(wide(closesOf(first), closesOf(second), closesOf(third), 0));
  const threadTo = from + bytes;
  const name = threadAt(from, threadTo);
  const word = load<u64>(threadTo);
  const gidTo = threadTo + GID_BYTES + ID_BYTES;
  const isProject = <u32> ((word & SIX_BYTES) == CLOSE_GID) & <u32> (load<u8>(gidTo) == SPACE);
  const project = projectAt(gidTo);
  const siteFrom = threadTo + 2 + (GID_BYTES + ID_BYTES - 1) * isProject;
  const callerTo = callerEnd(siteFrom + MIN_SITE_BYTES);
  const length = callerTo + END_BYTES - siteFrom;
  const site = siteAt(siteFrom, callerTo);
  const otherBytes = (siteBytes(site) ^ length) | ((<u32> word & 0xffff) ^ CLOSE_SPACE) |
    ((seenBytes(project) ^ (ID_BYTES + 1)) & -isProject);
  const others = v128.or(
    unlikeSite(site, siteFrom, length),
    v128.and(unlikeId(project, gidTo - ID_BYTES), i32x4.splat(-isProject)),
  );
  if (otherBytes != 0 || v128.any_true(others)) return 0;
  const isSeen = seenBytes(name) == bytes + 1 &&
    !v128.any_true(unlikeName(name, first, second, third, bytes));
  if (!isSeen) {
    if (lineFeedFrom(from, threadTo) != threadTo) return 0;
    setThread(name, from, threadTo);
  }
  takeSeen(isSeen ? seenId(name) : thread, site, project & -isProject);
  return callerTo + END_BYTES;
}

// @inline
function closesOf(bytes: v128): u32 {
  return i8x16.bitmask(i8x16.eq(bytes, closes));
}

/** The first `]` within 128 bytes, or what is after them. */
// @inline
function callerEnd(from: u32): u32 {
  const marks = marksOf(from, closes);
  return from + (marks != 0 ? <u32> ctz(marks) : 64 + <u32> ctz(marksOf(from + 64, closes)));
}
