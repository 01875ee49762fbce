/** More than V8 lets pass by: when so much memory outside of its heap is asked for at once, it begins to look for garbage. */
const PRESSURE_BYTES = 512 * 2 ** 20;

/**
 * Lets V8 collect all garbage soon, while the program goes on: it does not know that with one small object it keeps tens of
 * megabytes of shared memory, and would wait for long. There is no other way to ask for it without a flag.
 */
export function collectGarbage(): void {
  try {
    // Nobody writes to it, so the system has no memory to find for it; it is garbage itself.
    new ArrayBuffer(PRESSURE_BYTES);
  } catch (error) {
    // Under a limit on address space it cannot be had: V8 has collected all it could before it gave up.
    if (!(error instanceof RangeError)) throw error;
  }
}
