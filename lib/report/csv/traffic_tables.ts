import type { Access, Agent, Route } from "../../analyze/analysis.ts";
import type { Backup } from "../../analyze/backups/backup.ts";
import { type CsvTable, csvTable } from "./csv_table.ts";

/** Requests whose status begins with a digit. */
function requestsOf({ status }: Route, digit: string): number {
  return Object.entries(status).reduce((sum, [code, count]) => code.startsWith(digit) ? sum + count : sum, 0);
}

const ROUTES = csvTable<Route>("routes", ({ access }) => access.routes, {
  method: ({ method }) => method,
  route: ({ route }) => route,
  count: ({ count }) => count,
  status2xx: (route) => requestsOf(route, "2"),
  status3xx: (route) => requestsOf(route, "3"),
  status4xx: (route) => requestsOf(route, "4"),
  status5xx: (route) => requestsOf(route, "5"),
  status: ({ status }) => Object.entries(status).map(([code, count]) => `${code}: ${count}`),
  responseBytes: ({ responseBytes }) => responseBytes,
  p50Ms: ({ latencyMs }) => latencyMs?.p50,
  p90Ms: ({ latencyMs }) => latencyMs?.p90,
  p95Ms: ({ latencyMs }) => latencyMs?.p95,
  p99Ms: ({ latencyMs }) => latencyMs?.p99,
  maxMs: ({ latencyMs }) => latencyMs?.max,
});

const CLIENTS = csvTable<Access["clients"][number]>("clients", ({ access }) => access.clients, {
  client: ({ client }) => client,
  count: ({ count }) => count,
  errors: ({ errors }) => errors,
});

const AGENTS = csvTable<Agent>("agents", ({ agents }) => agents, {
  host: ({ host }) => host,
  groupId: ({ groupId }) => groupId,
  version: ({ version }) => version,
  requests: ({ requests }) => requests,
  first: ({ first }) => first,
  last: ({ last }) => last,
  unauthorized: ({ unauthorized }) => unauthorized,
  longestSilenceMs: ({ longestSilenceMs }) => longestSilenceMs,
  clockOffsetMs: ({ clockOffsetMs }) => clockOffsetMs,
});

const BACKUPS = csvTable<Backup>("backups", ({ backups }) => backups, {
  groupId: ({ groupId }) => groupId,
  replicaSet: ({ replicaSet }) => replicaSet,
  clusterId: ({ clusterId }) => clusterId,
  snapshotId: ({ snapshotId }) => snapshotId,
  backupId: ({ backupId }) => backupId,
  kind: ({ kind }) => kind,
  agent: ({ agent }) => agent,
  agentVersion: ({ agentVersion }) => agentVersion,
  start: ({ start }) => start,
  end: ({ end }) => end,
  durationMs: ({ durationMs }) => durationMs,
  outcome: ({ outcome }) => outcome,
  stage: ({ stage }) => stage,
  readBytes: ({ readBytes }) => readBytes,
  bytesPerSecond: ({ bytesPerSecond }) => bytesPerSecond,
  firstAborted: ({ firstAborted }) => firstAborted,
});

/** Who asked for what, and what was backed up. */
export const TRAFFIC_TABLES: readonly CsvTable[] = [ROUTES, CLIENTS, AGENTS, BACKUPS];
