import { offsetWithin } from "../../../lib/analyze/clocks/offset_interval.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

Deno.test("offsetWithin() tells what intervals have in common", () => {
  const cases: readonly (readonly [bounds: readonly (readonly [number, number])[], expected: string])[] = [
    [[[4000, 6000]], "5000 ± 1000 of 1"],
    [[[4000, 6000], [5000, 7000]], "5500 ± 500 of 2"],
    // The mean is outside of what all have in common.
    [[[0, 2000], [0, 2000], [0, 2000], [1900, 3900]], "1900 ± 250 of 4"],
    // One that excludes the others is left out.
    [[[0, 2000], [0, 2000], [0, 2000], [0, 2000], [90_000, 92_000]], "1000 ± 1000 of 5"],
    [[[10, 20], [10, 20]], "15 ± 250 of 2"],
  ];
  for (const [bounds, expected] of cases) {
    const { offsetMs, uncertaintyMs, samples } = offsetWithin(
      bounds.map(([fromMs, toMs]) => ({ fromMs, toMs })),
    );
    assertEquals(`${offsetMs} ± ${uncertaintyMs} of ${samples}`, expected);
  }
});
