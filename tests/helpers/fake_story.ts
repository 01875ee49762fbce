/**
 * What happened on the synthetic day: events, findings, restarts.
 *
 * @module
 */
import type { Restart } from "../../lib/analyze/analysis.ts";
import type { Finding } from "../../lib/analyze/finding.ts";
import type { EventRow } from "../../lib/events/event_row.ts";
import { at, fakeEvent, fakeEvidence, fakeFinding, HOSTILE, series } from "./fake_finding.ts";

/** Events of every role. */
export const EVENTS: readonly EventRow[] = [
  fakeEvent({
    id: "ev-login",
    time: at(2, 40),
    type: "SUCCESSFUL_LOGIN_AUDIT",
    role: "access",
    summary: "dana@example.com signed in",
  }),
  fakeEvent({
    id: "ev-user",
    time: at(2, 50, 34),
    type: "MONGODB_USER_DELETED",
    summary: "Database user `legacy` deleted by dana@example.com",
  }),
  fakeEvent({ diffs: [{ name: "processes[0].version", before: "7.0.12", after: "8.0.4" }] }),
  fakeEvent({
    id: "ev-down",
    time: at(3, 19),
    type: "BACKING_DATABASE_PROCESS_DOWN",
    role: "alert",
    summary: "Backing database appdb-0.example:27017 is down",
    host: "appdb-0.example:27017",
  }),
  fakeEvent({
    id: "ev-hostile",
    time: at(3, 20),
    type: "TEAM_NAME_CHANGED",
    summary: `Team renamed to ${HOSTILE}`,
    user: HOSTILE,
  }),
  fakeEvent({
    id: "ev-up",
    time: at(3, 31),
    type: "BACKING_DATABASE_PROCESS_UP",
    role: "recovery",
    summary: "Backing database appdb-0.example:27017 is up",
  }),
  fakeEvent({
    id: "ev-info",
    time: at(4, 5),
    type: "GROUP_TAGS_CHANGED",
    role: "info",
    summary: "Tags of project synthetic changed",
  }),
];

/** Findings of every severity but info. */
export const FINDINGS: readonly Finding[] = [
  fakeFinding(),
  fakeFinding({
    id: "f-5xx",
    rule: "access.errors-burst",
    title: "Bursts of HTTP 500 answers",
    severity: "high",
    count: 611,
    categories: ["http_access"],
    captures: {},
    references: [],
    confirmedBy: [],
    series: {
      start: at(3),
      bucketMs: 60_000,
      counts: series(60, (i) => i >= 15 && i < 29 ? 41 - (i % 7) : Number(i % 9 === 0)),
    },
  }),
  fakeFinding({
    id: "f-restart",
    rule: "log.restart-abrupt",
    title: "om-2.example restarted without a clean shutdown",
    severity: "high",
    confidence: "medium",
    hosts: ["om-2.example"],
    count: 1,
    first: at(3, 21, 40),
    last: at(3, 21, 40),
    onset: at(3, 21, 40),
    series: { start: at(3, 21), bucketMs: 60_000, counts: [1] },
    evidence: [],
    causes: [],
    confirmedBy: [],
  }),
  fakeFinding({
    id: "f-s3",
    rule: "s3.slow-down",
    title: `Snapshot store ${HOSTILE} answers 503 SlowDown`,
    severity: "medium",
    hosts: ["om-3.example"],
    categories: ["daemon"],
    count: 88,
    causes: [],
    confirmedBy: [],
    first: at(1, 2),
    last: at(2, 11),
    onset: at(1, 2),
    series: { start: at(1), bucketMs: 300_000, counts: series(18, (i) => (i * 5) % 9) },
  }),
  fakeFinding({
    id: "f-skew",
    rule: "clock.skew",
    title: "The clock of om-3.example is 41 s ahead",
    severity: "low",
    hosts: ["om-3.example"],
    count: 6,
    causes: [],
    confirmedBy: [],
    first: at(0, 12),
    last: at(4, 12),
    onset: at(0, 12),
    series: { start: at(0), bucketMs: 3_600_000, counts: [1, 2, 1, 1, 1] },
  }),
];

/** One restart. */
export const RESTARTS: readonly Restart[] = [
  {
    host: "om-2.example",
    time: at(3, 21, 40),
    version: "8.0.23.500",
    previousVersion: "8.0.23.500",
    kind: "abrupt",
    silentMs: 74_000,
    evidence: [
      fakeEvidence("[Starting Logging - App Version: 8.0.23.500.20260401T1200Z]", { time: null, line: 1 }),
    ],
  },
];
