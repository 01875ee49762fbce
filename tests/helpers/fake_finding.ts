/**
 * Parts of synthetic analyses for the report tests: no line, host, user or event in here is real.
 *
 * @module
 */
import type { Coverage, Signature } from "../../lib/analyze/analysis.ts";
import type { Cause, Evidence, Finding, Incident } from "../../lib/analyze/finding.ts";
import type { EventRow } from "../../lib/events/event_row.ts";

/** Text that tries to leave the place it is shown in: HTML, ANSI colours, bidi override, Markdown. */
export const HOSTILE: string =
  "</script><script>alert(1)</script><img src=x onerror=alert(2)> \x1b[31mred\x1b[0m \u202eevil\u202c " +
  "`code` | pipe | ![i](http://e.example/x.png) [a](javascript:alert(3)) ```\n# heading\n\u2066\u200bend";

const DAY = Date.UTC(2026, 3, 12);
/** Name of the first input. */
export const INPUT: string = "om-logs_20260412.tar.gz";
/** Id of the project. */
export const PROJECT: string = "5f3a9c0e1b2d4c6e8f0a1b2c";

/** A time of the synthetic day: `at(3, 14, 15.926)`. */
export function at(hours: number, minutes = 0, seconds = 0): string {
  return new Date(DAY + Math.round((hours * 3600 + minutes * 60 + seconds) * 1000)).toISOString();
}

/** A synthetic log line with its place. */
export function fakeEvidence(text: string, over: Partial<Evidence> = {}): Evidence {
  const time = over.time === undefined ? at(3, 14, 15.926) : over.time;
  return {
    input: INPUT,
    member: "om-1.example/application/mms0.log",
    line: 48_211,
    byteOffset: 9_412_004,
    byteLength: new TextEncoder().encode(text).length,
    time,
    text: time === null ? text : `${time.replace("Z", "+0000")} ${text}`,
    ...over,
  };
}

/** A synthetic event. */
export function fakeEvent(over: Partial<EventRow> = {}): EventRow {
  const row = {
    id: "ev-publish",
    time: at(3, 12, 2),
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    role: "change" as const,
    summary: "Deployment configuration published by dana@example.com",
    groupId: PROJECT,
    user: "dana@example.com",
    remoteAddress: "192.0.2.17",
  };
  return { raw: { id: row.id, eventTypeName: row.type, synthetic: true }, ...row, ...over };
}

/** A synthetic cause. */
export function fakeCause(over: Partial<Cause> = {}): Cause {
  return {
    eventId: "ev-publish",
    eventType: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    score: 0.81,
    lagMs: 133_000,
    terms: { time: 0.86, scope: 1, kind: 0.8, effect: 0.72, uniqueness: 0.64 },
    origin: fakeEvidence(
      `192.0.2.17 - dana@example.com "PUT /api/public/v1.0/groups/${PROJECT}/automationConfig HTTP/1.1" 200`,
      {
        member: "om-1.example/http_access/mms0-access.log",
        line: 9127,
        time: null,
      },
    ),
    sameChange: [],
    ...over,
  };
}

/** A synthetic finding. */
export function fakeFinding(over: Partial<Finding> = {}): Finding {
  return {
    id: "f-appdb",
    rule: "appdb.timeout",
    title: "The application database cannot be reached",
    severity: "critical",
    confidence: "high",
    hosts: ["om-1.example", "om-2.example"],
    categories: ["application", "daemon"],
    groupIds: [],
    replicaSets: ["appdb"],
    agents: [],
    count: 1842,
    first: at(3, 14, 15.926),
    last: at(3, 29, 1.004),
    onset: at(3, 14, 15.926),
    series: {
      start: at(3, 0),
      bucketMs: 60_000,
      counts: series(60, (i) => i >= 14 && i < 30 ? 60 + (i * 37) % 120 : 0),
    },
    evidence: [
      fakeEvidence(
        "[JettyHttpPool-278] ERROR com.example.svc.Synthetic [Synthetic.java.run:510] - Timed out while waiting for a server\n" +
          "com.mongodb.MongoTimeoutException: Timed out after 20000 ms while waiting for a server that matches WritableServerSelector\n" +
          "\tat com.example.Base.select(Base.java:408)",
      ),
      fakeEvidence("[main] WARN  com.example.svc.Settings [Settings.java.load:51] - " + HOSTILE, {
        line: 48_230,
        time: at(3, 14, 16.2),
      }),
      ...Array.from(
        { length: 7 },
        (_, i) => fakeEvidence(`[synthetic-${i}] WARN  retry ${i}`, { line: 48_300 + i, time: at(3, 15, i) }),
      ),
    ],
    explanation:
      "The server selection of the MongoDB driver timed out: no member of the replica set that holds Ops Manager's own " +
      "data accepted the operation. Every page and agent request that needs it fails.",
    remediation:
      "Check that the members of the application database are up and have a primary; then the network between them and this host.",
    references: ["https://www.mongodb.com/docs/ops-manager/current/", "javascript:alert(4)"],
    captures: { timeoutMs: ["20000"], server: ["appdb-0.example:27017", "appdb-1.example:27017"] },
    causes: [fakeCause()],
    confirmedBy: ["ev-down"],
    ...over,
  };
}

/** A list of counts. */
export function series(length: number, count: (i: number) => number): number[] {
  return Array.from({ length }, (_, i) => count(i));
}

/** A synthetic incident. */
export function fakeIncident(over: Partial<Incident> = {}): Incident {
  return {
    id: "i-appdb",
    start: at(3, 14, 15.926),
    end: at(3, 29, 1.004),
    severity: "critical",
    title: "The application database could not be reached",
    findings: ["f-appdb", "f-5xx", "f-restart"],
    hosts: ["om-1.example", "om-2.example"],
    groupIds: [PROJECT],
    causes: [
      fakeCause(),
      fakeCause({
        eventId: "ev-user",
        eventType: "MONGODB_USER_DELETED",
        score: 0.34,
        lagMs: 1_421_000,
        terms: { time: 0.21, scope: 1, kind: 0.4, effect: 0, uniqueness: 0.9 },
        origin: null,
      }),
    ],
    narrative:
      "From 03:14:15 the application servers om-1 and om-2 could not reach the application database. HTTP 500 answers rose " +
      "from 0.1 to 41 a minute. om-2 restarted at 03:21:40 without a clean shutdown. Normal traffic was back at 03:29:01.",
    ...over,
  };
}

/** Coverage of one synthetic log file. */
export function coverage(
  host: string,
  category: Coverage["category"],
  over: Partial<Coverage> = {},
): Coverage {
  const member = `${host}/${category}/${category === "http_access" ? "mms0-access" : "mms0"}.log`;
  const [start, end] = [
    over.start === undefined ? at(0) : over.start,
    over.end === undefined ? at(4, 30) : over.end,
  ];
  const file = {
    member,
    lines: 412_880,
    records: 398_114,
    rejectedLines: 0,
    start,
    end,
    complete: true,
    layout: "logback",
  };
  return { host, category, files: [file], start, end, gaps: [], ...over };
}

/** A synthetic signature. */
export function signature(i: number): Signature {
  return {
    id: `sig-${i}`,
    template: i === 2 ? HOSTILE : `Synthetic message # of job # took # ms (${i})`,
    level: i % 3 ? "INFO" : "WARN",
    logger: "com.example.svc.Synthetic",
    exception: i % 5 ? null : "MongoTimeoutException < SocketTimeoutException",
    count: 90_000 - i * 997,
    first: at(0),
    last: at(4, 29),
    hosts: ["om-1.example", "om-2.example"],
    novel: i === 4,
    evidence: [fakeEvidence(`synthetic ${i}`)],
  };
}
