import { HashedText } from "../../lib/scan/hashed_text.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const FACTORS = [
  0x9e3779b1n,
  0x85ebca6bn,
  0xc2b2ae35n,
  0x27d4eb2fn,
  0xe7037ed1n,
  0x8ebc6af1n,
  0x589965cdn,
  0x1d8e4e27n,
];
const WORD = 2n ** 32n;
const ALL = 2n ** 64n;

/** The hash as its definition says it, in whole numbers without limits. */
function expected(seed: number, text: Uint8Array, ending: number): bigint {
  const pieces: Uint8Array[] = [];
  for (let at = 0; pieces.length === 0 || at < text.length; at += 32) pieces.push(text.slice(at, at + 32));
  return pieces.reduce((hash, piece, i) => {
    const sums = [0n, 0n, 0n, 0n];
    for (let at = 0; at < 32; at++) {
      const byte = BigInt(piece[at] ?? 0) << BigInt(8 * (at % 4));
      const lane = (at >> 2) % 4;
      sums[lane] = (sums[lane]! + byte * FACTORS[at >> 2]!) % WORD;
    }
    const [a = 0n, b = 0n, c = 0n, d = 0n] = sums;
    const second = c + d * WORD;
    const turned = ((second << 23n) | (second >> 41n)) % ALL;
    const size = BigInt((piece.length << 3) | (i === pieces.length - 1 ? ending : 7)) << 55n;
    const swapped = ((hash << 32n) | (hash >> 32n)) % ALL;
    return ((swapped ^ ((a + b * WORD + turned + size) % ALL)) * 0xd6e8feb86659fd93n) % ALL;
  }, BigInt(seed));
}

Deno.test("HashedText gives the hash that its definition says, wherever a text stands", () => {
  const texts = fc.uint8Array({ maxLength: 100 });
  fc.assert(fc.property(texts, fc.nat(255), fc.nat(6), fc.nat(9), (text, seed, ending, before) => {
    const bytes = new Uint8Array(before + text.length + 9).fill(0xa5);
    bytes.set(text, before);
    const hashed = new HashedText();
    hashed.reset(seed);
    hashed.addText(new DataView(bytes.buffer), before, before + text.length, ending);
    const hash = BigInt(hashed.high >>> 0) * WORD + BigInt(hashed.low >>> 0);
    assertEquals(hash, expected(seed, text, ending));
  }));
});
