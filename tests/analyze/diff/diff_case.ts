/**
 * Small synthetic analyses to compare: no host, message or request in here is real.
 *
 * @module
 */
import type { Agent, Analysis, Coverage, Route, Signature } from "../../../lib/analyze/analysis.ts";
import type { Finding } from "../../../lib/analyze/finding.ts";

const DAY_MS = Date.UTC(2026, 3, 12);
const HOUR_MS = 3_600_000;

/** A time of the synthetic days. */
export function hour(hours: number): string {
  return new Date(DAY_MS + hours * HOUR_MS).toISOString();
}

/** What differs from an empty analysis of one host and one day. */
export interface DiffCase extends Partial<Omit<Analysis, "access" | "span">> {
  /** Names of hosts. */
  readonly hosts?: readonly string[];
  /** First and last hour of all logs. */
  readonly hours?: readonly [from: number, to: number];
  /** Routes. */
  readonly routes?: readonly Route[];
}

/** An analysis of hosts with application and access logs over the same hours. */
export function diffCase(
  { hosts = ["om-1"], hours: [from, to] = [0, 24], routes = [], ...over }: DiffCase = {},
): Analysis {
  const [start, end] = [hour(from), hour(to)];
  return {
    schema: "omlens.analysis/1",
    tool: { name: "omlens", version: "0.0.0-synthetic" },
    options: {},
    inputs: [],
    span: { start, end },
    totals: {
      inputBytes: 0,
      uncompressedBytes: 0,
      members: 0,
      lines: 0,
      records: 0,
      rejectedLines: 0,
      events: 1,
    },
    coverage: hosts.flatMap((host) => [
      logOf(host, "application", { start, end }),
      logOf(host, "http_access", { start, end }),
    ]),
    diagnostics: [],
    restarts: [],
    clocks: [],
    signatures: [],
    access: {
      routes,
      clients: [],
      series: { start, bucketMs: HOUR_MS, requests: [], errors5xx: [], errors4xx: [], p95Ms: [] },
    },
    activity: [],
    activityDetail: [],
    agents: [],
    backups: [],
    events: [{ id: "e-1", time: start, type: "SYNTHETIC", role: "info", summary: "Synthetic", raw: {} }],
    traces: [],
    impacts: [],
    findings: [],
    incidents: [],
    ...over,
  };
}

/** Coverage of one log. */
export function logOf(
  host: string,
  category: Coverage["category"],
  over: Partial<Coverage> & Pick<Coverage, "start" | "end">,
): Coverage {
  const { start, end } = over;
  const member = memberOf(host, category);
  const file = {
    member,
    lines: 1000,
    records: 1000,
    rejectedLines: 0,
    start,
    end,
    complete: true,
    layout: "logback",
  };
  return { host, category, files: [file], gaps: [], ...over };
}

/** A signature of `count` records with one line of evidence. */
export function messageOf(template: string, count: number, over: Partial<Signature> = {}): Signature {
  const hosts = over.hosts ?? ["om-1"];
  const text = `Synthetic ${template}`;
  return {
    id: `id of ${template}`,
    template,
    level: "ERROR",
    logger: "com.example.Synthetic",
    exception: null,
    count,
    first: hour(0.5),
    last: hour(23.5),
    hosts,
    novel: false,
    evidence: hosts.slice(0, 1).map((host) => ({
      input: "synthetic.tar",
      member: memberOf(host, "application"),
      line: 1,
      byteOffset: 0,
      byteLength: text.length,
      time: hour(0.5),
      text,
    })),
    ...over,
  };
}

/** Ordinary messages, as often as `counts` says: what shows how much was logged at all. */
export function ordinaryMessages(counts: readonly number[], over: Partial<Signature> = {}): Signature[] {
  return counts.map((count, i) =>
    messageOf(`Step ${"abcdefghijklmnopqrstuvwxyz"[i]} done`, count, { level: "INFO", ...over })
  );
}

/** A finding. */
export function findingOf(rule: string, over: Partial<Finding> = {}): Finding {
  const onset = over.onset ?? hour(3);
  return {
    id: `${rule} ${onset}`,
    rule,
    title: `Title of ${rule}`,
    severity: "high",
    confidence: "high",
    hosts: ["om-1"],
    categories: ["application"],
    groupIds: [],
    replicaSets: [],
    agents: [],
    count: 100,
    first: onset,
    last: hour(4),
    onset,
    series: { start: onset, bucketMs: HOUR_MS, counts: [] },
    evidence: [],
    explanation: "",
    remediation: "",
    references: [],
    captures: {},
    causes: [],
    confirmedBy: [],
    ...over,
  };
}

/** A route. */
export function routeOf(route: string, over: Partial<Route> = {}): Route {
  const count = over.count ?? 10_000;
  return { method: "GET", route, count, status: { 200: count }, responseBytes: 0, latencyMs: null, ...over };
}

/** An agent. */
export function agentOf(host: string, over: Partial<Agent> = {}): Agent {
  return {
    host,
    groupId: "66fb449715e7f0b78a00e474",
    version: "108.0.2",
    requests: 5000,
    first: hour(0),
    last: hour(24),
    unauthorized: 0,
    longestSilenceMs: 60_000,
    clockOffsetMs: null,
    ...over,
  };
}

function memberOf(host: string, category: Coverage["category"]): string {
  return `${host}/${category}/mms0.log`;
}
