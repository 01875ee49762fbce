import { OUTPUT_BYTES } from "../../lib/archive/gzip/raw_inflater.ts";
import { createScanMemory, HEADROOM_BYTES, SLOT_BYTES, SLOTS } from "../../lib/scan/scan_memory.ts";
import { ScanSlots } from "../../lib/scan/scan_slots.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

Deno.test("ScanSlots lends each slot to one at a time, and other memory when none is free", () => {
  const slots = new ScanSlots(createScanMemory());
  const lent = Array.from({ length: SLOTS }, () => slots.lend());
  assertEquals(lent.map(({ length }) => length), Array(SLOTS).fill(SLOT_BYTES));
  assertEquals(SLOT_BYTES, OUTPUT_BYTES);
  const distances = lent.slice(1).map((slot, i) => slot.byteOffset - lent[i]!.byteOffset);
  assertEquals(distances, Array(SLOTS - 1).fill(SLOT_BYTES + HEADROOM_BYTES));
  const other = slots.lend();
  assert(!slots.has(other), "More slots were lent than there are");
  slots.giveBack(other);
  slots.giveBack(lent[3]!);
  assertEquals(slots.lend().byteOffset, lent[3]!.byteOffset);
});

Deno.test("ScanSlots lends no slot again before the last request that reads it is done", () => {
  const slots = new ScanSlots(createScanMemory());
  const lent = Array.from({ length: SLOTS }, () => slots.lend());
  slots.read(lent[0]!.subarray(5, 9), 1);
  slots.read(lent[0]!.subarray(9), 2);
  slots.giveBack(lent[0]!);
  slots.finish(1);
  assert(!slots.has(slots.lend()), "It was lent while a request reads it");
  slots.finish(2);
  assertEquals(slots.lend().byteOffset, lent[0]!.byteOffset);
});

Deno.test("ScanSlots says when slots are left for all who may ask at once", () => {
  const slots = new ScanSlots(createScanMemory());
  for (let left = SLOTS; left > 3; left--) {
    assert(slots.areEnough);
    slots.lend();
  }
  assert(slots.areEnough);
  slots.lend();
  assert(!slots.areEnough);
});
