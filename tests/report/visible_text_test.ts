import { visibleText } from "../../lib/report/visible_text.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { anyCharacter, fc } from "../helpers/property.ts";

const CASES: readonly (readonly [name: string, text: string, shown: string])[] = [
  ["ordinary text", "Grüße, 東京 → naïve 😀", "Grüße, 東京 → naïve 😀"],
  ["an ANSI colour", "\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
  ["NUL, DEL and C1", "\0\x7f\x85\x9b", "\\x00\\x7f\\x85\\x9b"],
  ["a bidi override and isolate", "a\u202eb\u2066c", "a\\u202eb\\u2066c"],
  ["the Arabic letter mark", "\u061c", "\\u061c"],
  [
    "zero-width characters and the byte order mark",
    "\u200b\u200d\u2060\ufeff",
    "\\u200b\\u200d\\u2060\\ufeff",
  ],
  ["line and paragraph separators", "\u2028\u2029", "\\u2028\\u2029"],
  ["tag characters", "\u{e0041}", "\\u{e0041}"],
  ["a lone surrogate", "a\ud800b", "a\\ud800b"],
  ["a blank Hangul filler", "\u3164", "\\u3164"],
  ["the soft hyphen", "a\u00adb", "a\\xadb"],
];

for (const [name, text, shown] of CASES) {
  Deno.test(`visibleText() shows ${name}`, () => assertEquals(visibleText(text), shown));
}

Deno.test("visibleText() keeps only the control characters that are asked for", () => {
  assertEquals(visibleText("a\n\tb\r\x1b", "\n\t"), "a\n\tb\\x0d\\x1b");
  assertEquals(visibleText("a\n\tb"), "a\\x0a\\x09b");
});

Deno.test("visibleText() leaves nothing invisible, and changes nothing a second time", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), (text) => {
    const shown = visibleText(text);
    assert(!/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown));
    assertEquals(visibleText(shown), shown);
  }));
});
