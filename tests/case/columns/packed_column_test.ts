import { ColumnCursor, packDoubles, packWords } from "../../../lib/case/columns/packed_column.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const same = (values: Float64Array) => values;

Deno.test("packWords() stores as many planes as the largest word has bytes", () => {
  assertEquals(packWords(new Uint32Array([0, 0])), new Uint8Array([0]));
  assertEquals(packWords(new Uint32Array([1, 255])), new Uint8Array([1, 1, 255]));
  assertEquals(packWords(new Uint32Array([1, 0x1_02_03])), new Uint8Array([3, 1, 3, 0, 2, 0, 1]));
  assertEquals(packWords(new Uint16Array([0x1_04])), new Uint8Array([2, 4, 1]));
});

Deno.test("packDoubles() stores NaN as 0 and whole numbers by size, whatever their sign", () => {
  assertEquals(packDoubles(new Float64Array([NaN, 0, -1, 1]), same), new Uint8Array([1, 0, 1, 2, 3]));
  // 2 * 2^32 + 1
  assertEquals(packDoubles(new Float64Array([2 ** 32]), same), new Uint8Array([5, 1, 0, 0, 0, 2]));
});

Deno.test("packDoubles() stores the bits of what is no whole number", () => {
  assertEquals(
    packDoubles(new Float64Array([0.5]), same),
    new Uint8Array([24, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f]),
  );
});

Deno.test("ColumnCursor gives back the words and doubles that were packed", () => {
  const double = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(NaN, -0, Infinity, -Infinity, 2 ** 50, -(2 ** 50), 2 ** 50 + 1, 5e-324),
  );
  fc.assert(fc.property(
    fc.uint32Array({ maxLength: 50 }).chain((words) =>
      fc.tuple(
        fc.constant(words),
        fc.array(double, { minLength: words.length, maxLength: words.length }),
        fc.array(fc.integer(), { minLength: words.length, maxLength: words.length }),
      )
    ),
    ([words, doubles, integers]) => {
      const columns = [packDoubles(new Float64Array(doubles), same), packWords(words)];
      columns.push(packDoubles(new Float64Array(integers), same));
      const bytes = new Uint8Array(columns.flatMap((column) => [...column]));
      const cursor = new ColumnCursor(bytes, 0, words.length);
      assertEquals(cursor.doubles(() => {}), new Float64Array(doubles));
      assertEquals(cursor.words(), words);
      assertEquals(cursor.doubles(() => {}), new Float64Array(integers));
      assert(cursor.isAtEnd);
    },
  ));
});

Deno.test("ColumnCursor refuses columns that are cut or of an unknown form", () => {
  for (const bytes of [[], [1], [2, 1, 1, 1], [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [255, 0, 0]]) {
    assertThrows(() => new ColumnCursor(new Uint8Array(bytes), 0, 2).words(), RangeError);
  }
  for (const bytes of [[], [9], [25, 0, 0], [15, 0, 0], [8, 1, 1]]) {
    assertThrows(() => new ColumnCursor(new Uint8Array(bytes), 0, 2).doubles(() => {}), RangeError);
  }
});
