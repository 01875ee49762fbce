/** Synthetic requests as blocks of columns, and what is counted of them. Nothing in them comes from an Ops Manager. */
import type { AccessFacts } from "../../../lib/analyze/access/access_facts.ts";
import type { AgentFacts } from "../../../lib/analyze/agents/agent_facts.ts";
import type { FindingDraft } from "../../../lib/analyze/finding_draft.ts";
import { LogTally } from "../../../lib/analyze/log_tally.ts";
import type { LogSpan } from "../../../lib/analyze/span_of_logs.ts";
import type { AccessBlock, AgentEntry, RequestSample } from "../../../lib/scan/column_block.ts";
import { minuteCounts, seededUnit } from "../counts.ts";
import { START_MS } from "../log_case.ts";

/** A request. */
export interface RequestRow {
  /** Second after the start. */
  readonly second: number;
  /** Method and route template. */
  readonly route: string;
  readonly client?: string;
  readonly status?: number;
  readonly latencyMs?: number;
  readonly bytes?: number;
  /** What follows the route in the URL: requests with another one are other requests. */
  readonly url?: string;
  readonly agent?: AgentEntry;
  /** The project in the URL, where no agent tells it. Several by turns when it is not given. */
  readonly groupId?: string;
  /** Clock of the agent minus that of the server. */
  readonly offsetMs?: number;
}

/** Route that agents call. */
export const CONF = "GET /agents/api/automation/conf/v1/{gid}";
/** Route that tools call. */
export const API = "GET /api/public/v1.0/groups/{gid}/hosts";
/** Route that people call. */
export const PAGE = "GET /v2/{gid}";
/** Route on which people sign in. */
export const LOGIN = "POST /user/v1/auth";
/** Project ids. */
export const GID_A: string = "a".repeat(24);
export const GID_B: string = "b".repeat(24);
export const GID_C: string = "c".repeat(24);

/** An agent. */
export function agentOf(
  host: string,
  groupId: string | null = GID_A,
  version: string | null = "108.0.1",
): AgentEntry {
  return { host, version, groupId };
}

/** Calls of an agent in a stretch of seconds. */
export function calls(
  agent: AgentEntry,
  [from, to]: readonly [from: number, to: number],
  every: number,
  more: Partial<RequestRow> = {},
): RequestRow[] {
  const rows: RequestRow[] = [];
  for (let second = from; second < to; second += every) {
    rows.push({
      second: Math.floor(second),
      route: CONF,
      agent,
      client: `ip-${agent.host}`,
      latencyMs: 12,
      ...more,
    });
  }
  return rows;
}

/** Requests at random moments, as many a minute as `rate` says for the minute; `row` tells what they are. */
export function arrivals(
  seed: number,
  [from, to]: readonly [fromMinute: number, toMinute: number],
  rate: (minute: number) => number,
  row: (unit: () => number, minute: number) => Omit<RequestRow, "second">,
): RequestRow[] {
  const unit = seededUnit(seed);
  const rows: RequestRow[] = [];
  for (let minute = from; minute < to;) {
    minute += -Math.log(1 - unit()) / Math.max(1e-6, rate(minute));
    if (minute < to) rows.push({ ...row(unit, minute), second: Math.floor(minute * 60) });
  }
  return rows;
}

/** Latencies that are exponentially distributed. */
export function latency(unit: () => number, meanMs: number): number {
  return Math.round(2 - Math.log(1 - unit()) * meanMs);
}

/** Numbers of what the dictionary holds so far. */
class Dictionary<T> {
  readonly entries: T[] = [];
  readonly #ids = new Map<string, number>();

  idOf(value: T): number {
    const key = JSON.stringify(value);
    const known = this.#ids.get(key) ?? this.entries.push(value);
    this.#ids.set(key, known);
    return known;
  }
}

/** Text of the line of a request. */
export function lineOf({ second, route, status = 200, url = "", agent, groupId }: RequestRow): string {
  const project = agent?.groupId ?? groupId ?? [GID_A, GID_B, GID_C][second % 3]!;
  return `${second} "${route.replace("{gid}", project)}${url} " ${status} ${agent?.host ?? "-"}`;
}

/** Counts requests by host; the files are read in the order of the hosts, rows in the order given. */
export function tallyOf(
  hosts: Readonly<Record<string, readonly RequestRow[]>>,
  tally: LogTally = new LogTally(),
): LogTally {
  const routes = new Dictionary<{ method: string; route: string }>();
  const clients = new Dictionary<string>();
  const agents = new Dictionary<AgentEntry>();
  const files = Object.entries(hosts).map(([host, rows]) => ({
    host,
    rows,
    samples: rows.map((row): RequestSample => {
      const [method = "", route = ""] = row.route.split(" ");
      return {
        line: 1,
        byteOffset: 0,
        byteLength: lineOf(row).length,
        text: lineOf(row),
        timeMs: START_MS + row.second * 1000,
        route: routes.idOf({ method, route }),
        client: clients.idOf(row.client ?? "192.0.2.1"),
        agent: row.agent === undefined ? 0 : agents.idOf(row.agent),
        user: 0,
        status: row.status ?? 200,
        latencyMs: row.latencyMs ?? NaN,
      };
    }),
  }));
  const entries = { routes: routes.entries, clients: clients.entries, agents: agents.entries };
  tally.access.addEntries({ scopes: [], threads: [], users: [], ...entries });
  for (const { host, rows, samples } of files) addFile(tally, host, rows, samples);
  return tally;
}

function addFile(
  tally: LogTally,
  host: string,
  rows: readonly RequestRow[],
  samples: readonly RequestSample[],
): void {
  const known = tally.hosts.indexOf(host);
  const number = known < 0 ? tally.hosts.push(host) - 1 : known;
  const place = {
    input: "a.tar.gz",
    path: `${host}/access.log`,
    host,
    category: "http_access" as const,
    family: "access",
  };
  const member = tally.members.push({ ...place, rolled: null }) - 1;
  const minutes = minuteCounts(tally.activity.get(host)?.minutes ?? []);
  for (const { timeMs } of samples) minutes.add(Math.floor(timeMs / 60_000), 1);
  tally.activity.set(host, { ...place, minutes });
  tally.access.add(blockOf(rows, samples), null, number);
  // As the scanner does: what failed or was slow, and the calls of agents.
  const isWanted = ({ status, latencyMs, agent }: RequestSample) =>
    status >= 400 || latencyMs >= 1000 || agent > 0;
  tally.access.addSamples(member, samples.filter(isWanted).slice(0, 50_000));
}

function blockOf(rows: readonly RequestRow[], samples: readonly RequestSample[]): AccessBlock {
  return {
    ...emptyBlock(rows.length),
    timeMs: Float64Array.from(samples, ({ timeMs }) => timeMs),
    route: Uint32Array.from(samples, ({ route }) => route),
    client: Uint32Array.from(samples, ({ client }) => client),
    status: Uint16Array.from(samples, ({ status }) => status),
    responseBytes: Float64Array.from(rows, ({ bytes = 0 }) => bytes),
    latencyMs: Float32Array.from(samples, ({ latencyMs }) => latencyMs),
    agent: Uint32Array.from(samples, ({ agent }) => agent),
    agentTimeMs: Float64Array.from(rows, ({ second, offsetMs = NaN }) => START_MS + second * 1000 + offsetMs),
    request: Uint32Array.from(rows, ({ route, url = "" }) => hashOf(route + url)),
  };
}

/** A block in which everything is zero, and nothing tells a latency or the clock of an agent. */
export function emptyBlock(length: number): AccessBlock {
  return {
    kind: "access",
    length,
    timeMs: new Float64Array(length),
    route: new Uint32Array(length),
    client: new Uint32Array(length),
    status: new Uint16Array(length),
    responseBytes: new Float64Array(length),
    latencyMs: new Float32Array(length).fill(NaN),
    agent: new Uint32Array(length),
    agentTimeMs: new Float64Array(length).fill(NaN),
    user: new Uint32Array(length),
    request: new Uint32Array(length),
    key: new Uint32Array(length),
    byteOffset: new Float64Array(length),
    byteLength: new Uint32Array(length),
    line: new Uint32Array(length),
  };
}

function hashOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = Math.imul(hash, 31) + letter.charCodeAt(0) | 0;
  return hash;
}

/** A span of so many minutes from the start. */
export function spanOf(minutes: number): LogSpan {
  return { startMs: START_MS, endMs: START_MS + minutes * 60_000 - 1 };
}

/** Facts for findings about requests and agents. */
export function factsOf(
  hosts: Readonly<Record<string, readonly RequestRow[]>>,
  minutes: number,
  more: Partial<AccessFacts & AgentFacts> = {},
): AccessFacts & AgentFacts {
  return {
    tally: tallyOf(hosts),
    span: spanOf(minutes),
    events: [],
    restarts: [],
    offsetOf: () => 0,
    ...more,
  };
}

/** Findings in a line each: severity, rule, minute of the onset, and who is concerned. */
export function show(drafts: readonly FindingDraft[]): string[] {
  return drafts.map(({ severity, rule, onsetMs, hosts, groupIds, isStanding }) => {
    const minute = isStanding ? "always" : `@${Math.floor((onsetMs - START_MS) / 60_000)}`;
    return [severity, rule, minute, `on ${hosts.join(" ")}`, ...groupIds.map((id) => id[0])].join(" ");
  });
}
