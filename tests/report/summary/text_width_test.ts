import { fitWidth, textWidth } from "../../../lib/report/summary/text_width.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const WIDTHS: readonly (readonly [text: string, width: number, what: string])[] = [
  ["", 0, "nothing"],
  ["om-1.example", 12, "ASCII"],
  ["Größe", 5, "Latin"],
  ["Gro\u0308ße", 5, "a combining mark"],
  ["日本語", 6, "Han"],
  ["ｶﾀｶﾅ", 4, "halfwidth Katakana"],
  ["Ａ１", 4, "fullwidth forms"],
  ["한글", 4, "Hangul"],
  ["ไทย", 3, "Thai"],
  ["กี่", 1, "Thai with two marks"],
  ["😀🚀", 4, "emoji"],
  ["𠀀", 2, "Han beyond the BMP"],
  ["Ωмы…▁█▲·", 8, "Greek, Cyrillic, blocks"],
];

for (const [text, width, what] of WIDTHS) {
  Deno.test(`textWidth() of ${what} is ${width}`, () => assertEquals(textWidth(text), width));
}

const FITS: readonly (readonly [text: string, columns: number, fit: string])[] = [
  ["abcdef", 6, "abcdef"],
  ["abcdefg", 6, "abcde…"],
  ["日本語", 6, "日本語"],
  ["日本語", 5, "日本…"],
  ["日本語", 4, "日…"],
  ["e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"],
  ["e\u0301e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301…"],
  ["😀😀", 3, "😀…"],
];

for (const [text, columns, fit] of FITS) {
  Deno.test(`fitWidth() of ${text} in ${columns} columns is ${fit}`, () =>
    assertEquals(fitWidth(text, columns, "…"), fit));
}

Deno.test("fitWidth() never takes more columns than there are, nor cuts what fits", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "日", "😀", "\u0301", " ", "é"), maxLength: 30 });
  fc.assert(
    fc.property(text, fc.integer({ min: 3, max: 40 }), fc.constantFrom("…", "..."), (text, columns, more) => {
      const fit = fitWidth(text, columns, more);
      assert(textWidth(fit) <= columns);
      if (textWidth(text) <= columns) assertEquals(fit, text);
      else assert(fit.endsWith(more) && textWidth(fit) > columns - more.length - 2);
    }),
  );
});
