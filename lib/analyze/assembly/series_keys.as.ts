/**
 * Series by their key.
 *
 * @module
 */
import { reserve } from "./reserve.as";
import { AFTER, FIRST, LAST, PLACE, SCOPE, SERIES_BYTES, WAITING, WORDS } from "./series_layout.as";

const HASH_FACTOR: u64 = 0x9e3779b97f4a7c15;
const MAX_SERIES: u32 = 400000;
const MAX_SCOPES: u32 = 65536;
const PAGE_BYTES: u32 = 65536;
/** Of a slot: the key of a series, where the series is. */
const SLOT_BYTES: u32 = 16;
const SLOT_SERIES: usize = 8;

/** By scope how many records more it has than its series tell: what is beyond the cap is in series of scope 0. */
export const moved: u32 = reserve(4 * MAX_SCOPES);
let mask: u32 = 32767;
/** Of the upper bits of a product to the bits of a slot. */
let hashShift: u64 = 49;
let slots: u32 = reserve(SLOT_BYTES * (mask + 1));
export let firstSeries: u32 = 0;
let lastSeries: u32 = 0;
let seriesCount: u32 = 0;
let nextSeries: u32 = 0;
let seriesEnd: u32 = 0;

/** The series of a key, new or known. */
// @inline
export function seriesOf(place: u32, scope: u32): u32 {
  const at = load<u32>(slotOf(place, scope), SLOT_SERIES);
  return at != 0 ? at : beginSeries(place, scope);
}

/** The slot of a series, or the free one that it would have. */
// @inline
function slotOf(place: u32, scope: u32): u32 {
  const key = <u64> place << 32 | scope;
  let number = <u32> (key * HASH_FACTOR >> hashShift);
  while (true) {
    const slot = slots + SLOT_BYTES * number;
    if (load<u64>(slot) == key && load<u32>(slot, SLOT_SERIES) != 0) return slot;
    if (load<u32>(slot, SLOT_SERIES) == 0) return slot;
    number = (number + 1) & mask;
  }
}

/** Beyond the cap scopes are no longer told apart. */
function beginSeries(place: u32, scope: u32): u32 {
  if (seriesCount >= MAX_SERIES && scope != 0) return moveToNoScope(place, scope);
  if (2 * seriesCount > <i32> mask) growSlots();
  if (nextSeries == seriesEnd) {
    nextSeries = reserve(PAGE_BYTES);
    seriesEnd = nextSeries + PAGE_BYTES;
  }
  const at = nextSeries;
  nextSeries += SERIES_BYTES;
  store<u32>(at, place, PLACE);
  store<u32>(at, scope, SCOPE);
  store<u32>(at, at + WORDS, WAITING);
  store<f64>(at, Infinity, FIRST);
  store<f64>(at, -Infinity, LAST);
  if (lastSeries == 0) firstSeries = at;
  else store<u32>(lastSeries, at, AFTER);
  lastSeries = at;
  seriesCount++;
  putSlot(at);
  return at;
}

function moveToNoScope(place: u32, scope: u32): u32 {
  store<i32>(moved, load<i32>(moved) - 1);
  store<i32>(moved + 4 * scope, load<i32>(moved + 4 * scope) + 1);
  const at = load<u32>(slotOf(place, 0), SLOT_SERIES);
  return at != 0 ? at : beginSeries(place, 0);
}

function growSlots(): void {
  mask = 2 * mask + 1;
  hashShift--;
  slots = reserve(SLOT_BYTES * (mask + 1));
  for (let at = firstSeries; at != 0; at = load<u32>(at, AFTER)) putSlot(at);
}

function putSlot(at: u32): void {
  const place = load<u32>(at, PLACE);
  const scope = load<u32>(at, SCOPE);
  const slot = slotOf(place, scope);
  store<u64>(slot, <u64> place << 32 | scope);
  store<u32>(slot, at, SLOT_SERIES);
}
