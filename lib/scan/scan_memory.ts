/**
 * Memory that the reader and the scan share: the reader puts bytes of members into slots, the scan works on them where they
 * are; the scan puts columns into areas, and whoever counts reads them there. Nothing is copied in between.
 *
 * @module
 */

/** Bytes of a slot: so many that a message for each costs nothing. */
export const SLOT_BYTES: number = 1024 * 1024;
/** Slots: so many that the reader need not wait while the scan is slow, as when it begins; those that are not used take no memory. */
export const SLOTS = 24;
/** Room before a slot for what came before: output that matches reach, then what was left of the member for the scan. */
export const HEADROOM_BYTES: number = 128 * 1024;
/** Bytes of an area. */
export const AREA_BYTES: number = 1024 * 1024;
/** Bytes beside an area for its rows packed: more than ten for each that a slot usually has, pages not touched cost nothing. */
export const PACKED_BYTES: number = 256 * 1024;
/** Areas. */
export const AREAS = 8;

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536;
const FLAGS_AT = 64;
/** Room that whoever fills slots works in. */
export const WORK_BYTES: number = 64 * 1024;
/** Where that begins. */
export const WORK_AT: number = PAGE_BYTES;
const SLOTS_AT = WORK_AT + WORK_BYTES;
const AREAS_AT = SLOTS_AT + SLOTS * (HEADROOM_BYTES + SLOT_BYTES) + PAGE_BYTES;
/** Room for requests that the scan did not read yet. */
export const REQUEST_ROOM_BYTES: number = 32 * 1024;
/** Room for what the scan says, until it is read. */
export const REPLY_ROOM_BYTES: number = 512 * 1024;
/** Where reader and scan leave messages: those rooms, and less than a page besides. */
export const PORT_AT: number = AREAS_AT + AREAS * (AREA_BYTES + PACKED_BYTES);
/** Where everything else may lie. */
export const SHARED_END: number = PORT_AT + REQUEST_ROOM_BYTES + REPLY_ROOM_BYTES + PAGE_BYTES / 2;

/** Memory of the WebAssembly scanner or, where there is none, a buffer like it. */
export type ScanMemory = WebAssembly.Memory | {
  /** The bytes: another object once the memory has grown, which all views stay valid over. */
  readonly buffer: ArrayBufferLike;
};

/** Makes the memory. It can be posted. */
export function createScanMemory(): ScanMemory {
  try {
    return growable(SHARED_END / PAGE_BYTES);
  } catch (error) {
    // No WebAssembly, or no room for it, as under a limit on address space.
    if (error instanceof RangeError || error instanceof ReferenceError) {
      return { buffer: new SharedArrayBuffer(SHARED_END) };
    }
    throw error;
  }
}

/** Memory of so many pages that can grow; pages that are not touched cost nothing. */
export function growable(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: MAX_PAGES, shared: true });
}

/** A slot. */
export function slotOf(buffer: ArrayBufferLike, slot: number): Uint8Array {
  const at = SLOTS_AT + slot * (HEADROOM_BYTES + SLOT_BYTES) + HEADROOM_BYTES;
  return new Uint8Array(buffer, at, SLOT_BYTES);
}

/** Number of the slot that a byte lies in; -1: none. */
export function slotAt(byteOffset: number): number {
  return byteOffset >= SLOTS_AT && byteOffset < AREAS_AT
    ? Math.floor((byteOffset - SLOTS_AT) / (HEADROOM_BYTES + SLOT_BYTES))
    : -1;
}

/** Where an area begins. */
export function areaOffset(area: number): number {
  return AREAS_AT + area * (AREA_BYTES + PACKED_BYTES);
}

/** For each area whether it is in use: 1, or 0. */
export function areaFlags(buffer: ArrayBufferLike): Int32Array {
  return new Int32Array(buffer, FLAGS_AT, AREAS);
}
