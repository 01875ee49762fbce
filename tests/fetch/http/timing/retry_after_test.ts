import { parseHttpDate, parseRetryAfter } from "../../../../lib/fetch/http/timing/retry_after.ts";
import { assertEquals } from "../../../../lib/std/assert.ts";

/** RFC 9110 §5.6.7: Sun, 06 Nov 1994 08:49:37 GMT */
const EXAMPLE_MS = 784_111_777_000;

for (
  const [text, ms] of [
    ["0", 0],
    ["1", 1000],
    [" 120 ", 120_000],
    ["Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
    ["Sunday, 06-Nov-94 08:49:37 GMT", 30_000],
    ["Sun Nov  6 08:49:37 1994", 30_000],
    ["Sun, 06 Nov 1994 08:49:06 GMT", 0],
    ["", null],
    ["-1", null],
    ["1.5", null],
    ["1e3", null],
    ["soon", null],
    ["99999999999", null],
    ["Sun, 99 Nov 1994 08:49:37 GMT", null],
  ] as const
) {
  Deno.test(`parseRetryAfter() reads ${JSON.stringify(text)} as ${ms}`, () => {
    assertEquals(parseRetryAfter(text, EXAMPLE_MS - 30_000), ms);
  });
}

Deno.test("parseRetryAfter() knows nothing without a header", () => {
  assertEquals(parseRetryAfter(null, 0), null);
});

Deno.test("parseHttpDate() reads the three forms of RFC 9110 as the same moment", () => {
  for (
    const form of [
      "Sun, 06 Nov 1994 08:49:37 GMT",
      "Sunday, 06-Nov-94 08:49:37 GMT",
      "Sun Nov  6 08:49:37 1994",
    ]
  ) assertEquals(parseHttpDate(form), EXAMPLE_MS);
});
