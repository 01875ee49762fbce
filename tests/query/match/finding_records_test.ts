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

/** Lines of the requests behind a finding whose evidence is the first of them. */
function requestLines(
  over: Parameters<typeof fakeFinding>[0],
  requests: readonly (readonly [path: string, status: string, client?: string])[],
): (number | false)[] {
  const lines = requests.map(([path, status, client = "192.0.2.1"]) =>
    accessLine({ request: `GET ${path} HTTP/1.1`, status, client }) + "\n"
  );
  const place = { input: "om-logs.tar.gz", member: "om-1/http_access/0.log", line: 1, byteOffset: 0 };
  const findings = [fakeFinding({
    id: "f2",
    hosts: ["om-1"],
    categories: ["http_access"],
    groupIds: [],
    agents: [],
    captures: {},
    first: "2026-04-12T03:14:15.000Z",
    last: "2026-04-12T03:14:15.000Z",
    evidence: [fakeEvidence("", place)],
    ...over,
  })];
  const reader = fakeCase([{ category: "http_access", text: lines.join("") }], { analysis: { findings } });
  return [...queryCase(reader, { finding: "f2" })].map((row) => row.kind === "record" && row.line);
}

const REQUESTS = [["/a", "503"], ["/a", "200"], ["/b", "503"], ["/a", "503"], [
  "/b",
  "500",
  "192.0.2.2",
]] as const;

Deno.test("FindingRecords of requests are those of the same route and status", () => {
  assertEquals(requestLines({ rule: "backup.throttled" }, REQUESTS), [1, 4]);
});

Deno.test("FindingRecords of failing routes are those of all routes that the finding names", () => {
  const captures = { route: ["/a", "/b"], status: ["503"] };
  assertEquals(requestLines({ rule: "access.errors-burst", captures }, REQUESTS), [1, 3, 4]);
});

Deno.test("FindingRecords of a client are its requests, whatever the route", () => {
  const captures = { client: ["192.0.2.1"] };
  assertEquals(requestLines({ rule: "access.auth-burst", captures }, REQUESTS), [1, 3, 4]);
  assertEquals(requestLines({ rule: "access.client-flood", captures }, REQUESTS), [1, 2, 3, 4]);
});

Deno.test("FindingRecords of a refused agent are its requests of any route, and of no other agent", () => {
  const requests = [
    "conf/v1?ah=db-1 401",
    "jobs/v1?ah=db-1 401",
    "conf/v1?ah=db-1 200",
    "conf/v1?ah=db-2 401",
  ]
    .map((request) => `/agents/api/automation/${request}`.split(" ") as [string, string]);
  assertEquals(requestLines({ rule: "agent.unauthorized", agents: ["db-1"] }, requests), [1, 2]);
  assertEquals(requestLines({ rule: "agent.other", agents: ["db-1"] }, requests), [1]);
});
