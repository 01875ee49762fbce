/**
 * Decimal numbers, eight digits a step.
 *
 * @module
 */

const ZEROS: u64 = 0x3030303030303030;
/** Carries a byte over 9 into its highest bit. */
const OVER_NINE: u64 = 0x7676767676767676;
const HIGH_BITS: u64 = 0x8080808080808080;
const PAIRS: u64 = 0x000000ff000000ff;

/** How many of eight bytes are digits, up to the first that is none. */
export function digitCount(bytes: u64): u32 {
  const values = bytes ^ ZEROS;
  // A carry only reaches bytes after one that is no digit.
  return <u32> ctz(((values + OVER_NINE) | values) & HIGH_BITS) >>> 3;
}

/** The number that the first 1 to 8 of eight bytes are, which are digits. */
export function numberOf(bytes: u64, count: u32): u32 {
  const digits = (bytes ^ ZEROS) << ((8 - count) << 3);
  const pairs = digits * 10 + (digits >> 8);
  return <u32> ((((pairs & PAIRS) * 0x000f424000000064) + (((pairs >> 16) & PAIRS) * 0x0000271000000001)) >>
    32);
}
