import { type CausedFinding, findIncidents } from "../../lib/analyze/incidents.ts";
import type { Cause } from "../../lib/analyze/finding.ts";
import { assertEquals, assertNotEquals } from "../../lib/std/assert.ts";
import { findingAt } from "./finding_case.ts";
import { PROJECTS } from "./log_case.ts";

const [A, B] = PROJECTS as [string, string];

function causeOf(eventId: string, score = 0.8, lagMs = 60_000): Cause {
  const terms = { time: 1, scope: 1, kind: 1, effect: 0.5, uniqueness: 1 };
  return {
    eventId,
    eventType: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    score,
    lagMs,
    terms,
    origin: null,
    sameChange: [],
  };
}

/** Ids of the findings of each incident. */
function groups(...findings: readonly CausedFinding[]): string[][] {
  return findIncidents(findings, []).map((incident) => [...incident.findings]);
}

const TOGETHER: readonly [name: string, a: CausedFinding, b: CausedFinding, incidents: number][] = [
  ["one host, minutes apart", findingAt(100), findingAt(105, { rule: "appdb.timeout" }), 1],
  ["one host, an hour apart", findingAt(100), findingAt(160, { rule: "appdb.timeout" }), 2],
  ["other hosts", findingAt(100), findingAt(102, { rule: "appdb.timeout", hosts: ["om-2"] }), 2],
  [
    "one project on other hosts",
    findingAt(100, { groupIds: [A] }),
    findingAt(102, {
      rule: "appdb.timeout",
      hosts: ["om-2"],
      groupIds: [A],
    }),
    1,
  ],
  [
    "two projects on one host",
    findingAt(100, { groupIds: [A] }),
    findingAt(102, {
      rule: "appdb.timeout",
      groupIds: [B],
    }),
    2,
  ],
  [
    "other hosts, the same best cause",
    findingAt(100, { causes: [causeOf("e1")] }),
    findingAt(102, {
      rule: "appdb.timeout",
      hosts: ["om-2"],
      causes: [causeOf("e1")],
    }),
    1,
  ],
  [
    "the same best cause, as long as the first goes on",
    findingAt(100, { causes: [causeOf("e1")] }),
    findingAt(118, {
      rule: "appdb.timeout",
      causes: [causeOf("e1")],
    }),
    1,
  ],
  [
    "the same best cause long after the first is over",
    findingAt(100, { causes: [causeOf("e1")] }),
    findingAt(125, {
      rule: "appdb.timeout",
      causes: [causeOf("e1")],
    }),
    2,
  ],
  [
    "a consequence that comes a quarter of an hour later",
    findingAt(100, { rule: "jvm.gc-pressure", explains: ["jvm.out-of-memory-*"] }),
    findingAt(115, { rule: "jvm.out-of-memory-heap" }),
    1,
  ],
];

for (const [name, a, b, incidents] of TOGETHER) {
  Deno.test(`findIncidents() makes ${incidents} of findings with ${name}`, () => {
    assertEquals(groups(a, b).length, incidents);
    assertEquals(groups(b, a), groups(a, b));
  });
}

Deno.test("findIncidents() makes one of failing requests and their exceptions, whatever their hosts and times", () => {
  const lineOf = (member: string) => ({
    input: "a",
    member,
    line: 1,
    byteOffset: 7,
    byteLength: 9,
    time: null,
    text: "x",
  });
  const requests = findingAt(100, {
    rule: "access.errors-burst",
    hosts: ["om-1"],
    evidence: [lineOf("access.log")],
  });
  const failures = findingAt(200, { hosts: ["om-2"], evidence: [lineOf("mms0.log")] });
  const trace = {
    eventId: null,
    request: lineOf("access.log"),
    records: [lineOf("mms0.log")],
    offsetMs: null,
    confidence: "high" as const,
  };
  assertEquals(findIncidents([requests, failures], []).length, 2);
  assertEquals(findIncidents([requests, failures], [], [trace]).length, 1);
});

Deno.test("findIncidents() leaves out gaps of coverage, lone low findings, and what was there all the time", () => {
  assertEquals(groups(findingAt(1, { rule: "coverage.missing" }), findingAt(100, { severity: "low" })), []);
  assertEquals(groups(findingAt(1, { rule: "backup.block-missing", isStanding: true })), []);
});

Deno.test("findIncidents() takes title and order from what explains the others", () => {
  const timeout = findingAt(100, { rule: "appdb.timeout", count: 900 });
  const refused = findingAt(101, { rule: "appdb.connection-refused", count: 9, explains: ["appdb.timeout"] });
  const burst = findingAt(100, { severity: "critical" });
  const [incident] = findIncidents([burst, timeout, refused], []);
  assertEquals(incident?.title, "Title of appdb.connection-refused");
  assertEquals(incident?.findings, [refused.id, timeout.id, burst.id]);
  assertEquals(incident?.severity, "critical");
});

Deno.test("findIncidents() takes the title from a finding that is in all records of another and in more", () => {
  const settings = findingAt(100, { rule: "appdb.properties-refresh-failed", signatures: ["s1"] });
  const election = findingAt(100, {
    rule: "appdb.not-primary",
    severity: "medium",
    signatures: ["s1", "s2"],
  });
  assertEquals(findIncidents([settings, election], [])[0]?.title, "Title of appdb.not-primary");
});

Deno.test("findIncidents() does not give the title to a known trifle beside new errors", () => {
  const trifle = findingAt(100, { rule: "api.client-abort", severity: "low" });
  const errors = findingAt(101, { rule: "signature.new", severity: "high" });
  assertEquals(findIncidents([trifle, errors], [])[0]?.title, "Title of signature.new");
});

Deno.test("findIncidents() merges causes: each event once, more for one that explains more findings", () => {
  const a = findingAt(100, { causes: [causeOf("e1", 0.8, 60_000), causeOf("e2", 0.78, 30_000)] });
  const b = findingAt(101, { rule: "appdb.timeout", causes: [causeOf("e2", 0.79, 90_000)] });
  const [incident] = findIncidents([a, b], []);
  assertEquals(incident?.causes.map(({ eventId, score, lagMs }) => [eventId, score, lagMs]), [
    ["e2", 0.79, 30_000],
    ["e1", 0.72, 60_000],
  ]);
});

Deno.test("findIncidents() takes two events of one change for one cause", () => {
  const published = { ...causeOf("e1", 0.8), sameChange: ["e2"] };
  const restarted = { ...causeOf("e2", 0.7), sameChange: ["e1"] };
  const findings = [findingAt(100, { causes: [published] }), findingAt(101, { causes: [restarted] })];
  const [incident] = findIncidents(findings, []);
  assertEquals(incident?.causes.map(({ eventId, score }) => [eventId, score]), [["e1", 0.8]]);
});

Deno.test("findIncidents() spans its findings, their hosts and projects", () => {
  const [incident, ...others] = findIncidents([
    findingAt(100, { hosts: ["om-2"], groupIds: [A] }),
    findingAt(105, { rule: "appdb.timeout", hosts: ["om-1", "om-2"], groupIds: [A, B] }),
  ], []);
  assertEquals(others, []);
  assertEquals([incident?.start, incident?.end], ["2026-04-12T01:40:00.000Z", "2026-04-12T01:55:00.000Z"]);
  assertEquals([incident?.hosts, incident?.groupIds], [["om-1", "om-2"], [A, B]]);
});

Deno.test("findIncidents() gives the same id to the same findings", () => {
  const ids = [[findingAt(100), findingAt(101, { rule: "appdb.timeout" })], [findingAt(100)]].map((list) =>
    findIncidents(list, [])[0]!.id
  );
  assertNotEquals(ids[0], ids[1]);
  assertEquals(ids[1], findIncidents([findingAt(100), findingAt(500, { hosts: ["om-9"] })], [])[0]!.id);
});
