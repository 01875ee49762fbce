/**
 * Synthetic analyses for the report tests: no line, host, user or event in here is real.
 *
 * @module
 */
import type { Analysis } from "../../lib/analyze/analysis.ts";
import type { Backup } from "../../lib/analyze/backups/backup.ts";
import { fakeAccessActivity, fakeApplicationActivity } from "./fake_activity.ts";
import {
  at,
  coverage,
  fakeCause,
  fakeEvidence,
  fakeFinding,
  fakeIncident,
  HOSTILE,
  INPUT,
  PROJECT,
  series,
  signature,
} from "./fake_finding.ts";
import { EVENTS, FINDINGS, RESTARTS } from "./fake_story.ts";

/** Everything there is: two incidents, hostile text everywhere, gaps, damage, an abrupt restart. */
export function fakeAnalysis(over: Partial<Analysis> = {}): Analysis {
  return {
    schema: "omlens.analysis/1",
    tool: { name: "omlens", version: "0.0.0-synthetic" },
    options: { leadMs: 1_800_000 },
    inputs: [
      { name: INPUT, kind: "archive", sha256: "ab".repeat(32), inputBytes: 48_112_004, complete: true },
      {
        name: "om-3.tar.gz",
        kind: "archive",
        sha256: "cd".repeat(32),
        inputBytes: 9_004_113,
        complete: false,
      },
    ],
    span: { start: at(0), end: at(4, 30) },
    totals: {
      inputBytes: 57_116_117,
      uncompressedBytes: 1_431_655_765,
      members: 11,
      lines: 4_812_004,
      records: 4_630_112,
      rejectedLines: 212,
      events: 7,
    },
    coverage: [
      coverage("om-1.example", "application"),
      coverage("om-1.example", "http_access"),
      coverage("om-2.example", "application", {
        gaps: [{ start: at(3, 20, 26), end: at(3, 21, 40), kind: "silent" }],
      }),
      coverage("om-2.example", "http_access", { gaps: [{ start: at(0), end: at(1, 30), kind: "missing" }] }),
      coverage("om-3.example", "daemon", {
        end: at(2, 12),
        gaps: [{ start: at(2, 12), end: at(4, 30), kind: "cut" }],
      }),
      coverage("om-3.example", "migration", { start: null, end: null }),
    ],
    diagnostics: [
      {
        code: "gzip.truncated",
        severity: "error",
        message: "Cannot inflate member: stream ends after 8,912,004 bytes, expected a trailer",
        input: "om-3.tar.gz",
        member: "om-3.example/daemon/daemon.log",
        byteOffset: 8_912_004,
      },
      {
        code: "parse.rejected-line",
        severity: "note",
        message: `Cannot read line: it starts with "${HOSTILE}", expected a time`,
        input: INPUT,
        member: "om-1.example/application/mms0.log",
        line: 7,
        count: 212,
      },
    ],
    restarts: RESTARTS,
    clocks: [{ host: "om-1.example", offsetMs: 120, uncertaintyMs: 500, basis: "event-twin", samples: 4 }, {
      host: "om-3.example",
      offsetMs: 41_000,
      uncertaintyMs: 900,
      basis: "agent-at",
      samples: 210,
    }],
    signatures: Array.from({ length: 60 }, (_, i) => signature(i)),
    access: {
      routes: [{
        method: "GET",
        route: "/agents/api/automation/conf/v1/{groupId}",
        count: 181_220,
        status: { 200: 180_500, 304: 109, 500: 611 },
        responseBytes: 912_000_331,
        latencyMs: { p50: 11, p90: 40, p95: 82, p99: 410, max: 20_011 },
      }, {
        method: "POST",
        route: `/x/${HOSTILE}`,
        count: 2,
        status: { 404: 2 },
        responseBytes: 88,
        latencyMs: null,
      }],
      clients: [{ client: "198.51.100.7", count: 90_004, errors: 212 }],
      series: {
        start: at(0),
        bucketMs: 300_000,
        requests: series(54, (i) => 3000 + (i * 71) % 400),
        errors5xx: series(54, (i) => i >= 38 && i < 42 ? 150 : 0),
        errors4xx: series(54, (i) => i % 3),
        p95Ms: series(54, (i) => 80 + i),
      },
    },
    activity: [
      fakeApplicationActivity("om-1.example"),
      fakeAccessActivity("om-1.example"),
      fakeApplicationActivity("om-2.example"),
      fakeAccessActivity("om-2.example"),
    ],
    activityDetail: [],
    agents: [{
      host: "db-7.example",
      groupId: PROJECT,
      version: "108.0.2.8729",
      requests: 4410,
      first: at(0),
      last: at(4, 29),
      unauthorized: 12,
      longestSilenceMs: 914_000,
      clockOffsetMs: -40,
    }],
    backups: [
      fakeBackup("shard-0", 0, 12),
      fakeBackup("shard-0", 1, 20),
      fakeBackup(HOSTILE, 2, null),
    ],
    events: EVENTS,
    traces: [{
      eventId: "ev-publish",
      request: fakeCause().origin,
      records: [
        fakeEvidence("[JettyHttpPool-3] INFO  com.example.svc.Publish - Publishing version 41", {
          line: 48_100,
          time: at(3, 12, 2.1),
        }),
      ],
      offsetMs: 120,
      confidence: "high",
    }],
    impacts: [
      {
        eventId: "ev-publish",
        metric: "http 5xx per minute",
        scope: "all hosts",
        before: 0.1,
        after: 41,
        ratio: 410,
        pValue: 0.00001,
        qValue: 0.0002,
        significant: true,
      },
      {
        eventId: "ev-user",
        metric: "http 5xx per minute",
        scope: "all hosts",
        before: 0.1,
        after: 0.1,
        ratio: 1,
        pValue: 0.8,
        qValue: 0.9,
        significant: false,
      },
    ],
    findings: FINDINGS,
    incidents: [
      fakeIncident({
        id: "i-s3",
        start: at(1, 2),
        end: at(2, 11),
        severity: "medium",
        title: "Snapshots were slowed down by the store",
        findings: ["f-s3"],
        hosts: ["om-3.example"],
        groupIds: [],
        causes: [],
        narrative: "From 01:02:00 the snapshot store answered 503 SlowDown.",
      }),
      fakeIncident(),
    ],
    ...over,
  };
}

/** A snapshot that begins at an hour and takes some minutes; null: it was aborted. */
export function fakeBackup(replicaSet: string, hour: number, minutes: number | null): Backup {
  return {
    groupId: PROJECT,
    replicaSet,
    clusterId: null,
    snapshotId: null,
    backupId: `00000000-0000-4000-8000-00000000000${hour}`,
    kind: "incremental",
    agent: "db-7.example",
    agentVersion: "108.0.2.8729",
    start: at(hour),
    end: at(hour, minutes ?? 5),
    durationMs: minutes === null ? null : minutes * 60_000,
    outcome: minutes === null ? "aborted" : "complete",
    stage: minutes === null ? "described" : "complete",
    stages: [{ stage: "described", time: at(hour), host: "om-1.example" }],
    readBytes: 167_772_160,
    bytesPerSecond: 87_091_860,
    firstAborted: null,
    evidence: [fakeEvidence("Description request from " + replicaSet, { time: at(hour) })],
  };
}

/** Nothing read, nothing found. */
export function emptyAnalysis(): Analysis {
  return fakeAnalysis({
    span: null,
    coverage: [],
    diagnostics: [],
    restarts: [],
    clocks: [],
    signatures: [],
    activity: [],
    activityDetail: [],
    agents: [],
    backups: [],
    events: [],
    traces: [],
    impacts: [],
    findings: [],
    incidents: [],
    inputs: [],
    options: {},
    totals: {
      inputBytes: 0,
      uncompressedBytes: 0,
      members: 0,
      lines: 0,
      records: 0,
      rejectedLines: 0,
      events: 0,
    },
    access: {
      routes: [],
      clients: [],
      series: { start: "", bucketMs: 0, requests: [], errors5xx: [], errors4xx: [], p95Ms: [] },
    },
  });
}

/** Many findings on many hosts, each in an incident of ten. */
export function bigAnalysis(findingCount: number, hostCount: number): Analysis {
  const hosts = Array.from({ length: hostCount }, (_, i) => `om-${String(i + 1).padStart(2, "0")}.example`);
  const severities = ["critical", "high", "medium", "low", "info"] as const;
  const findings = Array.from(
    { length: findingCount },
    (_, i) =>
      fakeFinding({
        id: `f-${i}`,
        title: `Synthetic finding ${i}`,
        severity: severities[Math.floor((i * 5) / findingCount)] ?? "info",
        hosts: [hosts[i % hostCount] ?? ""],
        onset: at(0, 0, i * 30),
        first: at(0, 0, i * 30),
        last: at(0, 5, i * 30),
      }),
  );
  const incidents = Array.from(
    { length: Math.ceil(findingCount / 10) },
    (_, i) =>
      fakeIncident({
        id: `i-${i}`,
        title: `Synthetic incident ${i}`,
        findings: findings.slice(i * 10, i * 10 + 10).map(({ id }) => id),
        start: at(0, i * 5),
        end: at(0, i * 5 + 5),
        hosts,
      }),
  );
  const base = fakeAnalysis({ findings, incidents });
  return {
    ...base,
    coverage: hosts.flatMap((host) => [coverage(host, "application"), coverage(host, "http_access")]),
  };
}
