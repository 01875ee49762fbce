/** How often usual courses of a series raise an alarm, and real bursts are found: shares over many seeds. */
import { findBursts } from "../../../lib/analyze/burst_detection.ts";
import { assert } from "../../../lib/std/assert.ts";
import { poisson, seededUnit } from "../counts.ts";
import {
  arrivals,
  burst,
  type Course,
  daily,
  DAY,
  heaps,
  job,
  minuteCounts,
  overdispersed,
  steady,
  type Unit,
  wandering,
  weekly,
} from "../series_shapes.ts";

const OPTIONS = { minCount: 6, minRatio: 4 };
const CONTEXT = { judged: 50 };
const SEEDS = 4;
const SPANS = [180, 720, DAY, 3 * DAY];
const RATES = [0.0014, 0.017, 0.1, 1, 10];

type Make = (unit: Unit, minutes: number, perMinute: number) => number[] | null;

function course(of: (unit: Unit, perMinute: number) => Course): Make {
  return (unit, minutes, perMinute) => arrivals(unit, minutes, perMinute, of(unit, perMinute));
}

/** Ordinary records and a job every so many minutes. */
function jobs(every: number, at: number, jitter: number, length = 3): Make {
  return (unit, minutes, perMinute) =>
    minutes < 2 * every ? null : [
      ...arrivals(unit, minutes, perMinute, steady()),
      ...job(unit, minutes, { every, at, jitter, length, records: 30 + 30 * perMinute }),
    ];
}

/** What is usual: name, records, and the share of series that may raise an alarm. */
const USUAL: readonly (readonly [name: string, make: Make, most: number])[] = [
  ["Poisson records", course(steady), 0],
  ["records of twice the variance", course((unit, rate) => overdispersed(unit, rate, 2)), 0.05],
  ["a load that wanders", course((unit) => wandering(unit, 0.4, 30)), 0.02],
  ["a day with a factor of five", course((unit) => daily(5, Math.floor(unit() * DAY))), 0.02],
  ["office hours", course((unit) => weekly(Math.floor(unit() * 7) * DAY)), 0.08],
  ["an hourly job", jobs(60, 0, 0.2), 0.02],
  ["an hourly job that starts some minutes early or late", jobs(60, 17, 4), 0.03],
  ["a job every four hours", jobs(240, 70, 3, 5), 0.04],
  ["a nightly job that moves by twenty minutes", jobs(DAY, 500, 20, 6), 0.04],
  [
    "heaps of ten records",
    (unit, minutes, rate) => rate > 0.1 || rate * minutes < 8 ? null : heaps(unit, minutes, rate * DAY, 10),
    0.05,
  ],
  ["a batch as the logs begin", (unit, minutes, rate) => [
    ...arrivals(unit, minutes, rate, steady()),
    ...burst(unit, 0.1, 4, 20 + 5 * rate),
  ], 0.03],
];

function* cases(): Generator<{ unit: Unit; minutes: number; rate: number }> {
  for (const minutes of SPANS) {
    for (const rate of RATES) {
      for (let seed = 1; seed <= SEEDS; seed++) {
        yield { unit: seededUnit(seed * 7919 + minutes), minutes, rate };
      }
    }
  }
}

for (const [name, make, most] of USUAL) {
  Deno.test(`findBursts() raises no alarm for ${name}, in all but ${100 * most} % of series`, () => {
    let [all, raised] = [0, 0];
    for (const { unit, minutes, rate } of cases()) {
      const times = make(unit, minutes, rate);
      if (times === null) continue;
      all++;
      if (findBursts(minuteCounts(times, minutes), OPTIONS, CONTEXT).length > 0) raised++;
    }
    assert(raised <= most * all, `${raised} of ${all}`);
  });
}

/** Bursts: name, minutes, factor, what is usual, the share that must be found, and of these within a minute. */
const REAL: readonly (readonly [
  name: string,
  length: readonly [number, number],
  factor: readonly [number, number],
  course: (unit: Unit) => Course,
  recall: number,
])[] = [
  ["of minutes", [1, 5], [10, 100], steady, 0.98],
  ["of up to an hour", [5, 60], [8, 100], steady, 0.95],
  ["of hours", [60, 300], [10, 100], steady, 0.9],
  ["on a day with a factor of five", [5, 60], [8, 50], (unit) => daily(5, Math.floor(unit() * DAY)), 0.95],
  ["on a load that wanders", [5, 60], [8, 50], (unit) => wandering(unit, 0.4, 30), 0.95],
];

function between(unit: Unit, [least, most]: readonly [number, number]): number {
  return least * (most / least) ** unit();
}

for (const [name, length, factor, of, recall] of REAL) {
  Deno.test(`findBursts() finds ${100 * recall} % of bursts ${name} with twelve records and more`, () => {
    let [all, found, exact] = [0, 0, 0];
    for (const { unit, minutes, rate } of cases()) {
      const lasts = between(unit, length);
      if (lasts > minutes / 3 || rate < 0.01) continue;
      const raised = Math.max(rate * between(unit, factor), (12 + poisson(6, unit)) / lasts);
      const from = Math.floor(Math.max(60, 0.15 * minutes) + unit() * (0.8 * minutes - 60 - lasts));
      const times = [
        ...arrivals(unit, minutes, rate, of(unit)),
        ...burst(unit, from, from + lasts, raised - rate),
      ];
      all++;
      const bursts = findBursts(minuteCounts(times, minutes), OPTIONS, CONTEXT);
      const hit = bursts.find((one) => one.from >= from - 20 && one.from < from + lasts);
      if (hit === undefined) continue;
      found++;
      if (Math.abs(hit.from - from) <= 1) exact++;
    }
    assert(found >= recall * all, `${found} of ${all}`);
    assert(exact >= 0.85 * found, `${exact} of ${found} to the minute`);
  });
}

const SPAN = 3 * DAY;
const KNOWN:
  readonly (readonly [name: string, (unit: Unit) => number[], bursts: readonly number[], slack: number])[] = [
    ["a level that stays up", (unit) => burst(unit, 2000, SPAN, 0.3), [2000], 15],
    [
      "two bursts on days of which the third has none",
      (unit) => [
        ...burst(unit, 700, 712, 4),
        ...burst(unit, 700 + DAY, 712 + DAY, 4),
      ],
      [700, 700 + DAY],
      2,
    ],
    [
      "no job that all days have, but for summer time",
      (unit) => [
        ...burst(unit, 700, 712, 4),
        ...burst(unit, 690 + DAY, 702 + DAY, 4),
        ...burst(unit, 640 + 2 * DAY, 652 + 2 * DAY, 4),
      ],
      [],
      0,
    ],
    [
      "a burst three times as large as the hourly job beside it",
      (unit) => [
        ...job(unit, SPAN, { every: 60, at: 17, jitter: 2, records: 10, length: 2 }),
        ...burst(unit, 2030, 2045, 12),
      ],
      [2030],
      2,
    ],
  ];

for (const [name, make, expected, slack] of KNOWN) {
  Deno.test(`findBursts() finds ${name}`, () => {
    for (let seed = 1; seed <= 5; seed++) {
      const unit = seededUnit(seed);
      const times = [...arrivals(unit, SPAN, 0.01, steady()), ...make(unit)];
      const starts = findBursts(minuteCounts(times, SPAN), OPTIONS, CONTEXT).map(({ from }) => from);
      const isRight = starts.length === expected.length &&
        starts.every((start, at) => Math.abs(start - expected[at]!) <= slack);
      assert(isRight, `${starts} with seed ${seed}`);
    }
  });
}
