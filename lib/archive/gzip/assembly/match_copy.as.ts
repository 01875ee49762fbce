/** Nearer matches are copied by {@linkcode copyNear}. */
export const NEAR: u32 = 16;
/** So much after a match may be overwritten. */
export const COPY_MARGIN: u32 = 64;

/** Copies a match that begins at least 16 bytes before. Most are no longer than 64 bytes. */
// @inline
export function copyFar(at: u32, distance: u32, end: u32): void {
  const from = at - distance;
  v128.store(at, v128.load(from));
  v128.store(at, v128.load(from, 16), 16);
  v128.store(at, v128.load(from, 32), 32);
  v128.store(at, v128.load(from, 48), 48);
  for (let to = at + 64; to < end; to += 32) {
    v128.store(to, v128.load(to - distance));
    v128.store(to, v128.load(to - distance, 16), 16);
  }
}

/** Copies a match of which 16 bytes would be read before they are written: one by one, then so many as repeat. */
export function copyNear(at: u32, distance: u32, end: u32): void {
  for (let i: u32 = 0; i < 16; i++) store<u8>(at + i, load<u8>(at + i - distance));
  const step = 16 - 16 % distance;
  for (let to = at + step; to < end; to += step) v128.store(to, v128.load(to - step));
}
