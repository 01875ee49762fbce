import { RemoteError } from "../../../../lib/errors.ts";
import { AttemptError, type RetryAdvice } from "../../../../lib/fetch/http/timing/attempt_error.ts";
import { retried, retryDelayMs } from "../../../../lib/fetch/http/timing/retry_ladder.ts";
import { assert, assertEquals, assertRejects } from "../../../../lib/std/assert.ts";
import { fc } from "../../../helpers/property.ts";
import { fakeClock } from "../fake_clock.ts";

const NEVER = new AbortController().signal;
const OPTIONS = { isIdempotent: true, maxAttempts: 6, random: () => 0.5, signal: NEVER };

const failure = (retry: Partial<RetryAdvice> = {}) =>
  new AttemptError("Cannot do it: no luck", {
    remedy: "none",
    isTransient: true,
    retry: { why: "no luck", afterMs: null, isUntouched: false, ...retry },
  });
const failing = (times: number, error: Error) => (n: number) =>
  n > times ? Promise.resolve(n) : Promise.reject(error);

Deno.test("retried() waits half of 1, 2, 4, 8 and 16 s with half of the jitter, then gives up", async () => {
  const clock = fakeClock();
  const error = await assertRejects(
    () => retried(failing(9, failure()), { ...OPTIONS, ...clock }),
    AttemptError,
  );
  assertEquals(clock.waits, [500, 1000, 2000, 4000, 8000]);
  assertEquals(error.message, "Cannot do it: no luck (tried 6 times)");
});

Deno.test("retried() gives the result of the first attempt that succeeds", async () => {
  const clock = fakeClock();
  const waits: unknown[] = [];
  const onWait = (wait: unknown) => void waits.push(wait);
  assertEquals(await retried(failing(2, failure()), { ...OPTIONS, ...clock, onWait }), 3);
  assertEquals(waits, [{ ms: 500, why: "no luck" }, { ms: 1000, why: "no luck" }]);
});

Deno.test("retried() waits as long as the server says", async () => {
  const clock = fakeClock();
  assertEquals(await retried(failing(2, failure({ afterMs: 90_000 })), { ...OPTIONS, ...clock }), 3);
  assertEquals(clock.waits, [90_000, 90_000]);
});

Deno.test("retried() does not use up its attempts in a moment when the server says at once", async () => {
  const clock = fakeClock();
  await assertRejects(
    () => retried(failing(9, failure({ afterMs: 0 })), { ...OPTIONS, ...clock }),
    AttemptError,
  );
  assertEquals(clock.waits, [500, 1000, 2000, 4000, 8000]);
});

Deno.test("retried() repeats a POST only when the server cannot have done anything", async () => {
  const clock = fakeClock();
  const options = { ...OPTIONS, ...clock, isIdempotent: false };
  await assertRejects(() => retried(failing(1, failure()), options), AttemptError, "no luck");
  assertEquals(clock.waits, []);
  assertEquals(await retried(failing(1, failure({ isUntouched: true })), options), 2);
  assertEquals(clock.waits, [500]);
});

for (
  const error of [
    new AttemptError("final", { remedy: "none", isTransient: true }),
    new RemoteError("of others", { remedy: "none", isTransient: true }),
    new TypeError("a mistake"),
  ]
) {
  Deno.test(`retried() passes on at once: ${error.name} ${error.message}`, async () => {
    const clock = fakeClock();
    assertEquals(await assertRejects(() => retried(failing(1, error), { ...OPTIONS, ...clock })), error);
    assertEquals(clock.waits, []);
  });
}

Deno.test("retried() tries once when that is all it may", async () => {
  const clock = fakeClock();
  const error = await assertRejects(() =>
    retried(failing(1, failure()), { ...OPTIONS, ...clock, maxAttempts: 1 })
  );
  assertEquals([error instanceof Error && error.message, clock.waits], ["Cannot do it: no luck", []]);
});

Deno.test("retried() ends in the middle of a wait with the reason of the signal, whatever the delay throws", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  const delay = () => {
    stop.abort(reason);
    return Promise.reject(new Error("a reason of the delay"));
  };
  const options = { ...OPTIONS, delay, signal: stop.signal };
  assertEquals(await assertRejects(() => retried(failing(1, failure()), options)), reason);
});

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
