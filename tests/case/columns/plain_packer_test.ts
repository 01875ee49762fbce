import { AssembledPacker, compilePacker } from "../../../lib/case/columns/assembled_packer.ts";
import { ColumnCursor } from "../../../lib/case/columns/column_cursor.ts";
import { type ColumnPacker, HEAD_WORDS, PlainPacker } from "../../../lib/case/columns/plain_packer.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const PACKERS: Readonly<Record<string, ColumnPacker>> = {
  PlainPacker: new PlainPacker(),
  AssembledPacker: new AssembledPacker(compilePacker()!),
};

/** The words of a block with one column. */
function pack(
  packer: ColumnPacker,
  rows: number,
  add: (packer: ColumnPacker) => void,
): Int32Array<ArrayBuffer> {
  packer.begin(0, rows);
  add(packer);
  return new Int32Array(packer.take().slice().buffer);
}

/** Without what is before the frames. */
function frames(packer: ColumnPacker, column: readonly number[]): number[] {
  return [...pack(packer, column.length, ({ words }) => words.call(packer, Uint32Array.from(column)))].slice(
    5,
  );
}

for (const [name, packer] of Object.entries(PACKERS)) {
  Deno.test(`${name} tells the least number and the width, and nothing else of numbers that are the same`, () => {
    assertEquals(frames(packer, [7, 7, 7]), [7, 0]);
    assertEquals(frames(packer, Array(300).fill(9)), [9, 0, 9, 0, 9, 0]);
  });

  Deno.test(`${name} puts every fourth number into the same word`, () => {
    // In three bits above 10; the last number fills the frame.
    const lanes = [10, 11, 12, 15, 12, 11, 10, 10];
    const [least, width, ...words] = frames(packer, lanes);
    assertEquals([least, width, words.length], [10, 3, 12]);
    assertEquals(words.slice(0, 4).map((word) => word & 0b111_111_111), [0 | 2 << 3, 1 | 1 << 3, 2, 5]);
  });

  Deno.test(`${name} keeps what is too wide for any frame as it is`, () => {
    const times = new Float64Array([0.5, 2 ** 60]);
    const words = pack(packer, 2, (packer) => packer.times(times));
    assertEquals(words[HEAD_WORDS], 1);
    assertEquals(new Float64Array(words.slice(HEAD_WORDS + 3).buffer), times);
  });

  Deno.test(`${name} packs what ColumnCursor gives back`, () => {
    const wild = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.maxSafeInteger(),
      fc.nat(100).map((add) => 1_775_000_000_000 + add),
      fc.constantFrom(NaN, Infinity, -Infinity, 2 ** 31, 2 ** 31 - 1, 2 ** 31 - 2, -(2 ** 31), 5e-324),
    ).map((value) => value === 0 ? 0 : value);
    const row = fc.record({ time: wild, near: wild, double: wild, offset: wild, word: fc.nat(2 ** 32 - 1) });
    const near = fc.integer({ min: -2000, max: 2000 }).map((add) => {
      const time = 1_775_000_000_000 + add;
      return { time, near: time + add, double: add, offset: 50 * add, word: add + 2000 };
    });
    fc.assert(fc.property(
      fc.oneof(fc.array(row, { minLength: 1 }), fc.array(near, { minLength: 1, maxLength: 300 })),
      (rows) => {
        const doubles = (name: "time" | "near" | "double" | "offset") =>
          Float64Array.from(rows, (row) => row[name]);
        const words = Uint32Array.from(rows, ({ word }) => word);
        const packed = pack(packer, rows.length, (packer) => {
          packer.times(doubles("time"));
          packer.lengths(words);
          packer.offsets(doubles("offset"));
          packer.steps(words);
          packer.doubles(doubles("double"));
          packer.timesNear(doubles("near"));
        });
        const cursor = new ColumnCursor(packed, HEAD_WORDS, rows.length);
        const times = cursor.times();
        assertEquals(times, doubles("time"));
        assertEquals(cursor.words(), words);
        assertEquals(cursor.offsets(words), doubles("offset"));
        assertEquals(cursor.steps(), words);
        assertEquals(cursor.doubles(), doubles("double"));
        assertEquals(cursor.timesNear(times), doubles("near"));
        assert(cursor.isAtEnd);
      },
    ));
  });
}

Deno.test("compilePacker() compiles on this host, and asks for nothing but its own memory", () => {
  assertEquals(WebAssembly.Module.imports(compilePacker()!), []);
});
