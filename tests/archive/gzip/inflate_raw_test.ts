import { deflateRawSync } from "node:zlib";
import { AssembledInflater } from "../../../lib/archive/gzip/assembled_inflater.ts";
import { createRawInflater, InflaterPool } from "../../../lib/archive/gzip/inflate_raw.ts";
import type { RawInflater } from "../../../lib/archive/gzip/raw_inflater.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { bytesOf, concat, noise } from "../../helpers/tar_builder.ts";
import { assertSameBytes } from "../seek/indexed_archive.ts";
import { inflateAll, SharedBuffers } from "./inflate_all.ts";

const TEXT = bytesOf("2026-04-12T03:14:15.926+0000 synthetic line\n".repeat(50_000));
const STRATEGIES = {
  default: 0,
  filtered: 1,
  "Huffman only": 2,
  "run lengths": 3,
  "fixed codes": 4,
} as const;

for (const engine of ["fast", "portable"] as const) {
  for (const [name, strategy] of Object.entries(STRATEGIES)) {
    Deno.test(`createRawInflater() inflates ${name} at all levels (${engine})`, () => {
      const inflater = createRawInflater(engine);
      for (const level of [0, 1, 6, 9]) {
        const data = new Uint8Array(deflateRawSync(TEXT, { level, strategy }));
        const { bytes, ...rest } = inflateAll(inflater, concat(data, Uint8Array.of(0xaa)), { width: 90_000 });
        assertEquals(rest, { status: "end", consumed: data.length });
        assertSameBytes(bytes, TEXT, `Level ${level}`);
      }
      inflater.close();
    });
  }
}

Deno.test("createRawInflater() takes WebAssembly where that works", () => {
  const inflater = createRawInflater("fast");
  assert(inflater instanceof AssembledInflater, "This host does not compile it");
  inflater.close();
});

/** Where it stops in input, bits and output when it is asked to stop at the first block after so much more output. */
function stops(inflater: RawInflater, input: Uint8Array, spacing: number, width: number): number[][] {
  const places: number[][] = [];
  for (let [at, given, out, last] = [0, 0, 0, 0];;) {
    const before = inflater.filled;
    const status = inflater.inflate(input, at, given, before + last + spacing - out);
    at += inflater.consumed;
    out += inflater.filled - before;
    const isStuck = inflater.consumed === 0 && inflater.filled === before;
    if (inflater.filled === inflater.output.length) inflater.drain();
    if (status === "block") {
      places.push([at, inflater.unusedBits, out]);
      last = out;
    } else if (status !== "more") return places;
    else if (isStuck) given = Math.min(input.length, given + width);
  }
}

Deno.test("createRawInflater() stops after the same blocks however it is called, over both inflaters", () => {
  for (const strategy of [0, 2, 4]) {
    for (const level of [0, 6]) {
      const data = concat(
        new Uint8Array(deflateRawSync(TEXT, { level, strategy, memLevel: 1 })),
        noise(9),
      );
      const [fast, portable] = [createRawInflater("fast"), createRawInflater("portable")];
      for (const spacing of [0, 100_000]) {
        fast.reset();
        portable.reset();
        const places = stops(fast, data, spacing, Infinity);
        assert(places.length > 5, `${places.length} stops`);
        assertEquals(stops(portable, data, spacing, 5000), places);
        fast.drain();
        fast.reset();
        assertEquals(stops(fast, data, spacing, 777), places);
        portable.drain();
      }
      fast.close();
      portable.close();
    }
  }
});

Deno.test("createRawInflater() tells the last output, over the beginning of a buffer too", () => {
  const data = new Uint8Array(deflateRawSync(TEXT));
  for (const inflater of [createRawInflater("fast"), createRawInflater("portable")]) {
    inflater.inflate(data, 0, data.length);
    inflater.drain();
    const { length } = inflater.output;
    assertSameBytes(inflater.lastOutput(32_768), TEXT.slice(length - 32_768, length), "After drain()");
    inflater.inflate(data, inflater.consumed, inflater.consumed + 20);
    const end = length + inflater.filled;
    assert(inflater.filled > 0 && inflater.filled < 32_768, `${inflater.filled} bytes`);
    assertSameBytes(inflater.lastOutput(32_768), TEXT.slice(end - 32_768, end), "Over the beginning");
    inflater.close();
  }
});

Deno.test("InflaterPool.acquire() lends an inflater again, at the beginning of a stream", () => {
  const buffers = new SharedBuffers();
  const pool = new InflaterPool("fast", buffers);
  const first = pool.acquire();
  assert(first.output.buffer === buffers.memory.buffer);
  first.inflate(Uint8Array.of(7), 0, 1);
  pool.release(first);
  assertEquals(buffers.lent, 0);
  const second = pool.acquire();
  assert(second === first);
  assertEquals(second.inflate(Uint8Array.of(1, 0, 0, 0xff, 0xff, 9), 0, 6), "end");
  pool.close();
  assertEquals(buffers.lent, 0);
});

/** After one literal a distance code that does not exist, in the first bit of a byte; zlib uses 17 bytes until then. */
const NO_SUCH_CODE = Uint8Array.fromHex("edc0310d00000c03a0b6fe454fc61e121490");

Deno.test("createRawInflater() uses a bit of a code that does not exist, over both inflaters", () => {
  for (const engine of ["fast", "portable"] as const) {
    const inflater = createRawInflater(engine);
    const { status, consumed, bytes } = inflateAll(inflater, concat(NO_SUCH_CODE, noise(300)));
    assertEquals({ status, consumed, bytes: [...bytes] }, { status: "corrupt", consumed: 17, bytes: [0] });
    inflater.close();
  }
});
