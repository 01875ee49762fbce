import { shortCount } from "../../../lib/report/summary/short_count.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

for (
  const [count, text] of [
    [0, "0"],
    [9999, "9999"],
    [10_000, "10k"],
    [12_499, "12k"],
    [999_499, "999k"],
    [999_500, "1.0M"],
    [9_949_999, "9.9M"],
    [9_950_000, "10M"],
    [999_500_000, "1.0G"],
    [43_000_000_000, "43G"],
  ] as const
) Deno.test(`shortCount() of ${count} is ${text}`, () => assertEquals(shortCount(count), text));
