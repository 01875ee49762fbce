import { retryDelayMs } from "../../../lib/fetch/http/retry_delay.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

Deno.test("retryDelayMs() doubles from 1 s to 60 s when there is all of the jitter", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 100, 5000].map((attempt) => retryDelayMs(attempt, () => 1));
  assertEquals(waits, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000, 60_000]);
});

Deno.test("retryDelayMs() is a part of that, down to none", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 1000 }),
    fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    (attempt, part) => {
      const ms = retryDelayMs(attempt, () => part);
      assert(
        ms >= 0 && ms <= Math.min(60_000, 1000 * 2 ** (attempt - 1)) && Number.isInteger(ms),
        String(ms),
      );
    },
  ));
  assertEquals(retryDelayMs(9, () => 0), 0);
});
