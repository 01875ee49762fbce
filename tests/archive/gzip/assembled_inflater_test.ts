import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { AssembledInflater, compileInflate } from "../../../lib/archive/gzip/assembled_inflater.ts";
import { PortableInflater } from "../../../lib/archive/gzip/portable_inflater.ts";
import { OUTPUT_BYTES, type RawInflater } from "../../../lib/archive/gzip/raw_inflater.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { bytesOf, concat, noise } from "../../helpers/tar_builder.ts";
import { assertSameBytes } from "../seek/indexed_archive.ts";
import { type CodeLengths, type DeflateSymbol, DeflateWriter, expand } from "./deflate_writer.ts";
import { inflateAll, SharedBuffers } from "./inflate_all.ts";

function assembled(buffers?: SharedBuffers): AssembledInflater {
  const inflater = new AssembledInflater(compileInflate()!);
  inflater.useBuffers(buffers);
  return inflater;
}

const ANY_BYTES = fc.oneof(
  fc.uint8Array({ maxLength: 3000, size: "max" }),
  fc.array(fc.constantFrom("ERROR ", "INFO ", "gid:5f", "\n", "aaaaaaaaaa", "\0"), {
    maxLength: 900,
    size: "max",
  }).map((words) => bytesOf(words.join(""))),
  fc.tuple(fc.nat(40), fc.nat(4000)).map(([period, length]) =>
    Uint8Array.from({ length }, (_, i) => i % (period + 1))
  ),
);
const ANY_SETTING = fc.record({
  level: fc.nat(9),
  strategy: fc.nat(4),
  memLevel: fc.integer({ min: 1, max: 9 }),
  windowBits: fc.integer({ min: 9, max: 15 }),
});
const ANY_PIECES = fc.record({
  width: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4000 })),
  room: fc.oneof(fc.integer({ min: 100, max: 1000 }), fc.constant(Infinity)),
});

Deno.test("AssembledInflater gives back whatever a compressor was given, however it is called", () => {
  const buffers = new SharedBuffers();
  const inflaters = [assembled(), assembled(buffers)];
  fc.assert(
    fc.property(ANY_BYTES, ANY_SETTING, ANY_PIECES, (bytes, setting, pieces) => {
      const data = new Uint8Array(deflateRawSync(bytes, setting));
      for (const inflater of inflaters) {
        const { bytes: actual, ...rest } = inflateAll(inflater, concat(data, noise(40)), pieces);
        assertEquals(rest, { status: "end", consumed: data.length });
        assertSameBytes(actual, bytes, "Output");
      }
    }),
    { numRuns: 600 },
  );
  for (const inflater of inflaters) inflater.close();
  assertEquals(buffers.lent, 0);
});

Deno.test("AssembledInflater reads empty blocks of all flushes between others", () => {
  const { Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_BLOCK } = constants;
  const text = bytesOf("2026-04-12T03:14:15.926+0000 synthetic line\n".repeat(300));
  const inflater = assembled();
  for (const finishFlush of [Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_BLOCK]) {
    const part = new Uint8Array(deflateRawSync(text, { finishFlush }));
    // The first part may lack what was not flushed: only what has a whole end is followed by more.
    const isWhole = finishFlush === Z_SYNC_FLUSH || finishFlush === Z_FULL_FLUSH;
    const data = isWhole ? concat(part, part, Uint8Array.of(3, 0)) : part;
    const expected = isWhole ? concat(text, text) : new Uint8Array(inflateRawSync(part, { finishFlush: 2 }));
    const { bytes, status } = inflateAll(inflater, data, { width: 100 });
    assertEquals(status, isWhole ? "end" : "more");
    assertSameBytes(bytes, expected, `Flush ${finishFlush}`);
  }
  inflater.close();
});

Deno.test("AssembledInflater says the same of damaged data as PortableInflater, to the byte", () => {
  const buffers = new SharedBuffers();
  const [own, lent, portable] = [assembled(), assembled(buffers), new PortableInflater()];
  const damage = fc.array(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(ANY_BYTES, ANY_SETTING, ANY_PIECES, damage, (bytes, setting, pieces, hits) => {
      const data = concat(new Uint8Array(deflateRawSync(bytes, setting)), noise(300));
      for (const { at, bit } of hits) data[at % Math.max(1, data.length - 300)]! ^= 1 << bit;
      const expected = inflateAll(portable, data, pieces);
      for (const inflater of [own, lent]) assertEquals(inflateAll(inflater, data, pieces), expected);
    }),
    { numRuns: 1500 },
  );
  own.close();
  lent.close();
});

Deno.test("AssembledInflater judges damaged and cut data as node:zlib does", () => {
  const inflater = assembled();
  const damage = fc.array(fc.record({ at: fc.nat(), bit: fc.nat(7) }), { maxLength: 2 });
  fc.assert(
    fc.property(ANY_BYTES, ANY_SETTING, damage, fc.nat(), (bytes, setting, hits, cut) => {
      const whole = new Uint8Array(deflateRawSync(bytes, setting));
      for (const { at, bit } of hits) whole[at % whole.length]! ^= 1 << bit;
      const data = whole.slice(0, 1 + cut % whole.length);
      const actual = inflateAll(inflater, data);
      const expected = ofZlib(data);
      assertEquals(actual.status === "corrupt", expected === null);
      if (expected !== null) return assertSameBytes(actual.bytes, expected, "Output");
      // All that zlib gives of the bytes before the one in which the damage was seen.
      const before = ofZlib(data.slice(0, actual.consumed - 1));
      assert(before !== null, "zlib saw the damage before");
      assertSameBytes(actual.bytes.slice(0, before.length), before, "Output before the damage");
    }),
    { numRuns: 1500 },
  );
  inflater.close();
});

/** What zlib makes of data that may be cut; null: it says that it is damaged. */
function ofZlib(data: Uint8Array): Uint8Array | null {
  try {
    return new Uint8Array(inflateRawSync(data, { finishFlush: constants.Z_SYNC_FLUSH }));
  } catch {
    return null;
  }
}

/** Symbols that mean something anywhere: matches reach what is there. */
function symbolsOf(choices: readonly (readonly [number, number, number])[]): DeflateSymbol[] {
  let size = 0;
  return choices.map(([kind, length, distance]) => {
    const match = { length: 3 + length, distance: 1 + distance % Math.max(1, size) };
    const symbol = kind < 128 || size === 0 ? length : match;
    size += typeof symbol === "number" ? 1 : symbol.length;
    return symbol;
  });
}

/** Lengths of a complete code: codes are made one bit longer until there are enough, the longest one as often as not. */
function completeLengths(splits: readonly number[], count: number): number[] {
  const lengths = [1, 1];
  for (let i = 0; lengths.length < count; i++) {
    const split = splits[i % splits.length]!;
    const at = split % 2 === 0 ? lengths.length - 1 : split % lengths.length;
    const isFull = lengths[at] === 15;
    const [length = 0] = lengths.splice(isFull ? lengths.indexOf(Math.min(...lengths)) : at, 1);
    lengths.push(length + 1, length + 1);
  }
  const turn = splits[0]! % count;
  return [...lengths.slice(turn), ...lengths.slice(0, turn)];
}

const ANY_SPLITS = fc.array(fc.nat(), { minLength: 1, maxLength: 300, size: "max" });
const ANY_SYMBOLS = fc.array(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(32_767)), {
  maxLength: 500,
  size: "max",
}).map(symbolsOf);

Deno.test("AssembledInflater reads blocks of any complete codes, up to 15 bits", () => {
  const inflater = assembled();
  let longest = 0;
  fc.assert(
    fc.property(ANY_SPLITS, ANY_SPLITS, ANY_SYMBOLS, ANY_PIECES, (literals, distances, symbols, pieces) => {
      const codes = {
        literals: completeLengths(literals, 286),
        distances: completeLengths(distances, 30),
      };
      longest = Math.max(longest, ...codes.literals);
      const writer = new DeflateWriter().header(codes, { isLast: false }).symbols(symbols, codes);
      const data = writer.header(undefined).symbols(symbols).bytes();
      const { bytes, ...rest } = inflateAll(inflater, concat(data, noise(90)), pieces);
      assertEquals(rest, { status: "end", consumed: data.length });
      assertSameBytes(bytes, expand([...symbols, ...symbols]), "Output");
    }),
    { numRuns: 200 },
  );
  assertEquals(longest, 15);
  inflater.close();
});

Deno.test("AssembledInflater copies matches of all lengths from near and far, over the beginning of a buffer too", () => {
  const buffers = new SharedBuffers();
  const inflaters = [assembled(), assembled(buffers)];
  const before = noise(40_000);
  for (const distance of [...Array.from({ length: 40 }, (_, i) => i + 1), 255, 4097, 32_767, 32_768]) {
    const matches: DeflateSymbol[] = Array.from({ length: 256 }, (_, i) => ({ length: 3 + i, distance }));
    const data = new DeflateWriter().stored(before, { isLast: false }).header(undefined).symbols(matches)
      .bytes();
    const expected = concat(before, expand(matches, Array.from(before)));
    for (const inflater of inflaters) {
      for (const room of [Infinity, 300]) {
        assertSameBytes(inflateAll(inflater, data, { room }).bytes, expected, `Distance ${distance}`);
      }
    }
  }
  for (const inflater of inflaters) inflater.close();
});

Deno.test("AssembledInflater goes on in the next buffer wherever in a match or a stored block one is full", () => {
  const buffers = new SharedBuffers();
  const inflater = assembled(buffers);
  for (const start of [OUTPUT_BYTES - 300, OUTPUT_BYTES - 100, OUTPUT_BYTES - 2, OUTPUT_BYTES - 1]) {
    const filler = noise(start);
    const matches = [{ length: 258, distance: 32_768 }, { length: 258, distance: 7 }, 65, 66];
    const writer = new DeflateWriter();
    for (let at = 0; at < start; at += 65_535) {
      writer.stored(filler.subarray(at, at + 65_535), { isLast: false });
    }
    const data = writer.header(undefined).symbols(matches).bytes();
    const expected = concat(filler, expand(matches, Array.from(filler.subarray(-40_000))));
    assertSameBytes(inflateAll(inflater, data).bytes, expected, `Start ${start}`);
  }
  inflater.close();
  assertEquals(buffers.lent, 0);
});

Deno.test("AssembledInflater works in a buffer of its own when others are not shared", () => {
  const returned: Uint8Array[] = [];
  const inflater = assembled();
  const { memory, workAt } = new SharedBuffers();
  const own = inflater.output;
  inflater.useBuffers({
    memory,
    workAt,
    lend: () => new Uint8Array(OUTPUT_BYTES),
    giveBack: (buffer) => void returned.push(buffer),
  });
  assert(inflater.output === own);
  assertEquals(returned.length, 1);
  inflater.close();
});

/** What the stream is, its bits, and whether it is damaged or goes on; the verdicts are those of zlib. */
const EDGES: readonly (readonly [what: string, data: DeflateWriter, status: "corrupt" | "end"])[] = [
  ["a block of type 3", new DeflateWriter().bits("111"), "corrupt"],
  [
    "a stored length that is not its complement",
    new DeflateWriter().number(1, 8).number(1, 16).number(0, 16),
    "corrupt",
  ],
  ["a distance before the beginning", fixed([65, { length: 3, distance: 2 }]), "corrupt"],
  ["literals 286 and 287", new DeflateWriter().header(undefined).bits("11000110"), "corrupt"],
  ["distance 30", new DeflateWriter().header(undefined).bits("00110001" + "0000001" + "11110"), "corrupt"],
  ["more than 286 literal codes", new DeflateWriter().bits("101").number(30, 5).number(0, 9), "corrupt"],
  ["more than 30 distance codes", new DeflateWriter().bits("101").number(0, 5).number(30, 9), "corrupt"],
  ["a code of lengths that is empty", new DeflateWriter().bits("101").number(0, 400), "corrupt"],
  ["a code of lengths that has one", new DeflateWriter().bits("101").number(0, 14).number(1, 400), "corrupt"],
  [
    "a repetition before any length",
    new DeflateWriter().bits("101").number(0, 14).number(0o11, 12),
    "corrupt",
  ],
  ["no end of the block", coded([[65, 1], [66, 1]], [1]), "corrupt"],
  ["too many codes of one bit", coded([[65, 1], [66, 1], [256, 1]], [1]), "corrupt"],
  ["a literal code that is incomplete", coded([[65, 2], [256, 2]], [1]), "corrupt"],
  ["a distance code that is incomplete", coded([[65, 1], [256, 1]], [2, 2]), "corrupt"],
  ["one literal code of two bits", coded([[256, 2]], [1]), "corrupt"],
  ["one distance code of two bits", coded([[65, 1], [256, 1]], [2]), "corrupt"],
  ["nothing but an end of one bit", coded([[256, 1]], [1]).bits("0"), "end"],
  ["a bit that is no literal", coded([[256, 1]], [1]).bits("1"), "corrupt"],
  ["no distance code", coded([[65, 1], [256, 1]], [0]).bits("01"), "end"],
  ["a match without distance codes", coded([[65, 2], [256, 2], [257, 1]], [0]).bits("1" + "00"), "corrupt"],
  [
    "a match with the only distance code",
    coded([[65, 2], [256, 2], [257, 1]], [1]).bits("10" + "0" + "0" + "11"),
    "end",
  ],
  [
    "a match with the other distance code",
    coded([[65, 2], [256, 2], [257, 1]], [1]).bits("10" + "0" + "1" + "11"),
    "corrupt",
  ],
];

function fixed(symbols: readonly DeflateSymbol[]): DeflateWriter {
  return new DeflateWriter().header(undefined).symbols(symbols);
}

/** The header of a block with codes of these lengths, by literal, and of the first distances. */
function coded(lengths: readonly (readonly [number, number])[], distances: readonly number[]): DeflateWriter {
  const literals = Array<number>(258).fill(0);
  for (const [literal, length] of lengths) literals[literal] = length;
  return new DeflateWriter().header({ literals, distances } satisfies CodeLengths);
}

for (const [what, data, status] of EDGES) {
  Deno.test(`AssembledInflater judges as zlib does: ${what}`, () => {
    const inflaters: RawInflater[] = [assembled(), new PortableInflater()];
    const input = concat(data.bytes(), new Uint8Array(40));
    assertEquals(ofZlib(input) === null, status === "corrupt", "zlib");
    const [actual, portable] = inflaters.map((inflater) => inflateAll(inflater, input, { width: 1 }));
    assertEquals(actual?.status, status);
    assertEquals(actual, portable);
    for (const inflater of inflaters) inflater.close();
  });
}
