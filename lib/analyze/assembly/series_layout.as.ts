/**
 * Where the numbers of a series are: 128 bytes each, those of one line of the cache first that every record needs.
 *
 * @module
 */

/** The first and the last record, the last bin, where the next word waits. */
export const FIRST: usize = 0;
export const LAST: usize = 8;
export const BIN: usize = 16;
export const WAITING: usize = 20;
/** Its key, its records without those that wait. */
export const PLACE: usize = 24;
export const SCOPE: usize = 28;
export const COUNT: usize = 32;
/** Where the next word in the slab goes, where that ends; first and last slab; the series that came after. */
export const NEXT: usize = 36;
export const END: usize = 40;
export const FIRST_SLAB: usize = 44;
export const LAST_SLAB: usize = 48;
export const AFTER: usize = 52;
/** Words that wait. */
export const WORDS: u32 = 64;
export const SERIES_BYTES: u32 = 128;
