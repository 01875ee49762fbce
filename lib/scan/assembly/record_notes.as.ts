/**
 * Which rows of an application log TypeScript looks at: those after a long time without any, and those of which a text may be
 * kept.
 *
 * @module
 */

const GAP_MS: f64 = 300_000;
/** Of a template in the table of quiet times: two times, the scope they are for. */
const QUIET_BITS: u32 = 5;
/** Templates that have a place there; `quiet_table.ts` has the same number. */
export const QUIET_TEMPLATES: u32 = 8192;
const ANY_SCOPE: u32 = u32.MAX_VALUE;

let quiet: u32 = 0;
/** A byte for each template, or thread: 1 says yes. */
let watched: u32 = 0;
let traced: u32 = 0;
let serving: u32 = 0;
/** The earliest and the latest of the rows that {@linkcode nextGap} looked at last. */
export let firstRecordMs: f64 = Infinity;
export let lastRecordMs: f64 = -Infinity;

/** Says where quiet times are, and which templates are watched, tell failures, which threads serve requests. */
export function setQuietRecords(quietAt: u32, watchedAt: u32, tracedAt: u32, servingAt: u32): void {
  quiet = quietAt;
  watched = watchedAt;
  traced = tracedAt;
  serving = servingAt;
}

/** The first row that is long after the one before, which is of `previousMs` for the first one; `to`: none is. */
export function nextGap(times: u32, from: u32, to: u32, previousMs: f64): u32 {
  let previous = previousMs;
  firstRecordMs = Infinity;
  lastRecordMs = -Infinity;
  let at = from;
  for (; at < to; at++) {
    const timeMs = load<f64>(times + (at << 3));
    if (timeMs - previous >= GAP_MS) break;
    firstRecordMs = min(firstRecordMs, timeMs);
    lastRecordMs = max(lastRecordMs, timeMs);
    previous = timeMs;
  }
  return at;
}

/** The first row of which a text may be kept; `to`: of none. */
export function nextLoud(times: u32, templates: u32, scopes: u32, threads: u32, from: u32, to: u32): u32 {
  for (let at = from; at < to; at++) {
    const narrow = at << 2;
    const template = load<u32>(templates + narrow);
    if (template >= QUIET_TEMPLATES) return at;
    const timeMs = load<f64>(times + (at << 3));
    const entry = quiet + (template << QUIET_BITS);
    if (!(timeMs > load<f64>(entry) && timeMs < load<f64>(entry, 8))) return at;
    const scope = load<u32>(entry, 16);
    if (scope != ANY_SCOPE && scope != load<u32>(scopes + narrow)) return at;
    if (load<u8>(watched + template) != 0) return at;
    if (load<u8>(traced + template) != 0 && load<u8>(serving + load<u32>(threads + narrow)) != 0) return at;
  }
  return to;
}
