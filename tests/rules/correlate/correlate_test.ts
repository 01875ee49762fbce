import { correlate } from "../../../lib/rules/correlate/correlate.ts";
import type { MatchedRecord } from "../../../lib/rules/correlate/matched_record.ts";
import type { Correlation } from "../../../lib/rules/rule.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { at, bounds, makeCorrelation } from "./make_records.ts";

type Records = readonly MatchedRecord<string>[];

const LOG_END = { logEndMs: () => 1_000_000 };

/** The proving records of each stretch, as `a1 b5`, with what they agree in before them. */
function show(changes: Partial<Correlation>, records: Records, options = LOG_END): string[] {
  return correlate(makeCorrelation(changes), records, options).map(({ group, records }) =>
    [...Object.values(group).map((value) => `${value}:`), ...records.map(({ ref }) => ref)].join(" ")
  );
}

const a = (...seconds: readonly number[]) => seconds.map((second) => at(second, "a"));
const three = { type: "event_count", condition: bounds({ gte: 3 }) } as const;
const ordered = { type: "temporal_ordered", rules: ["a", "b"] } as const;
const absent = { type: "absence", rules: ["a", "b"] } as const;

/** Each: what, the correlation, the records, the stretches that satisfy it. */
const CASES: readonly (readonly [string, Partial<Correlation>, Records, readonly string[]])[] = [
  ["so many hits", three, a(0, 5, 9), ["a0 a5 a9"]],
  ["too few hits as none", three, a(0, 5), []],
  ["hits that are exactly the timespan apart as together", three, a(0, 5, 10), ["a0 a5 a10"]],
  ["a window one record too long as none", three, a(0, 5, 10.001), []],
  [
    "a window one record too long as two windows when both suffice",
    { ...three, condition: bounds({ gte: 2 }) },
    a(0, 10, 10.001, 30, 40.001),
    ["a0 a10 a10.001"],
  ],
  ["records in any order", three, [...a(9), ...a(0), ...a(5)], ["a0 a5 a9"]],
  ["windows that share records as one stretch", three, a(0, 5, 9, 12, 15), ["a0 a5 a9 a12 a15"]],
  ["windows apart as two stretches", three, a(0, 5, 9, 30, 31, 32), ["a0 a5 a9", "a30 a31 a32"]],
  ["hits of the same time", three, [at(1, "a"), at(1, "a", { ref: "x" }), at(1, "a", { ref: "y" })], [
    "a1 x y",
  ]],
  [
    "a record that two rules hit as one event",
    { ...three, rules: ["a", "b"] },
    [at(1, "a"), at(2, "a", { ref: "x" }), at(2, "b", { ref: "x" })],
    [],
  ],
  ["more than", { condition: bounds({ gt: 2 }) }, a(0, 1, 2), ["a0 a1 a2"]],
  ["fewer than, in windows one after another", { condition: bounds({ lt: 2 }) }, a(0, 10, 10.001, 30), [
    "a10.001",
    "a30",
  ]],
  ["at most", { condition: bounds({ lte: 2 }) }, a(0, 1, 2, 30, 31), ["a30 a31"]],
  ["exactly", { condition: bounds({ eq: 2 }) }, a(0, 1, 2, 30, 31), ["a30 a31"]],
  ["between", { condition: bounds({ gte: 2, lt: 3 }) }, a(0, 1, 2, 30, 31, 60), ["a30 a31"]],
  [
    "groups by themselves (group_by is enforced)",
    { ...three, groupBy: ["host"] },
    [0, 1, 2, 3].map((second) => at(second, "a", { host: `om-${second % 2}` })),
    [],
  ],
  [
    "groups by all words, and the stretches by time",
    { condition: bounds({ gte: 2 }), groupBy: ["host", "address"] },
    ["x", "y", "x", "y", "z"].map((address, second) =>
      at(second, "a", { host: "h", captures: { address: [address] } })
    ),
    ["h: x: a0 a2", "h: y: a1 a3"],
  ],
  [
    "no group for records that lack a value",
    { condition: bounds({ gte: 1 }), groupBy: ["client"] },
    [at(0, "a"), at(1, "a", { client: "" }), at(2, "a", { captures: { address: ["x"] } })],
    [],
  ],
  [
    "a capture under a keyword of which nothing is known",
    { condition: bounds({ gte: 2 }), groupBy: ["client"] },
    [at(0, "a", { client: "c" }), at(1, "a", { captures: { client: ["c"] } })],
    ["c: a0 a1"],
  ],
  [
    "a record with several values in several groups",
    { condition: bounds({ gte: 2 }), groupBy: ["address"] },
    [["x", "y"], ["y"], ["z"]].map((address, second) => at(second, "a", { captures: { address } })),
    ["y: a0 a1"],
  ],
  [
    "captures named like parts of objects as absent",
    { condition: bounds({ gte: 1 }), groupBy: ["constructor"] },
    a(0),
    [],
  ],
  [
    "so many different values, of several captures too",
    { type: "value_count", field: "address", condition: bounds({ gte: 3 }) },
    [["x"], ["x"], ["y", "z"], []].map((address, second) => at(second, "a", { captures: { address } })),
    ["a0 a1 a2"],
  ],
  [
    "the same value again and again as one",
    { type: "value_count", field: "client", condition: bounds({ gte: 2 }) },
    [0, 1, 2, 3].map((second) => at(second, "a", { client: "c" })),
    [],
  ],
  [
    "a value that left the window as gone",
    { type: "value_count", field: "client", condition: bounds({ gte: 3 }) },
    [at(0, "a", { client: "x" }), at(5, "a", { client: "y" }), at(10.001, "a", { client: "z" })],
    [],
  ],
  ["all rules in any order", { type: "temporal", rules: ["a", "b"] }, [at(1, "b"), at(5, "a")], ["b1 a5"]],
  ["one of the rules alone as none", { type: "temporal", rules: ["a", "b"] }, a(0, 1, 2), []],
  ["rules too far apart as none", { type: "temporal", rules: ["a", "b"] }, [at(0, "b"), at(10.001, "a")], []],
  [
    "all rules, on one host",
    { type: "temporal", rules: ["a", "b"], groupBy: ["host"] },
    [at(0, "a", { host: "x" }), at(1, "b", { host: "y" }), at(2, "b", { host: "x" })],
    ["x: a0 b2"],
  ],
  ["rules in order", ordered, [at(1, "a"), at(5, "b")], ["a1 b5"]],
  ["rules in the wrong order as none", ordered, [at(1, "b"), at(5, "a")], []],
  ["rules in order exactly the timespan apart", ordered, [at(0, "a"), at(10, "b")], ["a0 b10"]],
  ["rules in order one millisecond too far apart as none", ordered, [at(0, "a"), at(10.001, "b")], []],
  ["the latest beginning", ordered, [at(0, "a"), at(8, "a"), at(15, "b")], ["a8 b15"]],
  [
    "an order that holds against the first record only as none",
    { ...ordered, rules: ["a", "b", "c"] },
    [at(0, "a"), at(1, "c"), at(2, "b")],
    [],
  ],
  [
    "three in order among others",
    { ...ordered, rules: ["a", "b", "c"] },
    [at(0, "b"), at(1, "a"), at(2, "c"), at(3, "b"), at(4, "a"), at(5, "c")],
    ["a1 b3 c5"],
  ],
  [
    "a timespan from the first to the last, not from each to the next",
    { ...ordered, rules: ["a", "b", "c"] },
    [at(0, "a"), at(7, "b"), at(14, "c")],
    [],
  ],
  ["records of the same time in any order", ordered, [at(1, "b"), at(1, "a")], ["b1 a1"]],
  ["a record that both rules hit as one", ordered, [at(1, "a", { ref: "x" }), at(1, "b", { ref: "x" })], []],
  [
    "a record that both rules hit beside another of the time",
    ordered,
    [at(1, "a", { ref: "x" }), at(1, "b", { ref: "x" }), at(1, "a", { ref: "y" })],
    ["x y"],
  ],
  ["orders one after another as stretches", ordered, [at(0, "a"), at(1, "b"), at(30, "a"), at(31, "b")], [
    "a0 b1",
    "a30 b31",
  ]],
  ["an order that overlaps as one", ordered, [at(0, "a"), at(3, "b"), at(4, "b")], ["a0 b3 b4"]],
  [
    "an order on one host",
    { ...ordered, groupBy: ["host"] },
    [at(0, "a", { host: "x" }), at(1, "b", { host: "y" })],
    [],
  ],
  ["what nothing follows", absent, a(0), ["a0"]],
  ["what is followed as none", absent, [at(0, "a"), at(9, "b")], []],
  ["what is followed at the last moment as none", absent, [at(0, "a"), at(10, "b")], []],
  ["what is followed one millisecond too late", absent, [at(0, "a"), at(10.001, "b")], ["a0"]],
  ["what is followed in the same millisecond as none", absent, [at(0, "b"), at(0, "a")], []],
  ["what came before only as absent", absent, [at(0, "b"), at(1, "a")], ["a1"]],
  ["what follows elsewhere as absent", { ...absent, groupBy: ["host"] }, [
    at(0, "a", { host: "x" }),
    at(1, "b", { host: "y" }),
  ], ["x: a0"]],
  ["several that nothing follows as one stretch", absent, a(0, 5, 40), ["a0 a5", "a40"]],
];

for (const [what, correlation, records, expected] of CASES) {
  Deno.test(`correlate() takes ${what} (${correlation.type ?? "event_count"})`, () => {
    assertEquals(show(correlation, records), [...expected]);
  });
}

Deno.test("correlate() says nothing of what may follow after the end of the logs", () => {
  assertEquals(show(absent, a(0, 5), { logEndMs: () => 10_000 }), ["a0"]);
  assertEquals(show(absent, a(0), { logEndMs: () => 9999 }), []);
});

Deno.test("correlate() gives group, first and last time, and the records with which it came to hold", () => {
  const records = [0, 1, 2, 3].map((second) => at(second, "a", { host: "om-1" }));
  const [found] = correlate(makeCorrelation({ ...three, groupBy: ["host"] }), records, LOG_END);
  assertEquals([found?.group, found?.startMs, found?.endMs], [{ host: "om-1" }, 0, 3000]);
  assertEquals(found?.completions.map(({ ref }) => ref), ["a2", "a3"]);
  const [missing] = correlate(makeCorrelation(absent), a(5), LOG_END);
  assertEquals([missing?.startMs, missing?.endMs], [5000, 15_000]);
});

Deno.test("correlate() leaves out records without a time", () => {
  assertEquals(show({ condition: bounds({ gte: 1 }) }, [at(Number.NaN, "a"), at(1, "a")]), ["a1"]);
});

const RECORDS = fc.array(
  fc.record({
    seconds: fc.nat(40),
    rule: fc.constantFrom("a", "b", "c"),
    host: fc.constantFrom("x", "y", null),
  }),
  { maxLength: 14 },
).map((drafts) => drafts.map(({ seconds, rule, host }, i) => at(seconds, rule, { host, ref: `r${i}` })));

Deno.test("correlate() finds an order where trying all combinations finds one", () => {
  fc.assert(
    fc.property(RECORDS, fc.constantFrom(["a", "b"], ["a", "b", "c"], ["c", "a", "b"]), (records, rules) => {
      const correlation = makeCorrelation({ type: "temporal_ordered", rules });
      const exists = combinations(records, rules).some((chain) =>
        chain.every(({ timeMs }, i) => i === 0 || timeMs >= chain[i - 1]!.timeMs) &&
        chain.at(-1)!.timeMs - chain[0]!.timeMs <= correlation.timespanMs
      );
      assertEquals(correlate(correlation, records, LOG_END).length > 0, exists);
    }),
  );
});

function combinations(records: Records, rules: readonly string[]): MatchedRecord<string>[][] {
  return rules.reduce<MatchedRecord<string>[][]>(
    (chains, rule) =>
      chains.flatMap((chain) =>
        records.filter((record) => record.rule === rule && !chain.includes(record)).map((
          record,
        ) => [...chain, record])
      ),
    [[]],
  );
}

Deno.test("correlate() gives the same stretches whatever the order of the records", () => {
  const types = [
    three,
    { type: "temporal", rules: ["a", "b", "c"] },
    { ...ordered, rules: ["a", "b", "c"] },
    absent,
  ] as const;
  fc.assert(fc.property(RECORDS, fc.constantFrom(...types), (records, type) => {
    const correlation = makeCorrelation({ rules: ["a", "b", "c"], groupBy: ["host"], ...type });
    const spans = (given: Records) =>
      correlate(correlation, given, LOG_END).map(({ group, startMs, endMs }) => [group, startMs, endMs]);
    assertEquals(spans(records.toReversed()), spans(records));
  }));
});

const COUNT = 100_000;
const FLOODS: readonly (readonly [string, (i: number) => number])[] = [
  ["of one moment", () => 1],
  ["in one timespan", (i) => i / COUNT],
  ["over a day", (i) => i],
];

for (const [what, time] of FLOODS) {
  Deno.test(`correlate() takes about a second for 100,000 records ${what}, whatever the type`, () => {
    const records = Array.from(
      { length: COUNT },
      (_, i) => at(time(i), "abc"[i % 3]!, { host: `h${i % 7}`, ref: `${i}` }),
    );
    const rules = ["a", "b", "c"];
    const slow = [
      { rules, condition: bounds({ gte: 3 }) },
      { rules, condition: bounds({ lte: 3 }) },
      { type: "value_count", field: "host", rules, condition: bounds({ gte: 3 }) },
      { type: "temporal", rules },
      { type: "temporal_ordered", rules },
      { type: "absence", rules: ["a", "b"] },
    ] as const;
    for (const changes of slow) {
      const start = performance.now();
      correlate(makeCorrelation({ ...changes, groupBy: ["host"] }), records, LOG_END);
      // A quadratic walk takes minutes.
      assert(performance.now() - start < 3000, JSON.stringify(changes));
    }
  });
}
