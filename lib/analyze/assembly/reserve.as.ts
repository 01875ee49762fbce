/**
 * Memory that is taken and never given back.
 *
 * @module
 */

const PAGE_BITS: u32 = 16;
/** Memory grows by so many pages at least. */
const GROWTH_PAGES: u32 = 16;
const LINE_BYTES: u32 = 64;
/** Nothing begins at address 0: there it would be taken for none. */
let free: u32 = 64;

/** Takes memory, which is zero; it begins a line of the cache. */
export function reserve(bytes: u32): u32 {
  const at = free;
  free += (bytes + LINE_BYTES - 1) & ~(LINE_BYTES - 1);
  const missing = <i32> (free >>> PAGE_BITS) + 1 - memory.size();
  if (missing > 0 && memory.grow(max(missing, GROWTH_PAGES)) < 0) unreachable();
  return at;
}
