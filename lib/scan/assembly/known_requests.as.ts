/**
 * Requests as agents send them, again and again: the bytes of the ones before, by which such a line is told without that it is
 * taken apart. What is not here is read in full; so nothing depends on what is.
 *
 * @module
 */
import { wide } from "./bytes.as";

/**
 * Bytes of an entry: its hash, route, agent, bytes of its head (method and URL without the clock at its end), bytes of its tail
 * (what is between size and last column), columns in the tail, requests that were not in it; then head and tail.
 */
const ENTRY_BYTES: u32 = 512;
const HEAD_AT: u32 = 32;
const MAX_HEAD_BYTES: u32 = 320;
const TAIL_AT: u32 = HEAD_AT + MAX_HEAD_BYTES;
const MAX_TAIL_BYTES: u32 = 160;
/**
 * Bytes of a head that say which entry it is: method and start of the path, and where project and host stand. No shorter one is
 * worth it.
 */
const MARK_BYTES: u32 = 88;
const MARKS_AT: u32 = 24;
/** Of so many requests that are not in an entry, one comes into it: where many share one, to copy each would cost too much. */
const TURNS: u32 = 16;
const SPACE: i8 = 32;
const SPREAD: u64 = 0x9e3779b97f4a7c15;

let entries: u32 = 0;
let mask: u32 = 0;

/** Says where the entries are, a power of two. */
export function setKnownRequests(at: u32, count: u32): void {
  entries = at;
  mask = count - 1;
}

/** The entry that a request at `from` may be in; 0: it is short. */
export function entryOf(from: u32): u32 {
  const a = v128.load(from, MARKS_AT);
  const b = v128.load(from, MARKS_AT + 16);
  const c = v128.load(from, MARKS_AT + 32);
  const d = v128.load(from, MARKS_AT + 48);
  const least = i8x16.min_u(i8x16.min_u(a, b), i8x16.min_u(c, d));
  if (v128.any_true(i8x16.le_u(least, i8x16.splat(SPACE)))) return 0;
  // Added up: what two requests differ by twice, as the numbers of hosts, must not make up for itself.
  const sum = i64x2.add(i64x2.add(a, i64x2.shl(b, 1)), i64x2.add(i64x2.shl(c, 2), i64x2.shl(d, 3)));
  const word = i64x2.extract_lane(sum, 0) + rotl<u64>(i64x2.extract_lane(sum, 1), 29);
  return entries + ((<u32> (((word ^ load<u64>(from)) * SPREAD) >> 40) & mask) * ENTRY_BYTES);
}

/** Bytes of the head in an entry that stands at `from`; 0: another does, or the rest of a line may not be there. */
export function headBytes(entry: u32, from: u32, end: u32): u32 {
  const bytes = load<u32>(entry, 16);
  return bytes != 0 && from + bytes + REST_BYTES <= end && isText(from, entry + HEAD_AT, bytes) ? bytes : 0;
}

/** Clock, protocol, status, size and a number after the tail are no longer. */
const REST_BYTES: u32 = 64 + MAX_TAIL_BYTES;

/** Hash of method and URL without the clock at its end. */
export function hashOfEntry(entry: u32): u64 {
  return load<u64>(entry);
}

/** Its route. */
export function routeOf(entry: u32): u32 {
  return load<u32>(entry, 8);
}

/** Its agent. */
export function agentOf(entry: u32): u32 {
  return load<u32>(entry, 12);
}

/** Keeps a request whose head goes from `from` to `to`, and says so: it has to come some times to take the place of another. */
export function keepHead(entry: u32, from: u32, to: u32, hash: u64, route: u32, agent: u32): bool {
  const bytes = to - from;
  if (bytes < MARK_BYTES || bytes > MAX_HEAD_BYTES) return false;
  const others = load<u32>(entry, 28);
  store<u32>(entry, others + 1, 28);
  if (others % TURNS != 0) return false;
  store<u64>(entry, hash);
  store<u32>(entry, route, 8);
  store<u32>(entry, agent, 12);
  store<u32>(entry, bytes, 16);
  memory.copy(entry + HEAD_AT, from, bytes);
  return true;
}

/** Bytes of the tail in an entry that stands at `from`; 0: another does. */
export function tailBytes(entry: u32, from: u32, columns: u32): u32 {
  const bytes = load<u32>(entry, 20);
  return bytes != 0 && load<u32>(entry, 24) == columns && isText(from, entry + TAIL_AT, bytes) ? bytes : 0;
}

/** Keeps the tail of a request that was kept. */
export function keepTail(entry: u32, from: u32, to: u32, columns: u32): void {
  const bytes = to - from;
  if (bytes > MAX_TAIL_BYTES) return;
  store<u32>(entry, bytes, 20);
  store<u32>(entry, columns, 24);
  memory.copy(entry + TAIL_AT, from, bytes);
}

/** Whether two texts of at least one byte are the same. */
function isText(at: u32, text: u32, bytes: u32): bool {
  let rest = bytes;
  let offset: u32 = 0;
  for (; rest > 64; rest -= 64) {
    if (isDifferent(at + offset, text + offset)) return false;
    offset += 64;
  }
  return differences(at + offset, text + offset) << (64 - rest) == 0;
}

/** Whether two times 64 bytes are not the same. */
function isDifferent(a: u32, b: u32): bool {
  const first = v128.or(
    v128.xor(v128.load(a), v128.load(b)),
    v128.xor(v128.load(a, 16), v128.load(b, 16)),
  );
  const second = v128.or(
    v128.xor(v128.load(a, 32), v128.load(b, 32)),
    v128.xor(v128.load(a, 48), v128.load(b, 48)),
  );
  return v128.any_true(v128.or(first, second));
}

/** Marks of bytes that are not the same. */
function differences(a: u32, b: u32): u64 {
  return wide(
    i8x16.bitmask(i8x16.ne(v128.load(a), v128.load(b))),
    i8x16.bitmask(i8x16.ne(v128.load(a, 16), v128.load(b, 16))),
    i8x16.bitmask(i8x16.ne(v128.load(a, 32), v128.load(b, 32))),
    i8x16.bitmask(i8x16.ne(v128.load(a, 48), v128.load(b, 48))),
  );
}
