import type { Analysis } from "../../lib/analyze/analysis.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { at, fakeCause, fakeEvidence, fakeFinding, fakeIncident } from "../helpers/fake_finding.ts";
import { missedGoals } from "./goals.ts";
import type { Truth } from "./scenarios/truth.ts";
import { type Measure, type Score, scoreAnalysis, shareOf, sumScores } from "./score.ts";

const ONSET_MS = Date.parse(at(3, 14, 15.926));
const EXPECTED = {
  rules: ["appdb.timeout"],
  hosts: ["om-1.example"],
  gids: null,
  onsetMs: ONSET_MS,
  causes: ["ev-publish"],
};
const REQUEST = { member: "om-1.example/http_access/mms0-access.log", line: 7 };
const EXCEPTION = { member: "om-1.example/application/mms0.log", line: 9 };

function truth(over: Partial<Truth> = {}): Truth {
  const empty = {
    expected: [],
    acceptable: [],
    isNull: false,
    clocks: [],
    failures: [],
    records: 0,
    events: 0,
  };
  return { ...empty, ...over };
}

function analysis(over: Partial<Analysis> = {}): Analysis {
  return fakeAnalysis({ findings: [], incidents: [], clocks: [], traces: [], ...over });
}

/** Hits and all of the measures that were looked at. */
function hits({ tallies }: Score): Partial<Record<Measure, string>> {
  return Object.fromEntries([...tallies].map(([measure, { hits, of }]) => [measure, `${hits}/${of}`]));
}

const CASES:
  readonly (readonly [name: string, truth: Truth, analysis: Analysis, hits: ReturnType<typeof hits>])[] = [
    [
      "counts a finding with its onset and its cause",
      truth({ expected: [EXPECTED] }),
      analysis({ findings: [fakeFinding()], incidents: [fakeIncident()] }),
      {
        "recall": "1/1",
        "onset": "1/1",
        "top-1": "1/1",
        "top-3": "1/1",
        "incident top-1": "1/1",
        "incident top-3": "1/1",
        "precision": "1/1",
      },
    ],
    [
      "counts a missing finding as a cause that was not named",
      truth({ expected: [EXPECTED] }),
      analysis(),
      { "recall": "0/1", "top-1": "0/1", "top-3": "0/1" },
    ],
    [
      "does not take a finding of another host, or an onset more than ten minutes off",
      truth({ expected: [{ ...EXPECTED, causes: [] }] }),
      analysis({
        findings: [fakeFinding({ hosts: ["om-9.example"] }), fakeFinding({ onset: at(3, 24, 16) })],
      }),
      { "recall": "0/1", "null": "0/1", "precision": "0/2" },
    ],
    [
      "wants an onset within a minute",
      truth({ expected: [{ ...EXPECTED, causes: [] }] }),
      analysis({ findings: [fakeFinding({ onset: at(3, 15, 16), causes: [] })] }),
      { "recall": "1/1", "onset": "0/1", "null": "0/1", "precision": "1/1" },
    ],
    [
      "takes the cause in third place for three, not for one",
      truth({ expected: [EXPECTED] }),
      analysis({
        findings: [
          fakeFinding({ causes: [fakeCause({ eventId: "a" }), fakeCause({ eventId: "b" }), fakeCause()] }),
        ],
      }),
      { "recall": "1/1", "onset": "1/1", "top-1": "0/1", "top-3": "1/1", "precision": "1/1" },
    ],
    [
      "takes what follows from the trouble, in its time, for neither asked nor wrong; and low findings for nothing",
      truth({ acceptable: [{ rules: ["access.*", "x.y"], fromMs: ONSET_MS - 1, toMs: ONSET_MS + 1 }] }),
      analysis({
        findings: [
          fakeFinding({ rule: "access.errors-burst" }),
          fakeFinding({ rule: "access.errors-burst", onset: at(4) }),
          fakeFinding({ rule: "x.yz" }),
          fakeFinding({ rule: "q.r", severity: "low" }),
        ],
      }),
      { "precision": "1/3" },
    ],
    [
      "counts a cause claimed by any finding where there is none",
      truth({ isNull: true }),
      analysis({ findings: [fakeFinding({ severity: "low" })] }),
      { "null": "1/1" },
    ],
    ["counts no claim where there is none", truth({ isNull: true }), analysis(), { "null": "0/1" }],
    [
      "asks for clocks with ten twins, within a second",
      truth({
        clocks: [
          { host: "a", offsetMs: 5000, twins: 10 },
          { host: "b", offsetMs: 5000, twins: 10 },
          { host: "c", offsetMs: 5000, twins: 9 },
          { host: "d", offsetMs: 5000, twins: 90 },
        ],
      }),
      analysis({
        clocks: [["a", 4100], ["b", 3900], ["c", 0]].map(([host, offsetMs]) => ({
          host: String(host),
          offsetMs: Number(offsetMs),
          uncertaintyMs: 100,
          basis: "event-twin",
          samples: 10,
        })),
      }),
      { "clock": "1/3" },
    ],
    [
      "asks for the exception of a failed request",
      truth({
        failures: [{ request: REQUEST, exception: EXCEPTION }, {
          request: { ...REQUEST, line: 8 },
          exception: EXCEPTION,
        }],
      }),
      analysis({
        traces: [7, 8].map((line) => ({
          eventId: null,
          request: fakeEvidence("", { ...REQUEST, line }),
          records: [fakeEvidence("", { ...EXCEPTION, line: line + 2 })],
          offsetMs: null,
          confidence: "high",
        })),
      }),
      { "5xx": "1/2" },
    ],
  ];

for (const [name, wanted, found, expected] of CASES) {
  Deno.test(`scoreAnalysis() ${name}`, () => {
    assertEquals(hits(scoreAnalysis(wanted, found)), expected);
  });
}

Deno.test("scoreAnalysis() says what is wrong, and nothing of what is right", () => {
  const score = scoreAnalysis(
    truth({ expected: [{ ...EXPECTED, causes: [] }], isNull: true }),
    analysis({ findings: [fakeFinding({ onset: at(3, 16, 15.926) })] }),
  );
  assertEquals(score.misses, [
    { measure: "onset", text: "appdb.timeout: 120 s from 2026-04-12T03:14:15.926Z" },
    { measure: "null", text: "appdb.timeout: AUTOMATION_CONFIG_PUBLISHED_AUDIT (0.81, 133 s before)" },
  ]);
});

Deno.test("sumScores() adds, and missedGoals() names what is not reached", () => {
  const good = scoreAnalysis(truth({ isNull: true }), analysis());
  const bad = scoreAnalysis(
    truth({ expected: [{ ...EXPECTED, causes: [] }], isNull: true }),
    analysis({ findings: [fakeFinding({ rule: "q.r" })] }),
  );
  const sum = sumScores([good, bad, good]);
  assertEquals(hits(sum), { "null": "1/3", "recall": "0/1", "precision": "0/1" });
  assertEquals([shareOf(sum, "recall"), shareOf(sum, "clock")], [0, null]);
  assertEquals(missedGoals(sum), [
    "recall is 0.000, wanted at least 0.98",
    "precision is 0.000, wanted at least 0.95",
    "null is 0.333, wanted at most 0.05",
  ]);
  assertEquals(missedGoals(good), []);
});
