import { RequestPace } from "../../../../lib/fetch/http/timing/request_pace.ts";
import { assertEquals, assertRejects } from "../../../../lib/std/assert.ts";
import { fakeClock } from "../fake_clock.ts";

const NEVER = new AbortController().signal;

Deno.test("RequestPace lets the first request go at once, and every other one an interval after the one before", async () => {
  const clock = fakeClock();
  const pace = new RequestPace({ requestsPerSecond: 2, ...clock });
  for (let n = 0; n < 4; n++) await pace.pass(NEVER);
  assertEquals(clock.waits, [500, 500, 500]);
});

Deno.test("RequestPace waits only for what is left of the interval", async () => {
  const clock = fakeClock();
  const pace = new RequestPace({ requestsPerSecond: 2, ...clock });
  await pace.pass(NEVER);
  await clock.delay(300);
  await pace.pass(NEVER);
  await clock.delay(700);
  await pace.pass(NEVER);
  assertEquals(clock.waits, [300, 200, 700]);
});

Deno.test("RequestPace does not catch up after a pause", async () => {
  const clock = fakeClock();
  const pace = new RequestPace({ requestsPerSecond: 1, ...clock });
  await pace.pass(NEVER);
  await clock.delay(60_000);
  await pace.pass(NEVER);
  await pace.pass(NEVER);
  assertEquals(clock.waits, [60_000, 1000]);
});

Deno.test("RequestPace keeps the rate when a timer is a little early", async () => {
  let nowMs = 0;
  const waits: number[] = [];
  const delay = (ms: number) => {
    waits.push(ms);
    nowMs += ms - 1;
    return Promise.resolve();
  };
  const pace = new RequestPace({ requestsPerSecond: 10, now: () => nowMs, delay });
  for (let n = 0; n < 4; n++) await pace.pass(NEVER);
  assertEquals(waits, [100, 101, 101]);
});

Deno.test("RequestPace waits no more than two intervals when the clock is set back", async () => {
  const waits: number[] = [];
  let nowMs = 1_000_000;
  const delay = (ms: number) => Promise.resolve(void waits.push(ms));
  const pace = new RequestPace({ requestsPerSecond: 2, now: () => nowMs, delay });
  await pace.pass(NEVER);
  nowMs = 0;
  await pace.pass(NEVER);
  assertEquals(waits, [1000]);
});

Deno.test("RequestPace counts from when the server may have got the request, up to a tenth of the interval", async () => {
  const clock = fakeClock();
  const pace = new RequestPace({ requestsPerSecond: 2, ...clock });
  for (const answerMs of [0, 20, 50, 400]) {
    await pace.pass(NEVER);
    await clock.delay(answerMs);
    pace.answered();
  }
  await pace.pass(NEVER);
  // Of 500 ms, 20, 50 and 400 have passed; the first two count from the answer.
  assertEquals(clock.waits, [0, 500, 20, 500, 50, 500, 400, 150]);
});

Deno.test("RequestPace ends with the reason of the signal", async () => {
  const clock = fakeClock();
  const pace = new RequestPace({ requestsPerSecond: 2, ...clock });
  const reason = new Error("enough");
  const error = await assertRejects(() => pace.pass(AbortSignal.abort(reason)));
  assertEquals(error, reason);
});
