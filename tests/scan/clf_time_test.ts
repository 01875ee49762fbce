import { parseClfTime } from "../../lib/parse/timestamp.ts";
import { ClfTime } from "../../lib/scan/clf_time.ts";
import { viewBytes } from "../../lib/scan/viewed_bytes.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";

const USUAL = "12/Apr/2026:03:14:15 +0000";

/** Epoch milliseconds; null: not plainly a time. */
function timeOf(text: string, time: ClfTime = new ClfTime()): number | null {
  return time.read(viewBytes(new TextEncoder().encode(`[${text}]`)), 1) ? time.timeMs : null;
}

Deno.test("ClfTime reads a time with its zone, and no other text", () => {
  const cases: (readonly [text: string, iso: string | null])[] = [
    [USUAL, "2026-04-12T03:14:15Z"],
    ["29/Feb/2024:23:59:59 -0730", "2024-03-01T07:29:59Z"],
    ["01/Jan/0100:00:00:00 +1800", "0099-12-31T06:00:00Z"],
    ["29/Feb/2026:23:59:59 +0000", null],
    ["12/Xyz/2026:03:14:15 +0000", null],
    ["12/Apr/2026:24:14:15 +0000", null],
    ["12/Apr/2026:03:60:15 +0000", null],
    ["12/Apr/2026:03:14:60 +0000", null],
    ["12/Apr/2026:03:14:15 +1900", null],
    ["12/Apr/2026:03:14:15 +0060", null],
    ["12/Apr/2026 03:14:15 +0000", null],
    ["12/Apr/2026:03:14:15 *0000", null],
    ["12/Apr/2026:03:14:1x +0000", null],
    ["01/Jan/0099:00:00:00 +0000", null],
  ];
  for (const [text, iso] of cases) assertEquals(timeOf(text), iso === null ? null : Date.parse(iso), text);
});

Deno.test("ClfTime reads no bytes as a time that are all the same around the seconds", () => {
  const read = [0, 0x7f, 0xff].filter((byte) => {
    const bytes = new Uint8Array(40).fill(byte);
    bytes.set([49, 53], 18);
    return new ClfTime().read(viewBytes(bytes), 0);
  });
  assertEquals(read, []);
});

Deno.test("ClfTime reads a time the same whatever times it read before, and as parseClfTime() does", () => {
  const change = fc.tuple(fc.integer({ min: 0, max: 25 }), fc.constantFrom(..."0159:/ +-Ja"));
  const times = fc.array(fc.array(change, { maxLength: 2 }), { minLength: 2, maxLength: 6 }).map((lists) =>
    lists.map((changes) => {
      const chars = [...USUAL];
      for (const [at, char] of changes) chars[at] = char;
      return chars.join("");
    })
  );
  fc.assert(
    fc.property(times, (list) => {
      const time = new ClfTime();
      for (const text of list) {
        const actual = timeOf(text, time);
        assertEquals(actual, timeOf(text), text);
        if (actual !== null) assertEquals(actual, parseClfTime(text), text);
      }
    }),
    { numRuns: 1000 },
  );
});
