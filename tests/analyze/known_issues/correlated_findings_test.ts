import type { Finding } from "../../../lib/analyze/finding.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  fileOf,
  type LogLine,
  record,
  request,
  spread,
  timeAt,
  traffic,
} from "../log_case.ts";

/** Rules of a test; all texts synthetic. */
const RULES = `rules:
  - id: test.refused
    title: Doors are shut
    severity: high
    confidence: high
    categories: [application]
    detection: [{ literal: Door, pattern: 'Door (?<door>\\d+) is shut' }]
    correlation: { type: event_count, group_by: [host, door], timespan: 5m, condition: { gte: 3 } }
    explanation: x.
    remediation: x.
  - id: test.begun
    title: Work begins
    severity: info
    confidence: high
    categories: [application]
    detection: [{ literal: Work begins }]
    explanation: x.
    remediation: x.
  - id: test.ended
    title: Work ends
    severity: info
    confidence: high
    categories: [application]
    detection: [{ literal: Work ends }]
    explanation: x.
    remediation: x.
  - id: test.unfinished
    title: Work does not end
    severity: medium
    confidence: high
    correlation: { type: absence, rules: [test.begun, test.ended], group_by: [gid], timespan: 10m }
    explanation: x.
    remediation: x.
  - id: test.denied
    title: One client is denied
    severity: medium
    confidence: high
    categories: [http_access]
    requests: [{ status: [403], path: /api/public/ }]
    correlation: { type: event_count, group_by: [client], timespan: 1h, condition: { gte: 5 } }
    explanation: x.
    remediation: x.
`;

async function findingsOf(
  rule: string,
  files: Readonly<Record<string, readonly LogLine[]>>,
): Promise<Finding[]> {
  const quiet = (seed: number) => background(seed, 0, 240, 4);
  const { findings } = await analyzeCase({
    files: Object.fromEntries(
      Object.entries(files).map(([path, lines], i) => [
        path,
        fileOf(path.includes("access") ? traffic(i + 7, 0, 240, 4) : quiet(i + 1), lines),
      ]),
    ),
    rules: [{ file: "test.yaml", text: RULES }],
    builtinRules: false,
  });
  return findings.filter((finding) => finding.rule === rule);
}

const door = (minute: number, number: number) => record({ minute, message: `Door ${number} is shut` });

Deno.test("correlatedFindings() wants hits of one group in the timespan, not of several", async () => {
  const findings = await findingsOf("test.refused", {
    "om-1/application/mms0.log": [
      door(60, 1),
      door(62, 1),
      door(63, 2),
      door(65, 1),
      door(120, 3),
      door(126, 3),
      door(132, 3),
    ],
    "om-2/application/mms0.log": [door(61, 2), door(64, 2)],
  });
  assertEquals(
    findings.map(({ hosts, first, last, count, captures }) => [hosts, first, last, count, captures.door]),
    [
      [["om-1"], timeAt(60), timeAt(65), 3, ["1"]],
    ],
  );
  assertEquals(findings[0]!.evidence.map(({ text }) => text.slice(-14)), Array(3).fill("Door 1 is shut"));
});

Deno.test("correlatedFindings() sees every record, also of a message that comes thousands of times", async () => {
  const many = spread(10, 200, 3000).map((minute) => door(minute, 7));
  const [finding, ...others] = await findingsOf("test.refused", { "om-1/application/mms0.log": many });
  assertEquals([finding?.count, others.length], [3000, 0]);
});

Deno.test("correlatedFindings() misses what does not follow, but not at the end of the logs", async () => {
  const work = (minute: number, what: string, gid: string) =>
    record({ minute, message: `Work ${what}`, gid });
  const [a, b, c] = ["a", "b", "c"].map((letter) => letter.repeat(24));
  const findings = await findingsOf("test.unfinished", {
    "om-1/application/mms0.log": [
      work(30, "begins", a!),
      work(35, "ends", a!),
      work(40, "begins", b!),
      work(55, "ends", b!),
      work(238, "begins", c!),
    ],
  });
  assertEquals(findings.map(({ groupIds, first }) => [groupIds, first]), [[[b!], timeAt(40)]]);
});

Deno.test("correlatedFindings() counts requests of one client", async () => {
  const denied = (minute: number, client: string, path = "/api/public/v1.0/orgs") =>
    request(minute, { client, path, status: 403 });
  const findings = await findingsOf("test.denied", {
    "om-1/application/mms0.log": [],
    "om-1/http_access/mms0-access.log": [
      ...spread(60, 100, 5).map((minute) => denied(minute, "192.0.2.99")),
      ...spread(60, 100, 4).map((minute) => denied(minute, "192.0.2.98")),
      ...spread(60, 100, 9).map((minute) => denied(minute, "192.0.2.97", "/user/v1/auth")),
    ],
  });
  assertEquals(findings.map(({ captures, count, first, hosts }) => [captures.client, count, first, hosts]), [
    [["192.0.2.99"], 5, timeAt(60), ["om-1"]],
  ]);
  assertEquals(findings[0]!.evidence.length, 5);
});
