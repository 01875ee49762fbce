import { formatTime, parseClfTime, parseTimestamp } from "../../lib/parse/timestamp.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const ISO: readonly [text: string, expected: string | undefined][] = [
  ["2026-04-12T03:14:15.926+0000", "2026-04-12T03:14:15.926Z"],
  ["2026-04-12T03:14:15,926+00:00", "2026-04-12T03:14:15.926Z"],
  ["2026-04-12T05:14:15.926+0200", "2026-04-12T03:14:15.926Z"],
  ["2026-04-11T21:44:15.926-05:30", "2026-04-12T03:14:15.926Z"],
  ["2026-04-12 03:14:15,926", "2026-04-12T03:14:15.926Z"],
  ["2026-04-12T03:14Z", "2026-04-12T03:14:00.000Z"],
  ["2026-04-12T03:14:15.9267Z", "2026-04-12T03:14:15.926Z"],
  ["2026-04-12T03:14:15.9Z", "2026-04-12T03:14:15.900Z"],
  ["2024-02-29T23:59:59.999Z", "2024-02-29T23:59:59.999Z"],
  ["0026-01-01T00:00:00Z", "0026-01-01T00:00:00.000Z"],
  ["0000-03-01T00:00:00Z", "0000-03-01T00:00:00.000Z"],
  ["9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ["2026-02-29T00:00:00Z", undefined],
  ["1900-02-29T00:00:00Z", undefined],
  ["2026-04-31T00:00:00Z", undefined],
  ["2026-13-01T00:00:00Z", undefined],
  ["2026-00-01T00:00:00Z", undefined],
  ["2026-04-12T24:00:00Z", undefined],
  ["2026-04-12T03:60:00Z", undefined],
  ["2026-04-12T03:14:60Z", undefined],
  ["2026-04-12T03:14:15+1900", undefined],
  ["2026-04-12T03:14:15+0060", undefined],
  ["2026-04-12", undefined],
  ["2026-04-12T03:14:15.926+0000 ", undefined],
  ["", undefined],
];
const CLF: readonly [text: string, expected: string | undefined][] = [
  ["12/Apr/2026:03:14:15 +0000", "2026-04-12T03:14:15.000Z"],
  ["12/Apr/2026:05:14:15.926 +0200", "2026-04-12T03:14:15.926Z"],
  ["1/dec/2026:03:14:15", "2026-12-01T03:14:15.000Z"],
  ["12/Apr/2026 03:14:15 GMT", "2026-04-12T03:14:15.000Z"],
  ["2026-04-12T03:14:15.926+0000", "2026-04-12T03:14:15.926Z"],
  ["1775963655.926", "2026-04-12T03:14:15.926Z"],
  ["1775963655926", "2026-04-12T03:14:15.926Z"],
  ["12/Foo/2026:03:14:15 +0000", undefined],
  ["31/Apr/2026:03:14:15 +0000", undefined],
  ["-", undefined],
];

for (const [text, expected] of ISO) {
  Deno.test(`parseTimestamp() reads ${JSON.stringify(text)}`, () => {
    assertEquals(parseTimestamp(text), expected === undefined ? undefined : Date.parse(expected));
  });
}

for (const [text, expected] of CLF) {
  Deno.test(`parseClfTime() reads ${JSON.stringify(text)}`, () => {
    assertEquals(parseClfTime(text), expected === undefined ? undefined : Date.parse(expected));
  });
}

Deno.test("formatTime() keeps to four digits of year", () => {
  assertEquals(formatTime(1775963655926), "2026-04-12T03:14:15.926Z");
  assertEquals(formatTime(-1e15), "0000-01-01T00:00:00.000Z");
  assertEquals(formatTime(Infinity), "9999-12-31T23:59:59.999Z");
  assertEquals(formatTime(NaN), "0000-01-01T00:00:00.000Z");
});

Deno.test("parseTimestamp() gives back every time that formatTime() writes", () => {
  fc.assert(fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
    assertEquals(parseTimestamp(formatTime(ms)), ms);
  }));
});
