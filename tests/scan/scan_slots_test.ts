import {
  HISTORY_BYTES,
  OUTPUT_BYTES,
  WORK_BYTES as INFLATE_BYTES,
} from "../../lib/archive/gzip/raw_inflater.ts";
import {
  createScanMemory,
  HEADROOM_BYTES,
  SLOT_BYTES,
  SLOTS,
  WORK_AT,
  WORK_BYTES,
} from "../../lib/scan/scan_memory.ts";
import { ScanSlots } from "../../lib/scan/scan_slots.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

function lendAll(slots: ScanSlots): Uint8Array[] {
  return Array.from({ length: SLOTS }, () => slots.lendFree()!);
}

Deno.test("ScanSlots lends each slot to one at a time", () => {
  const slots = new ScanSlots(createScanMemory());
  const lent = lendAll(slots);
  assertEquals(lent.map(({ length }) => length), Array(SLOTS).fill(SLOT_BYTES));
  assertEquals([SLOT_BYTES, WORK_BYTES], [OUTPUT_BYTES, INFLATE_BYTES]);
  assert(HEADROOM_BYTES >= HISTORY_BYTES);
  assert(lent[0]!.byteOffset - HEADROOM_BYTES >= WORK_AT + WORK_BYTES, "A slot lies where inflaters work");
  const distances = lent.slice(1).map((slot, i) => slot.byteOffset - lent[i]!.byteOffset);
  assertEquals(distances, Array(SLOTS - 1).fill(SLOT_BYTES + HEADROOM_BYTES));
  assertEquals(slots.lendFree(), null);
  slots.giveBack(lent[3]!);
  assertEquals(slots.lendFree()?.byteOffset, lent[3]!.byteOffset);
});

Deno.test("ScanSlots names its memory where that is WebAssembly's", () => {
  const memory = createScanMemory();
  assert(memory instanceof WebAssembly.Memory && new ScanSlots(memory).memory === memory);
  assertEquals(new ScanSlots({ buffer: memory.buffer }).memory, undefined);
});

Deno.test("ScanSlots leaves slots to others, however many streams ask, and lends these other memory", () => {
  const slots = new ScanSlots(createScanMemory());
  const lent = Array.from({ length: 2 * SLOTS }, () => slots.lend());
  assertEquals(lent.filter((buffer) => slots.has(buffer)).length, SLOTS - 4);
  assertEquals(lent.at(-1)?.length, SLOT_BYTES);
  assert(slots.areEnough);
  assert(slots.lendFree() !== null, "None was left");
  assert(slots.areEnough);
  for (const buffer of lent) slots.giveBack(buffer);
  assert(slots.has(slots.lend()), "What came back is lent again");
});

Deno.test("ScanSlots lends no slot again before the last request that reads it is done", () => {
  const slots = new ScanSlots(createScanMemory());
  const lent = lendAll(slots);
  slots.read(lent[0]!.subarray(5, 9), 1);
  slots.read(lent[0]!.subarray(9), 2);
  slots.giveBack(lent[0]!);
  slots.finish(1);
  assertEquals(slots.lendFree(), null, "It was lent while a request reads it");
  slots.finish(2);
  assertEquals(slots.lendFree()?.byteOffset, lent[0]!.byteOffset);
});

Deno.test("ScanSlots says when slots are left for all who may ask at once", () => {
  const slots = new ScanSlots(createScanMemory());
  for (let left = SLOTS; left > 3; left--) {
    assert(slots.areEnough);
    slots.lendFree();
  }
  assert(slots.areEnough);
  slots.lendFree();
  assert(!slots.areEnough);
});
