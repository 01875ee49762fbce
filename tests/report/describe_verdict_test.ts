import type { Analysis } from "../../lib/analyze/analysis.ts";
import { describeMissing } from "../../lib/report/describe_missing.ts";
import { describeVerdict } from "../../lib/report/describe_verdict.ts";
import { indexAnalysis } from "../../lib/report/report_index.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { at, fakeCause, fakeFinding, fakeIncident } from "../helpers/fake_finding.ts";

function verdict(over: Partial<Analysis>): { what: string; whenAndWhere: string; explanation: string } {
  return describeVerdict(indexAnalysis(fakeAnalysis(over)));
}

Deno.test("describeVerdict() tells the most severe incident, not the first, and its likely cause", () => {
  assertEquals(verdict({}), {
    what: "The application database could not be reached",
    whenAndWhere: "2026-04-12 03:14:15 to 03:29:01, on om-1.example, om-2.example",
    explanation: "Most likely cause (score 0.81): Deployment configuration published by dana@example.com, " +
      "2 min 13 s before. There is one more incident.",
  });
});

const EXPLANATIONS: readonly (readonly [name: string, over: Partial<Analysis>, explanation: string])[] = [
  [
    "does not call a weak candidate likely",
    { incidents: [fakeIncident({ causes: [fakeCause({ score: 0.34 })] })] },
    "Best candidate for a cause, but a weak one (score 0.34): Deployment configuration published by " +
    "dana@example.com, 2 min 13 s before.",
  ],
  [
    "admits that two candidates are close",
    { incidents: [fakeIncident({ causes: [fakeCause(), fakeCause({ score: 0.75 })] })] },
    "Most likely cause (score 0.81): Deployment configuration published by dana@example.com, 2 min 13 s before. " +
    "Another event scores nearly as high (0.75).",
  ],
  [
    "names no cause when there is none",
    { incidents: [fakeIncident({ causes: [] })] },
    "No event within 30 min before explains this.",
  ],
  [
    "tells no causes without events from no cause in the events",
    { incidents: [fakeIncident({ causes: [] })], events: [] },
    "No events were given, so no cause was looked for.",
  ],
  [
    "names no lead that it does not know",
    { incidents: [fakeIncident({ causes: [] })], options: {} },
    "Nothing in the events explains this.",
  ],
  [
    "shows the type of an event that is not there",
    { incidents: [fakeIncident({ causes: [fakeCause({ eventId: "gone", lagMs: -900 })] })] },
    "Most likely cause (score 0.81): AUTOMATION_CONFIG_PUBLISHED_AUDIT, 900 ms after.",
  ],
];

for (const [name, over, explanation] of EXPLANATIONS) {
  Deno.test(`describeVerdict() ${name}`, () => assertEquals(verdict(over).explanation, explanation));
}

Deno.test("describeVerdict() says when the logs end before the incident does", () => {
  const incidents = [fakeIncident({ end: at(4, 29, 30), hosts: [] })];
  assertEquals(verdict({ incidents }).whenAndWhere, "2026-04-12 03:14:15 to 04:29:30, when the logs end");
});

Deno.test("describeVerdict() does not take silence for health", () => {
  assertEquals(verdict({ incidents: [], findings: [] }).what, "Nothing was found");
  assertEquals(describeVerdict(indexAnalysis(emptyAnalysis())).what, "No log record could be read");
  assertEquals(
    verdict({ incidents: [], findings: [fakeFinding()] }).what,
    "No incident; 1 finding, the most severe: The application database cannot be reached",
  );
});

Deno.test("describeMissing() tells what was not seen, worst first", () => {
  assertEquals(describeMissing(indexAnalysis(fakeAnalysis())), [
    "om-3.tar.gz could not be read to its end",
    "1 problem in the inputs lost data (see diagnostics)",
    "212 of 4,812,004 lines belong to no record (0.0044 %)",
    "om-2.example application: no records in 2026-04-12 03:20:26 to 03:21:40",
    "om-2.example http_access: no file covers 2026-04-12 00:00:00 to 01:30:00",
    "om-3.example daemon: the file is cut, nothing of 2026-04-12 02:12:00 to 04:30:00",
    "om-3.example migration: no records",
  ]);
});

Deno.test("describeMissing() tells that there is no access log, no activity and no events", () => {
  const coverage = fakeAnalysis().coverage.slice(0, 1);
  const index = indexAnalysis(
    fakeAnalysis({
      inputs: [],
      diagnostics: [],
      coverage,
      events: [],
      activity: [],
      totals: { ...fakeAnalysis().totals, rejectedLines: 0 },
    }),
  );
  assertEquals(describeMissing(index), [
    "no access log: requests and who made them could not be seen",
    "no counts of records over time: an earlier omlens made this, analyze the inputs again",
    "no events: causes could not be looked for",
  ]);
});
