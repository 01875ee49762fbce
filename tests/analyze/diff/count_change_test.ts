import { canTell, countChange, isLarge, toldChanges } from "../../../lib/analyze/diff/count_change.ts";
import { usualChange } from "../../../lib/analyze/diff/usual_variation.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const SAME = { least: 1, most: 1 };

Deno.test("countChange() tests against the way to count chances that explains most", () => {
  const range = { least: 1, most: 10 };
  assertEquals(countChange(10, 70, range, null), { ratio: 1, pValue: 1 });
  const more = countChange(10, 400, range, null);
  assertEquals([more.ratio, more.pValue < 1e-4], [4, true]);
  const fewer = countChange(100, 10, range, null);
  assertEquals([fewer.ratio, fewer.pValue < 1e-6], [0.1, true]);
});

Deno.test("countChange() of nothing before has no ratio; 10 of 10 in one half is as likely as 2 in 1024", () => {
  const { ratio, pValue } = countChange(0, 10, SAME, null);
  assertEquals([ratio, Math.round(pValue * 1e6)], [null, Math.round(1e6 / 512)]);
});

Deno.test("countChange() is less sure where counts vary anyway", () => {
  const variation = { logVariance: 0.5, degrees: 50 };
  const [steady, varying] = [countChange(1000, 2500, SAME, null), countChange(1000, 2500, SAME, variation)];
  assert(steady.pValue < 1e-100);
  assert(varying.pValue > 0.1);
});

Deno.test("countChange() of few is less sure, too, and knows on which side they are few", () => {
  const variation = { logVariance: 0.5, degrees: 50 };
  const range = { least: 10, most: 10 };
  // None of 20 in a tenth of the time is no wonder; none of 20 in ten times as much is one, however much counts vary.
  assert(countChange(0, 20, range, variation).pValue > 0.1);
  assert(countChange(20, 0, range, variation).pValue < 1e-4);
  assert(countChange(0, 20, SAME, variation).pValue > 10 * countChange(0, 20, SAME, null).pValue);
});

Deno.test("canTell() is false for so few that even all of them on one side would be chance", () => {
  assertEquals([4, 5].map((total) => canTell(total, SAME)), [false, true]);
  // Both in a tenth of the time is one case of a hundred.
  assertEquals([1, 2].map((total) => canTell(total, { least: 0.1, most: 0.1 })), [false, true]);
});

Deno.test("toldChanges() tells what is sure among all, and at least twofold", () => {
  const changes = [
    { ratio: 3, pValue: 0.0001 },
    { ratio: 1.5, pValue: 0.0001 },
    { ratio: 0.4, pValue: 0.03 },
    { ratio: null, pValue: 0.9 },
  ];
  assertEquals(toldChanges(changes), [
    { ratio: 3, pValue: 0.0001, qValue: 0.0002 },
    { ratio: 0.4, pValue: 0.03, qValue: 0.04 },
  ]);
  assertEquals([null, 0, 0.5, 0.51, 1.99, 2].map(isLarge), [true, true, true, false, false, true]);
});

Deno.test("usualChange() measures load and variation, and a few real changes do not matter", () => {
  const counts = Array.from({ length: 40 }, (_, i) => 1000 + 50 * i);
  const pairs = counts.map((before, i) => ({ before, after: before * (i % 2 === 0 ? 2.2 : 1.8) }));
  const { load, variation } = usualChange([...pairs, { before: 10, after: 90_000 }, { before: 0, after: 5 }]);
  assert(load !== null && Math.abs(load - 2) < 0.21, String(load));
  // The logarithms lie 0.1 from their middle.
  assert(variation.logVariance > 0.005 && variation.logVariance < 0.1, String(variation.logVariance));
});

Deno.test("usualChange() says nothing of the load when too few are in both", () => {
  assertEquals(usualChange([{ before: 100, after: 200 }]).load, null);
});

Deno.test("usualChange() the other way around is the inverse", () => {
  const pairs = fc.array(fc.record({ before: fc.nat(5000), after: fc.nat(5000) }), { maxLength: 60 });
  fc.assert(fc.property(pairs, (pairs) => {
    const forth = usualChange(pairs);
    const back = usualChange(pairs.map(({ before, after }) => ({ before: after, after: before })));
    assertEquals(back.variation, forth.variation);
    assert(Math.abs((forth.load ?? 1) * (back.load ?? 1) - 1) < 1e-9);
  }));
});
