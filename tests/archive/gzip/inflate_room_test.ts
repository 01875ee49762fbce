import { deflateRawSync } from "node:zlib";
import { AssembledInflater, compileInflate } from "../../../lib/archive/gzip/assembled_inflater.ts";
import { InflateRoom } from "../../../lib/archive/gzip/inflate_room.ts";
import { WORK_BYTES } from "../../../lib/archive/gzip/raw_inflater.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { assertSameBytes } from "../seek/indexed_archive.ts";
import { SharedBuffers } from "./inflate_all.ts";

const ANY_BYTES = fc.array(fc.oneof(fc.nat(255), fc.nat(3)), { maxLength: 6000, size: "max" })
  .map((values) => Uint8Array.from(values));
const ANY_TURNS = fc.array(fc.record({ who: fc.nat(2), count: fc.integer({ min: 1, max: 400 }) }), {
  maxLength: 60,
  size: "max",
});

interface Stream {
  readonly bytes: Uint8Array;
  readonly data: Uint8Array;
  readonly inflater: AssembledInflater;
  at: number;
}

function openStream(bytes: Uint8Array, level: number, buffers: SharedBuffers): Stream {
  const inflater = new AssembledInflater(compileInflate()!);
  inflater.useBuffers(buffers);
  return { bytes, data: new Uint8Array(deflateRawSync(bytes, { level })), inflater, at: 0 };
}

function step(stream: Stream, count: number): void {
  const { inflater, data, at } = stream;
  inflater.inflate(data, at, Math.min(data.length, at + count));
  stream.at += inflater.consumed;
}

Deno.test("InflateRoom lets each inflater go on where it was after others have worked in the same memory", () => {
  const buffers = new SharedBuffers();
  const all = fc.tuple(ANY_BYTES, ANY_BYTES, ANY_BYTES);
  fc.assert(
    fc.property(all, fc.nat(9), ANY_TURNS, (all, level, turns) => {
      const streams = all.map((bytes) => openStream(bytes, level, buffers));
      for (const { who, count } of turns) step(streams[who]!, count);
      for (const stream of streams) step(stream, Infinity);
      for (const { bytes, inflater } of streams) {
        assertSameBytes(inflater.output.subarray(0, inflater.filled), bytes, "Output");
        inflater.close();
      }
    }),
    { numRuns: 200 },
  );
  assertEquals(buffers.lent, 0);
});

Deno.test("InflateRoom takes no more than WORK_BYTES", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const { SPACE_BYTES } = new InflateRoom(compileInflate()!, memory, 0).exports;
  assert(SPACE_BYTES.value <= WORK_BYTES);
});
