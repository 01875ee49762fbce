/** From the lines of synthetic access logs to findings, through all rooms. */
import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  eventAt,
  fileOf,
  header,
  type LogLine,
  PROJECTS,
  showFindings,
  START_MS,
  timeAt,
} from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];
const DAY = 1440;

interface Line {
  readonly minute: number;
  readonly client: string;
  readonly request: string;
  readonly status?: number;
  readonly latencyMs?: number;
}

function line({ minute, client, request, status = 200, latencyMs = 12 }: Line): LogLine {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(timeAt(minute)).toUTCString(),
  )!;
  const stamp = `${day}/${month}/${year}:${time} +0000`;
  return {
    minute,
    text: `${client} - - [${stamp}] "${request} HTTP/1.1" ${status} 512 "-" "synthetic" ${latencyMs}`,
  };
}

/** Calls of an agent every twenty seconds. */
function agent(
  host: string,
  gid: string,
  change: (minute: number) => Partial<Line> | null = () => ({}),
  clockMs = 0,
): LogLine[] {
  return Array.from({ length: DAY * 3 }, (_, at) => at / 3).flatMap((minute) => {
    const changes = change(minute);
    if (changes === null) return [];
    const query = `ah=${host}.example.com&ahs=${host}&av=108.0.1.1-1&at=${
      START_MS + minute * 60_000 + clockMs
    }`;
    const request = `GET /agents/api/automation/conf/v1/${gid}?${query}`;
    return [line({ minute, client: `10.0.0.${host.length}`, request, ...changes })];
  });
}

/** A tool that asks every minute, first without credentials. */
function tool(): LogLine[] {
  return Array.from({ length: DAY }, (_, minute) => {
    const call = {
      client: "198.51.100.7",
      request: `GET /api/public/v1.0/groups/${A}/hosts?pageNum=${minute}`,
    };
    return [line({ ...call, minute, status: 401 }), line({ ...call, minute: minute + 0.01 })];
  }).flat();
}

function probes(): LogLine[] {
  const request = "GET /monitor/health";
  return Array.from(
    { length: DAY },
    (_, minute) => line({ minute: minute + 0.5, client: "10.9.0.5", request, latencyMs: 1 }),
  );
}

function analyze(lines: readonly LogLine[], events: readonly object[] = []): Promise<Analysis> {
  return analyzeCase({
    files: {
      "om-1/application/mms0.log": fileOf(header(-1), background(1, 0, DAY, 2)),
      "om-1/http_access/mms0-access.log": fileOf(tool(), probes(), lines),
    },
    events,
  });
}

const OTHERS = [agent("db-b1", B), agent("db-b2", B)].flat();

Deno.test("analyzeArchive() says nothing of agents, handshakes and probes when all is well", async () => {
  const { findings, agents, access } = await analyze([...agent("db-a1", A), ...OTHERS]);
  assertEquals(findings, []);
  assertEquals(
    agents.map((
      { host, groupId, requests, version, unauthorized },
    ) => [host, groupId, requests, version, unauthorized]),
    [
      ["db-a1.example.com", A, DAY * 3, "108.0.1.1-1", 0],
      ["db-b1.example.com", B, DAY * 3, "108.0.1.1-1", 0],
      ["db-b2.example.com", B, DAY * 3, "108.0.1.1-1", 0],
    ],
  );
  assertEquals(access.series.errors4xx.reduce((sum, count) => sum + count, 0), 0);
  assertEquals(access.clients.filter(({ client }) => client === "10.9.0.5"), []);
});

Deno.test("analyzeArchive() finds a silent agent, its last line, and the alert that confirms it", async () => {
  const lines = agent("db-a1", A, (minute) => minute >= 600 && minute < 650 ? null : {});
  const alert = eventAt(608, "AUTOMATION_AGENT_DOWN", { groupId: A, alertId: "1".repeat(24) });
  const analysis = await analyze([...lines, ...OTHERS], [alert]);
  assertEquals(showFindings(analysis), ["medium agent.silent @599"]);
  const [finding] = analysis.findings;
  assertEquals([finding!.agents, finding!.groupIds, finding!.confirmedBy.length], [
    ["db-a1.example.com"],
    [A],
    1,
  ]);
  assert(
    finding!.evidence.some(({ time, text }) =>
      time! >= timeAt(598) && time! < timeAt(600) && text.includes("ah=db-a1.")
    ),
  );
});

Deno.test("analyzeArchive() calls no agent silent when the access log stops, as before 8.0.25", async () => {
  const lines = [...agent("db-a1", A), ...OTHERS, ...tool(), ...probes()].filter(({ minute }) =>
    minute < 700
  );
  const { findings } = await analyzeCase({
    files: {
      "om-1/application/mms0.log": fileOf(header(-1), background(1, 0, DAY, 2)),
      "om-1/http_access/mms0-access.log": fileOf(lines),
    },
  });
  assertEquals(findings.map(({ rule }) => rule), ["log.silence"]);
});

Deno.test("analyzeArchive() finds agents whose key was deleted, and the event that did it", async () => {
  const refused = (minute: number) => minute >= 700 && minute < 760 ? { status: 401 } : {};
  const lines = ["db-a1", "db-a2", "db-a3"].flatMap((host) => agent(host, A, refused));
  const deleted = eventAt(699, "AGENT_API_KEY_DELETED", { groupId: A, username: "ada" });
  const analysis = await analyze([...lines, ...OTHERS], [deleted]);
  assertEquals(showFindings(analysis), ["low agent.unauthorized @700"]);
  const [finding] = analysis.findings;
  assertEquals(finding!.causes.map(({ eventType }) => eventType), ["AGENT_API_KEY_DELETED"]);
  assert(finding!.evidence.length > 0 && finding!.evidence.every(({ text }) => text.includes('" 401 ')));
  assertEquals(analysis.agents.find(({ host }) => host.startsWith("db-a1"))?.unauthorized, 180);
});

Deno.test("analyzeArchive() finds slow and failing requests, and an agent's clock that is behind", async () => {
  const hung = (minute: number) => minute >= 800 && minute < 830 ? { status: 500, latencyMs: 20_000 } : {};
  const lines = ["db-a1", "db-a2", "db-a3"].flatMap((host) => agent(host, A, hung));
  const analysis = await analyze([...lines, ...OTHERS, ...agent("db-b3", B, () => ({}), -400_000)]);
  const found = Object.fromEntries(analysis.findings.map((finding) => [finding.rule, finding]));
  assertEquals(Object.keys(found).sort(), [
    "access.errors-burst",
    "access.latency-shift",
    "agent.clock-skew",
  ]);
  assertEquals([found["access.errors-burst"]!.groupIds, found["agent.clock-skew"]!.agents], [[A], [
    "db-b3.example.com",
  ]]);
  assertEquals(found["access.errors-burst"]!.onset, timeAt(800));
  assert(found["access.latency-shift"]!.evidence.every(({ text }) => text.endsWith(" 20000")));
  const clock = analysis.agents.find(({ host }) => host.startsWith("db-b3"))!.clockOffsetMs!;
  assert(Math.abs(clock + 400_000) < 12_000, `${clock}`);
});
