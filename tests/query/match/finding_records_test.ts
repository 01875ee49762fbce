import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { queryCase } from "../../../lib/query/query_case.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeEvent, fakeEvidence, fakeFinding } from "../../helpers/fake_finding.ts";
import { accessLine, applicationLine, timeAfter } from "../../helpers/log_builder.ts";
import { type FakeCase, fakeCase } from "../fake_case.ts";

const GID = "5f0000000000000000000001";
const OTHER_GID = "5f0000000000000000000002";
const START_MS = Date.UTC(2026, 3, 12, 3, 14, 15, 926);

/** Records at milliseconds, of projects. */
const RECORDS: readonly (readonly [ms: number, message: string, gid: string])[] = [
  [0, "Timed out 1", GID],
  [1, "usual", GID],
  [2, "Timed out 2", OTHER_GID],
  [3, "Timed out 3", ""],
  [9000, "Timed out 4", GID],
];
const TEXT = RECORDS.map(([ms, message, gid]) =>
  applicationLine({ time: timeAfter(ms), message, context: gid === "" ? "" : `gid:${gid} ` }) + "\n"
).join("");
const EVENTS = [
  fakeEvent({ id: "during", time: new Date(START_MS + 1).toISOString() }),
  fakeEvent({ id: "after", time: new Date(START_MS + 5000).toISOString() }),
  fakeEvent({ id: "confirms", time: new Date(START_MS + 9000).toISOString() }),
];

function findingCase(over: Parameters<typeof fakeFinding>[0] = {}): FakeCase {
  const place = { input: "om-logs.tar.gz", member: "om-1/application/0.log", line: 1, byteOffset: 0 };
  const findings = [fakeFinding({
    id: "f1",
    rule: "appdb.timeout",
    hosts: ["om-1"],
    categories: ["application"],
    groupIds: [],
    agents: [],
    first: new Date(START_MS).toISOString(),
    last: new Date(START_MS + 3).toISOString(),
    evidence: [fakeEvidence("Timed out 1", place)],
    causes: [],
    confirmedBy: ["confirms"],
    ...over,
  })];
  const analysis: Partial<Analysis> = { findings, events: EVENTS };
  return fakeCase([{ text: TEXT }, { host: "om-2", text: TEXT }], { analysis });
}

function names(over: Parameters<typeof fakeFinding>[0] = {}): string[] {
  return [...queryCase(findingCase(over), { finding: "f1" })].map((row) =>
    row.kind === "event" ? `event ${row.event.id}` : row.text.replace(/^.* - /, "")
  );
}

Deno.test("FindingRecords are like the evidence, on the finding's hosts, while it lasts", () => {
  assertEquals(names(), ["Timed out 1", "event during", "Timed out 2", "Timed out 3", "event confirms"]);
  assertEquals(names({ hosts: [], categories: [] }), ["Timed out 1", "event during", "event confirms"]);
  assertEquals(names({ categories: ["daemon"] }), ["Timed out 1", "event during", "event confirms"]);
});

Deno.test("FindingRecords are of the finding's projects, or of none", () => {
  assertEquals(names({ groupIds: [GID] }), ["Timed out 1", "event during", "Timed out 3", "event confirms"]);
});

Deno.test("FindingRecords of a finding about the logs as such are its evidence alone", () => {
  assertEquals(names({ rule: "log.silence" }), ["Timed out 1", "event during", "event confirms"]);
});

Deno.test("FindingRecords of a finding whose evidence is not in the case are none", () => {
  assertEquals(names({ evidence: [fakeEvidence("elsewhere")] }), ["event during", "event confirms"]);
});

Deno.test("FindingRecords of requests are those of the same route and status", () => {
  const lines = [["/a", "503"], ["/a", "200"], ["/b", "503"], ["/a", "503"]].map(([path, status]) =>
    accessLine({ request: `GET ${path} HTTP/1.1`, status: status! }) + "\n"
  );
  const findings = [fakeFinding({
    id: "f2",
    rule: "access.errors-burst",
    hosts: ["om-1"],
    categories: ["http_access"],
    groupIds: [],
    agents: [],
    first: "2026-04-12T03:14:15.000Z",
    last: "2026-04-12T03:14:15.000Z",
    evidence: [
      fakeEvidence("", { input: "om-logs.tar.gz", member: "om-1/http_access/0.log", line: 1, byteOffset: 0 }),
    ],
  })];
  const reader = fakeCase([{ category: "http_access", text: lines.join("") }], { analysis: { findings } });
  const rows = [...queryCase(reader, { finding: "f2" })];
  assertEquals(rows.map((row) => row.kind === "record" && row.line), [1, 4]);
});
