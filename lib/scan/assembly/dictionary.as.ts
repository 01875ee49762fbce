/**
 * `HashDictionary` in WebAssembly, on the same table: four words of header (size, most entries, mask of slots, unused), then
 * four words a slot (first lane, second lane, id, unused).
 *
 * @module
 */
import { highOf, lowOf } from "./span_hash.as";

/** Number of ids given. */
export function sizeOf(table: u32): u32 {
  return load<u32>(table);
}

/** Id of a hash, new or known; 0: it does not fit. A new id is the size right after the call. */
export function idOf(table: u32, hash: u64): u32 {
  const high = highOf(hash);
  const low = lowOf(hash);
  const key = <u64> high | (<u64> low << 32);
  const mask = load<u32>(table, 8);
  let slot = (low ^ (high >>> 15)) & mask;
  while (true) {
    const entry = table + 16 + (slot << 4);
    const id = load<u32>(entry, 8);
    if (id == 0) return insert(table, entry, key);
    if (load<u64>(entry) == key) return id;
    slot = (slot + 1) & mask;
  }
}

function insert(table: u32, entry: u32, key: u64): u32 {
  const id = load<u32>(table) + 1;
  if (id > load<u32>(table, 4)) return 0;
  store<u64>(entry, key);
  store<u32>(entry, id, 8);
  store<u32>(table, id);
  return id;
}
