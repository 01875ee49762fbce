import { UsageError } from "../lib/errors.ts";
import { assertEquals, assertStringIncludes, assertThrows } from "../lib/std/assert.ts";
import { parseTimeBound, resolveTime } from "../lib/time_window.ts";

const ABSOLUTE: readonly [text: string, iso: string][] = [
  ["2026-04-12T03:14:15.926Z", "2026-04-12T03:14:15.926Z"],
  ["2026-04-12T03:14:15Z", "2026-04-12T03:14:15.000Z"],
  ["2026-04-12T05:14+02:00", "2026-04-12T03:14:00.000Z"],
  ["2026-04-12T03:14", "2026-04-12T03:14:00.000Z"],
  ["2026-04-12", "2026-04-12T00:00:00.000Z"],
];
for (const [text, iso] of ABSOLUTE) {
  Deno.test(`parseTimeBound() reads ${text} as ${iso}`, () => {
    assertEquals(parseTimeBound(text), { timeMs: Date.parse(iso) });
  });
}

Deno.test("parseTimeBound() reads seconds, minutes, hours, days and weeks before the end", () => {
  const units = ["-90s", "-15m", "-2h", "-3d", "-1w"].map(parseTimeBound);
  assertEquals(
    units,
    [90_000, 900_000, 7_200_000, 259_200_000, 604_800_000].map((beforeEndMs) => ({ beforeEndMs })),
  );
});

for (
  const text of [
    "",
    "yesterday",
    "2h",
    "-2",
    "-2y",
    "-1.5h",
    "2026-13-01",
    "2026-02-30T00:00Z",
    "03:14",
    "- 2h",
  ]
) {
  Deno.test(`parseTimeBound() refuses ${JSON.stringify(text)} and says what is understood`, () => {
    const error = assertThrows(
      () => parseTimeBound(text),
      UsageError,
      `Cannot read time ${JSON.stringify(text)}`,
    );
    assertStringIncludes(error.remedy, "-2h");
  });
}

Deno.test("resolveTime() counts relative times back from the end", () => {
  const endMs = Date.UTC(2026, 3, 12, 12);
  assertEquals(resolveTime(parseTimeBound("-2h"), endMs), Date.UTC(2026, 3, 12, 10));
  assertEquals(resolveTime(parseTimeBound("2026-04-01"), endMs), Date.UTC(2026, 3, 1));
  assertEquals(resolveTime(null, endMs), null);
});
