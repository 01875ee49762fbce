/** The one place that names the property-testing library. */
import fc from "npm:fast-check@4.10.2";

export { fc };

/** Any code point but half surrogates, as `unit: "binary"` of fast-check, which takes more than a second to make. */
export const anyCharacter: fc.Arbitrary<string> = fc.integer({ min: 0, max: 0x10f7ff })
  .map((n) => String.fromCodePoint(n < 0xd800 ? n : n + 0x800));

/** Path of a URL, any characters percent-encoded; `fc.webPath()` takes more than a second to make. */
export const urlPath: fc.Arbitrary<string> = fc.array(fc.string({ unit: anyCharacter }))
  .map((segments) => segments.map((segment) => `/${encodeURIComponent(segment)}`).join(""));
