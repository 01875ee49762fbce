import { deflateRawSync } from "node:zlib";
import { createRawInflater, InflaterPool, inflatesCorrectly } from "../../../lib/archive/gzip/inflate_raw.ts";
import { PortableInflater } from "../../../lib/archive/gzip/portable_inflater.ts";
import type { InflateStatus, RawInflater } from "../../../lib/archive/gzip/raw_inflater.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { bytesOf, concat, noise } from "../../helpers/tar_builder.ts";

const TEXT = bytesOf("2026-04-12T03:14:15.926+0000 synthetic line\n".repeat(20_000));

/** Inflates to the end, a slice at a time; one foreign byte after the input tells the end. */
function inflateAll(
  inflater: RawInflater,
  input: Uint8Array,
  width: number,
): { bytes: Uint8Array; status: InflateStatus } {
  const chunks: Uint8Array[] = [];
  let at = 0;
  let end = 0;
  inflater.drain();
  inflater.reset();
  for (;;) {
    const before = inflater.filled;
    const status = inflater.inflate(input, at, end);
    at += inflater.consumed;
    const isStuck = inflater.consumed === 0 && inflater.filled === before;
    if (inflater.filled === inflater.output.length || status !== "more") {
      chunks.push(inflater.output.slice(0, inflater.filled));
      inflater.drain();
    }
    if (status !== "more") return { bytes: concat(...chunks), status };
    if (isStuck && end === input.length) {
      return { bytes: concat(...chunks, inflater.output.slice(0, inflater.filled)), status };
    }
    if (isStuck) end = Math.min(input.length, end + width);
  }
}

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
        const input = new Uint8Array(deflateRawSync(TEXT, { level, strategy }));
        const { bytes, status } = inflateAll(inflater, concat(input, Uint8Array.of(0xaa)), 30_000);
        assertEquals(status, "end");
        assert(
          bytes.length === TEXT.length && bytes.every((byte, i) => byte === TEXT[i]),
          `Level ${level} differs`,
        );
      }
      inflater.close();
    });
  }
}

Deno.test("createRawInflater() takes the handle of zlib where it works", () => {
  const inflater = createRawInflater("fast");
  assert(!(inflater instanceof PortableInflater), "The handle fails the self-test on this runtime");
  inflater.close();
});

Deno.test("inflatesCorrectly() passes both inflaters", () => {
  for (const engine of ["fast", "portable"] as const) {
    const inflater = createRawInflater(engine);
    assert(inflatesCorrectly(inflater));
    inflater.close();
  }
});

Deno.test("inflatesCorrectly() passes an inflater that does not lie", () => {
  assert(inflatesCorrectly(new LyingInflater("")));
});

/** A portable inflater with one lie. */
class LyingInflater extends PortableInflater {
  readonly #lie: string;

  constructor(lie: string) {
    super();
    this.#lie = lie;
  }

  override inflate(input: Uint8Array, start: number, end: number, stopAtBlock?: boolean): InflateStatus {
    const status = super.inflate(input, start, end, stopAtBlock && this.#lie !== "blocks are passed over");
    if (this.#lie === "output is dropped at damage" && status === "corrupt") this.filled = 0;
    if (this.#lie === "all input is used" && status === "end") this.consumed = end - start;
    return this.#lie === "damage is not told" && status === "corrupt" ? "more" : status;
  }

  override reset(): void {
    if (this.#lie !== "reset does nothing") super.reset();
  }
}

for (
  const lie of [
    "output is dropped at damage",
    "all input is used",
    "damage is not told",
    "reset does nothing",
    "blocks are passed over",
  ]
) {
  Deno.test(`inflatesCorrectly() refuses an inflater with which ${lie}`, () => {
    assert(!inflatesCorrectly(new LyingInflater(lie)));
  });
}

/** Deflate data that is wrong in each way in which it can be (RFC 1951). */
const INVALID: Readonly<Record<string, readonly number[]>> = {
  "a block of type 3": [0x07],
  "a stored length that is not its complement": [0x01, 1, 0, 0, 0, 0],
  "a distance before the beginning": [0x03, 0x02, 0, 0],
  "more than 286 literal codes": [0xfd, 0xff, 0xff, 0xff],
  "code lengths that are all zero": [0x05, 0, 0, 0, 0, 0, 0, 0, 0, 0],
};

for (const [what, bytes] of Object.entries(INVALID)) {
  Deno.test(`createRawInflater() refuses ${what}, over both inflaters`, () => {
    for (const engine of ["fast", "portable"] as const) {
      const inflater = createRawInflater(engine);
      const input = concat(Uint8Array.from(bytes), noise(50));
      assertEquals(inflater.inflate(input, 0, input.length), "corrupt", engine);
      inflater.close();
    }
  });
}

Deno.test("createRawInflater() gives the same over both inflaters, of good and damaged data in slices of any width", () => {
  const fast = createRawInflater("fast");
  const portable = createRawInflater("portable");
  const source = fc.oneof(
    fc.uint8Array({ maxLength: 2000, size: "max" }),
    fc.array(fc.constantFrom("ERROR ", "INFO ", "gid:5f", "\n"), { maxLength: 600, size: "max" }).map((
      words,
    ) => bytesOf(words.join(""))),
  );
  const damage = fc.option(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { nil: undefined });
  fc.assert(
    fc.property(
      source,
      fc.nat(9),
      fc.nat(4),
      damage,
      fc.integer({ min: 1, max: 500 }),
      (bytes, level, strategy, hit, width) => {
        const input = concat(new Uint8Array(deflateRawSync(bytes, { level, strategy })), noise(300));
        if (hit) input[hit.at % input.length]! ^= 1 << hit.bit;
        assertEquals(inflateAll(portable, input, width), inflateAll(fast, input, width));
      },
    ),
    { numRuns: 1000 },
  );
  fast.close();
  portable.close();
});

/** Where it stops in input and output when it is asked to stop at blocks, in every second step. */
function stops(inflater: RawInflater, input: Uint8Array): number[][] {
  const places: number[][] = [];
  let [at, out] = [0, 0];
  for (let stopAtBlock = true;; stopAtBlock = !stopAtBlock) {
    const before = inflater.filled;
    const end = stopAtBlock ? input.length : at + 1;
    const status = inflater.inflate(input, at, end, stopAtBlock);
    at += inflater.consumed;
    out += inflater.filled - before;
    if (inflater.filled === inflater.output.length) inflater.drain();
    // The last block may be told as a block, or as the end.
    if (status === "end" || status === "corrupt" || out === TEXT.length) return places;
    if (status === "block") places.push([at, out]);
  }
}

Deno.test("createRawInflater() stops after the same blocks over both inflaters", () => {
  for (const strategy of [0, 2, 4]) {
    for (const level of [0, 6]) {
      const data = new Uint8Array(deflateRawSync(TEXT, { level, strategy, memLevel: 1 }));
      const [fast, portable] = [createRawInflater("fast"), createRawInflater("portable")];
      const places = stops(fast, concat(data, noise(9)));
      assert(places.length > 10, `${places.length} stops`);
      assertEquals(stops(portable, concat(data, noise(9))), places);
      fast.close();
    }
  }
});

Deno.test("InflaterPool.acquire() lends an inflater again, at the beginning of a stream", () => {
  const pool = new InflaterPool("fast");
  const first = pool.acquire();
  first.inflate(Uint8Array.of(7), 0, 1);
  pool.release(first);
  const second = pool.acquire();
  assert(second === first);
  assertEquals(second.inflate(Uint8Array.of(1, 0, 0, 0xff, 0xff, 9), 0, 6), "end");
  pool.close();
});
