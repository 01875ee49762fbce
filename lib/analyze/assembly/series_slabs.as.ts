/**
 * The rows of series, in words. A row is a bin with its records: one record is a word (bins since the row before, offset in the
 * bin), several are two words, and so is one that is far from the row before. A row in the bin of the one before is part of it.
 *
 * @module
 */
import { reserve } from "./reserve.as";
import { COUNT, END, FIRST_SLAB, LAST_SLAB, NEXT, WAITING, WORDS } from "./series_layout.as";

/** Lower half of a word; the bins are the upper one. */
export const OFFSET_BITS: u32 = 14;
export const OFFSET_MASK: u32 = (1 << OFFSET_BITS) - 1;
/** Lowest bits of a row of several records, and of one that is far. */
export const SEVERAL: u32 = 1;
export const FAR: u32 = 3;
const FAR_BYTES: u32 = 8;
const NEAR_STEPS: i32 = 32768;

/** Of a slab: its first word, counted over all chunks; words it has, and those that are written; the slab after it. */
const START: usize = 0;
const ROOM: usize = 4;
const USED: usize = 8;
const AFTER_SLAB: usize = 12;
const SLAB_BYTES: u32 = 16;
const PAGE_BYTES: u32 = 65536;
const LEAST_WORDS: u32 = 16;
export const MOST_WORDS: u32 = 4096;
const CHUNK_WORDS: u32 = 262144;

/** Gives memory for a chunk of so many words; may call {@linkcode closeSlab}. */
declare function chunkAt(number: u32): u32;

let nextSlab: u32 = 0;
let slabsEnd: u32 = 0;
/** Words in chunks so far, used or not; the chunk that the next slab is in. */
let given: u32 = 0;
let chunk: u32 = 0;

// @inline
export function isNear(steps: i32): bool {
  return <u32> (steps + NEAR_STEPS) < <u32> (2 * NEAR_STEPS);
}

export function addFar(at: u32, steps: i32, offset: u32): void {
  storeWords(at);
  const to = roomFor(at, FAR_BYTES);
  store<u32>(to, offset << 2 | FAR);
  store<i32>(to, steps, 4);
  store<u32>(at, to + FAR_BYTES, NEXT);
  store<u32>(at, load<u32>(at, COUNT) + 1, COUNT);
}

/** Puts the words of a series that wait where they stay: as rows, when most of them are in the bin of the one before. */
export function storeWords(at: u32): void {
  const from = at + WORDS;
  const end = load<u32>(at, WAITING);
  const bytes = end - from;
  if (bytes == 0) return;
  store<u32>(at, load<u32>(at, COUNT) + bytes / 4, COUNT);
  store<u32>(at, from, WAITING);
  let to = roomFor(at, bytes);
  let same: u32 = 0;
  for (let word = from; word < end; word += 4) {
    same += u32(load<u16>(word, 2) == 0);
    store<u32>(to + (word - from), load<u32>(word));
  }
  store<u32>(at, same * 8 < bytes ? to + bytes : putRows(from, end, to), NEXT);
}

/** Writes words so that those of one bin are one row; returns where they end, which is no later. */
function putRows(from: u32, end: u32, to: u32): u32 {
  while (from < end) {
    const word = load<u32>(from);
    let first = word >>> 1 & OFFSET_MASK;
    let last = first;
    let count: u32 = 1;
    for (from += 4; from < end && load<u16>(from, 2) == 0; from += 4, count++) {
      const offset = load<u32>(from) >>> 1 & OFFSET_MASK;
      first = min(first, offset);
      last = max(last, offset);
    }
    if (count == 1) store<u32>(to, word);
    else {
      store<u32>(to, (word & 0xffff0000) | first << 2 | SEVERAL);
      store<u32>(to, last | count << OFFSET_BITS, 4);
      to += 4;
    }
    to += 4;
  }
  return to;
}

/** Where the next bytes of a series go. Its slabs are each a quarter longer than the one before: to read it is to read on. */
function roomFor(at: u32, bytes: u32): u32 {
  if (load<u32>(at, END) - load<u32>(at, NEXT) < bytes) {
    const before = load<u32>(at, LAST_SLAB);
    if (before != 0) endSlab(at);
    const room = before == 0 ? 0 : load<u32>(before, ROOM);
    const words = takeWords(min(max(LEAST_WORDS, room + (room >>> 2)), MOST_WORDS));
    const slab = newSlab(given - words, words);
    if (before == 0) store<u32>(at, slab, FIRST_SLAB);
    else store<u32>(before, slab, AFTER_SLAB);
    store<u32>(at, slab, LAST_SLAB);
    const start = chunk + 4 * ((given - words) & (CHUNK_WORDS - 1));
    store<u32>(at, start, NEXT);
    store<u32>(at, start + 4 * words, END);
  }
  return load<u32>(at, NEXT);
}

/** Takes words of the chunk, or of the next one: no slab is in two. Returns how many. */
function takeWords(words: u32): u32 {
  const left = (CHUNK_WORDS - given) & (CHUNK_WORDS - 1);
  if (left < LEAST_WORDS) {
    given += left;
    chunk = chunkAt(given / CHUNK_WORDS);
  } else words = min(words, left);
  given += words;
  return words;
}

function newSlab(start: u32, room: u32): u32 {
  if (nextSlab == slabsEnd) {
    nextSlab = reserve(PAGE_BYTES);
    slabsEnd = nextSlab + PAGE_BYTES;
  }
  const slab = nextSlab;
  nextSlab += SLAB_BYTES;
  store<u32>(slab, start, START);
  store<u32>(slab, room, ROOM);
  return slab;
}

export function endSlab(at: u32): void {
  const end = load<u32>(at, END);
  if (end == 0) return;
  const slab = load<u32>(at, LAST_SLAB);
  store<u32>(slab, load<u32>(slab, ROOM) - (end - load<u32>(at, NEXT)) / 4, USED);
}

/** Ends the slab of a series if it is in a chunk, which is about to leave. */
export function closeSlab(at: u32, from: u32): void {
  const end = load<u32>(at, END);
  if (end <= from || end > from + 4 * CHUNK_WORDS) return;
  endSlab(at);
  store<u32>(at, 0, NEXT);
  store<u32>(at, 0, END);
}
