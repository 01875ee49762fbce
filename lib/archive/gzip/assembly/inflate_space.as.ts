/**
 * Where an inflater keeps what it works with: in a stretch of memory that inflaters use one after another. Nothing else but the
 * last 32 KiB before the output, which are what came out before, is needed from one call to the next.
 *
 * @module
 */

/** Most bytes of input of a call. */
export const INPUT_BYTES: u32 = 32768;
/** So much beyond an end may be loaded, whatever it is. */
const PADDING_BYTES: u32 = 64;
/** What a match may reach. */
export const HISTORY_BYTES: u32 = 32768;

export const FIELDS: u32 = INPUT_BYTES + PADDING_BYTES;
/** Bits of the last byte of input that are not used yet, and how many. */
export const HELD_BITS: u32 = FIELDS;
export const HELD_COUNT: u32 = FIELDS + 4;
export const MODE: u32 = FIELDS + 8;
export const IS_LAST: u32 = FIELDS + 12;
/** Bytes before the output that matches may reach. */
export const REACH: u32 = FIELDS + 16;
/** What is left of a match, or of a stored block. */
export const LENGTH_LEFT: u32 = FIELDS + 20;
export const DISTANCE: u32 = FIELDS + 24;
/** Whether the codes are the fixed ones. */
export const IS_FIXED: u32 = FIELDS + 28;

/** Lengths of codes: of literals and distances, one behind the other, or of the code of these lengths. */
export const LENGTHS: u32 = FIELDS + 64;
/** For each code as {@linkcode CODE_COUNTS} has it. */
export const ORDER_CODE: u32 = LENGTHS + 320;
export const LITERAL_CODE: u32 = ORDER_CODE + 2 * (32 + 32);
export const DISTANCE_CODE: u32 = LITERAL_CODE + 2 * (32 + 288);

/** Bits that tables are entered with. */
export const ORDER_BITS: u32 = 7;
export const LITERAL_BITS: u32 = 10;
export const DISTANCE_BITS: u32 = 9;
/** Tables: 2 ** bits entries, those for longer codes behind, each shared by at least two of them. */
export const ORDER_TABLE: u32 = DISTANCE_CODE + 2 * (32 + 32);
export const LITERAL_TABLE: u32 = ORDER_TABLE + 4 * 128;
export const DISTANCE_TABLE: u32 = LITERAL_TABLE + 4 * (1024 + 144 * 32);
/** All of it. */
export const SPACE_BYTES: u32 = DISTANCE_TABLE + 4 * (512 + 16 * 64);

/** The inflater that works now. */
export let space: u32 = 0;

export function useSpace(at: u32): void {
  space = at;
}
