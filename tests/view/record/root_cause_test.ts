import { assertEquals } from "../../../lib/std/assert.ts";
import { rootCause } from "../../../lib/view/record/root_cause.ts";

const HEAD = "2026-04-12T03:14:15.926+0000 [job-1] ERROR a.B [B.java:run:1] - It failed";
const FRAME = "\tat a.b.C.run(C.java:12)";

const CASES: readonly (readonly [name: string, text: string, cause: string | null])[] = [
  ["one line", `${HEAD} with a.b.SomeException: no`, null],
  ["lines without an exception", `${HEAD}\nfirst\nsecond`, null],
  ["one exception", `${HEAD}\na.b.IllegalStateException: closed\n${FRAME}`, "IllegalStateException: closed"],
  ["no message", `${HEAD}\na.b.IllegalStateException\n${FRAME}`, "IllegalStateException"],
  [
    "a chain of causes",
    `${HEAD}\na.b.OuterException: o\n${FRAME}\nCaused by: a.b.MiddleException: m\n${FRAME}\n` +
    `Caused by: java.net.SocketTimeoutException: Read timed out\n${FRAME}\n\t... 9 more`,
    "SocketTimeoutException: Read timed out",
  ],
  [
    "an exception that was suppressed",
    `${HEAD}\na.b.OuterException: o\n${FRAME}\n\tSuppressed: a.b.LaterException: s\n\t${FRAME}\n` +
    `Caused by: a.b.RootException: r\n${FRAME}`,
    "RootException: r",
  ],
  [
    "the root first",
    `${HEAD}\na.b.RootException: r\n${FRAME}\nWrapped by: a.b.OuterException: o\n${FRAME}`,
    "RootException: r",
  ],
];

for (const [name, text, cause] of CASES) {
  Deno.test(`rootCause() of ${name} is ${cause}`, () => assertEquals(rootCause(text), cause));
}

Deno.test("rootCause() is found behind a thousand frames, and is cut where it is long", () => {
  const frames = `${FRAME}\n`.repeat(1000);
  const text = `${HEAD}\na.b.OuterException: o\n${frames}Caused by: a.b.RootException: ${
    "x".repeat(5000)
  }\n${FRAME}`;
  assertEquals(rootCause(text)?.slice(0, 20), "RootException: xxxxx");
  assertEquals(rootCause(text)?.length, 300);
});

Deno.test("rootCause() is found at the end of a megabyte", () => {
  const frames = `${FRAME}\n`.repeat(50_000);
  assertEquals(
    rootCause(`${HEAD}\na.b.OuterException: o\n${frames}Caused by: a.b.RootException: r\n${FRAME}\n${FRAME}`),
    "RootException: r",
  );
});
