/** What comes next in the stream. */

export const BLOCK: u32 = 0;
export const STORED: u32 = 1;
export const CODES: u32 = 2;
export const END: u32 = 3;
export const CORRUPT: u32 = 4;
