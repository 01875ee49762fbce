import { falseDiscoveryRates } from "../../../lib/analyze/statistics/false_discovery_rates.ts";
import { runningSums } from "../../../lib/analyze/statistics/running_sums.ts";
import { type Shift, ShiftTest } from "../../../lib/analyze/statistics/shift_test.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { countsOf, poissonCounts, seededUnit } from "../counts.ts";
import { UNSTEADY } from "./unsteady_series.ts";

const DAY = 1440;
const WINDOW = 30;

/** Compares half an hour before and after a minute. */
function shiftAt(
  counts: readonly number[],
  at: number,
  seen: readonly number[] = counts.map(() => 1),
): Shift {
  return tester(counts, seen).at({ from: at - WINDOW, at, to: at + WINDOW });
}

function tester(counts: readonly number[], seen: readonly number[] = counts.map(() => 1)): ShiftTest {
  return new ShiftTest({ counts: runningSums(counts), exposures: runningSums(seen) }, WINDOW, DAY);
}

function isLarge({ before, after }: Shift): boolean {
  const ratio = after.count / before.count;
  return before.count + after.count >= 6 && (ratio >= 1.5 || ratio <= 1 / 1.5);
}

/** Share of moments at random in series of a kind that a run would call significant. */
function falseShare(kind: string, minutes: number): number {
  const shifts = Array.from({ length: 24 }, (_, seed) => {
    const test = tester(UNSTEADY[kind]!(minutes, seed + 1));
    const unit = seededUnit(seed + 1000);
    return Array.from({ length: 12 }, () => {
      const at = Math.floor(WINDOW + unit() * (minutes - 2 * WINDOW));
      return test.at({ from: at - WINDOW, at, to: at + WINDOW });
    });
  }).flat();
  const rates = falseDiscoveryRates(shifts.map(({ pValue }) => pValue));
  return shifts.filter((shift, i) => rates[i]! < 0.05 && isLarge(shift)).length / shifts.length;
}

Deno.test("ShiftTest calls at most one in twenty moments significant that have nothing to do with a series", () => {
  const shares = Object.keys(UNSTEADY).flatMap((kind) =>
    [DAY, 3 * DAY].map((minutes) => falseShare(kind, minutes))
  );
  const names = Object.keys(UNSTEADY).flatMap((kind) => [`${kind}, one day`, `${kind}, three days`]);
  const told = names.map((name, at) => `${name}: ${shares[at]!.toFixed(3)}`).join("; ");
  assert(shares.reduce((a, b) => a + b, 0) / shares.length <= 0.02, told);
  // Of one kind 288 moments at random: more than its 4 % may come by chance.
  assert(Math.max(...shares) <= 0.06, told);
});

Deno.test("ShiftTest is sure of a doubled rate at moderate counts, also when it doubles two minutes later", () => {
  const found = Array.from({ length: 40 }, (_, seed) => {
    const counts = poissonCounts(DAY, (minute) => minute >= 702 ? 6 : 3, seed + 1);
    return shiftAt(counts, 700).pValue < 0.005;
  });
  assert(found.filter(Boolean).length >= 38, `${found.filter(Boolean).length} of 40`);
});

Deno.test("ShiftTest is sure of what was not there before, and of what ends", () => {
  const counts = countsOf(DAY, [600, 660, 1]);
  const [begins, ends] = [shiftAt(counts, 600), shiftAt(counts, 660)];
  assertEquals([begins.before, begins.after], [{ count: 0, exposure: 30 }, { count: 30, exposure: 30 }]);
  assertEquals([ends.before.count, ends.after.count], [30, 0]);
  assert(begins.pValue < 1e-4 && ends.pValue < 1e-4, `${begins.pValue} and ${ends.pValue}`);
});

Deno.test("ShiftTest knows that a nightly job is no effect, from the night before", () => {
  const night = (from: number): [number, number, number] => [from, from + 20, 10];
  assert(shiftAt(countsOf(DAY, night(300)), 300).pValue < 1e-4, "alone");
  assert(
    shiftAt(countsOf(3 * DAY, night(300), night(DAY + 307), night(2 * DAY + 295)), DAY + 307).pValue >= 0.5,
  );
});

Deno.test("ShiftTest is not impressed by one more wave of what comes in waves", () => {
  const waves = Array.from(
    { length: 12 },
    (_, hour): [number, number, number] => [120 * hour + 10, 120 * hour + 25, 8],
  );
  assert(shiftAt(countsOf(DAY, ...waves), 610).pValue > 0.05);
});

Deno.test("ShiftTest counts by the time seen: half of it dark is no fall", () => {
  const counts = countsOf(3 * DAY, [0, 700, 4], [715, 3 * DAY, 4]);
  const seen = countsOf(3 * DAY, [0, 700, 1], [715, 3 * DAY, 1]);
  const { after, pValue } = shiftAt(counts, 700, seen);
  assertEquals([after, pValue], [{ count: 60, exposure: 15 }, 1]);
  assert(shiftAt(counts, 700).pValue < 0.05);
});

Deno.test("ShiftTest says nothing where nothing was counted or seen", () => {
  assertEquals(shiftAt(countsOf(DAY), 700).pValue, 1);
  assertEquals(shiftAt(countsOf(DAY, [0, 700, 4]), 700, countsOf(DAY, [0, 700, 1])).pValue, 1);
});
