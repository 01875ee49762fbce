import { clipText, fitLine } from "../../lib/report/clip_text.ts";
import { describeDuration, describeLag } from "../../lib/report/describe_duration.ts";
import {
  describeAmount,
  describeBytes,
  describeCount,
  describeList,
} from "../../lib/report/describe_quantity.ts";
import { describeSpan } from "../../lib/report/describe_time.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { anyCharacter, fc } from "../helpers/property.ts";

const DURATIONS: readonly (readonly [number, string])[] = [
  [0, "0 ms"],
  [340, "340 ms"],
  [999.6, "1 s"],
  [1000, "1 s"],
  [133_000, "2 min 13 s"],
  [3_600_000, "1 h"],
  [3_601_000, "1 h"],
  [11_100_000, "3 h 5 min"],
  [187_200_000, "2 d 4 h"],
  [-60_000, "1 min"],
];

for (const [ms, words] of DURATIONS) {
  Deno.test(`describeDuration() says "${words}" for ${ms} ms`, () =>
    assertEquals(describeDuration(ms), words));
}

Deno.test("describeLag() tells which came first", () => {
  assertEquals(describeLag(133_000), "2 min 13 s before");
  assertEquals(describeLag(-900), "900 ms after");
  assertEquals(describeLag(0), "at the same moment");
});

Deno.test("describeBytes() has two digits or more, and the next unit in time", () => {
  const sizes: [number, string][] = [[0, "0 B"], [999, "999 B"], [1000, "1.0 kB"], [9960, "10 kB"], [
    999_499,
    "999 kB",
  ]];
  for (
    const [bytes, words] of [...sizes, [999_600, "1.0 MB"], [1_431_655_765, "1.4 GB"], [
      5e15,
      "5000 TB",
    ]] as const
  ) {
    assertEquals(describeBytes(bytes), words);
  }
});

Deno.test("describeCount() separates thousands", () => {
  assertEquals([0, 999, 1000, 1_234_567].map(describeCount), ["0", "999", "1,000", "1,234,567"]);
});

Deno.test("describeAmount() knows one from many", () => {
  assertEquals([
    describeAmount(1, "host"),
    describeAmount(0, "host"),
    describeAmount(2000, "entry", "entries"),
  ], [
    "1 host",
    "0 hosts",
    "2,000 entries",
  ]);
});

Deno.test("describeList() says how many it leaves out", () => {
  assertEquals(describeList(["a", "b"], 2), "a, b");
  assertEquals(describeList(["a", "b", "c", "d"], 2), "a, b and 2 more");
  assertEquals(describeList([], 2), "");
});

Deno.test("describeSpan() repeats the day only when it changes", () => {
  assertEquals(
    describeSpan("2026-04-12T03:14:15.926Z", "2026-04-12T03:29:01.004Z"),
    "2026-04-12 03:14:15 to 03:29:01",
  );
  assertEquals(
    describeSpan("2026-04-12T23:59:59.000Z", "2026-04-13T00:00:01.000Z"),
    "2026-04-12 23:59:59 to 2026-04-13 00:00:01",
  );
});

Deno.test("clipText() keeps whole lines up to the limit and counts the rest", () => {
  assertEquals(clipText("a\nb\nc", { lines: 2, length: 99 }), { text: "a\nb", omitted: 2 });
  assertEquals(clipText("abcdef", { lines: 2, length: 4 }), { text: "abcd", omitted: 2 });
  assertEquals(clipText("abc", { lines: 1, length: 3 }), { text: "abc", omitted: 0 });
});

Deno.test("clipText() never leaves half a surrogate pair", () => {
  assertEquals(clipText("a😀", { lines: 1, length: 2 }), { text: "a", omitted: 2 });
});

Deno.test("fitLine() never exceeds the width", () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter }), fc.integer({ min: 1, max: 40 }), (text, width) => {
    assert(fitLine(text, width).length <= width);
  }));
  assertEquals(fitLine("abcdef", 4), "abc…");
  assertEquals(fitLine("abcd", 4), "abcd");
});
