/** Synthetic access logs of a small Ops Manager: agents, people, tools and probes. Nothing in them is from a real one. */
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { seededUnit } from "../analyze/counts.ts";
import {
  analyzeCase,
  background,
  fileOf,
  header,
  type LogLine,
  PROJECTS,
  record,
  START_MS,
  timeAt,
} from "../analyze/log_case.ts";

/** Minutes of a day. */
export const DAY = 1440;
/** Servers. */
export const SERVERS: readonly string[] = ["om-1", "om-2"];

/** A request, with the number of its server. */
export interface Call {
  readonly minute: number;
  readonly server: number;
  readonly client: string;
  /** Who signed in. @default {"-"} */
  readonly user?: string;
  /** Method and URL. */
  readonly request: string;
  readonly status?: number;
  readonly latencyMs?: number;
}

/** A stretch of minutes. */
export type Stretch = readonly [from: number, to: number];

/** Agents of three projects by name: the project is the letter after `db-`. */
export const AGENTS: readonly string[] = [
  "db-a1",
  "db-a2",
  "db-a3",
  "db-b1",
  "db-b2",
  "db-b3",
  "db-c1",
  "db-c2",
];

/** Project of an agent. */
export function projectOf(agent: string): string {
  return PROJECTS["abcdef".indexOf(agent[3]!)]!;
}

/** Random minutes of a stretch at a rate. */
export function randomMinutes(seed: number, [from, to]: Stretch, perMinute: number): number[] {
  const unit = seededUnit(seed);
  const minutes: number[] = [];
  for (let minute = from; minute < to;) {
    minute += -Math.log(1 - unit()) / perMinute;
    if (minute < to) minutes.push(minute);
  }
  return minutes;
}

/** Calls of all agents, about every half minute, on the server that a balancer chooses, with the clock of the agent. */
export function agentCalls(
  seed: number,
  minutes: number,
  { agents = AGENTS, every = 0.5, clocks = {} }: {
    readonly agents?: readonly string[];
    readonly every?: number;
    readonly clocks?: Readonly<Record<string, number>>;
  } = {},
): Call[] {
  return agents.flatMap((agent, at) => {
    const unit = seededUnit(seed * 1000 + at);
    const count = Math.floor(minutes / every);
    return Array.from({ length: count }, (_, call): Call => {
      const minute = (call + 0.2 * unit() + 0.6 * at / agents.length) * every;
      const clock = Math.round(START_MS + minute * 60_000 + (clocks[agent] ?? 0));
      const query = `ah=${agent}.example.com&ahs=${agent}&av=108.0.2.8729-1&at=${clock}`;
      return {
        minute,
        server: Math.floor(unit() * SERVERS.length),
        client: `10.1.0.${at + 1}`,
        request: `GET /agents/api/automation/conf/v1/${projectOf(agent)}?${query}`,
        latencyMs: Math.round(4 - 8 * Math.log(1 - unit())),
      };
    });
  });
}

/** Pages that people look at, more by day, and health probes. */
export function visits(seed: number, minutes: number, perMinute = 3): Call[] {
  const unit = seededUnit(seed);
  const people = randomMinutes(seed, [0, minutes], perMinute)
    .filter((minute) => unit() < 0.6 - 0.4 * Math.cos((minute % DAY) / DAY * 2 * Math.PI))
    .map((minute): Call => ({
      minute,
      server: Math.floor(unit() * SERVERS.length),
      client: `192.0.2.${Math.floor(unit() * 30)}`,
      request: `GET /v2/${PROJECTS[Math.floor(unit() * 3)]}`,
      latencyMs: Math.round(8 - 40 * Math.log(1 - unit())),
    }));
  const probes = SERVERS.flatMap((_, server) =>
    Array.from({ length: minutes }, (_, minute): Call => ({
      minute: minute + 0.3,
      server,
      client: "10.9.0.5",
      request: "GET /monitor/health",
      latencyMs: 1,
    }))
  );
  return [...people, ...probes];
}

/** Calls of a client at a rate. */
export function clientCalls(
  seed: number,
  stretch: Stretch,
  perMinute: number,
  call: Omit<Call, "minute" | "server">,
): Call[] {
  return randomMinutes(seed, stretch, perMinute).map((minute, at) => ({
    ...call,
    minute,
    server: at % SERVERS.length,
    request: call.request.replace("#", String(at)),
  }));
}

/** A line of the access log. */
export function callLine(
  { minute, client, user = "-", request, status = 200, latencyMs = 9 }: Call,
): LogLine {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(timeAt(minute)).toUTCString(),
  )!;
  const text =
    `${client} - ${user} [${day}/${month}/${year}:${time} +0000] "${request} HTTP/1.1" ${status} 512 "-" "synthetic" ${latencyMs}`;
  return { minute, text };
}

/** A start of a server, with the time it took. */
export function startOf(minute: number, version: string): LogLine[] {
  const main = { thread: "main", logger: "com.xgen.svc.core.SyntheticMain" };
  return [
    header(minute, version),
    record({ ...main, minute: minute + 0.02, message: "Starting" }),
    record({ ...main, minute: minute + 0.4, message: "Serving" }),
  ];
}

/** An orderly stop. */
export function stopOf(minute: number): LogLine {
  const logger = "com.xgen.svc.core.SyntheticMain";
  return record({ minute, message: "Shutting down", thread: "shutdown-hook", logger });
}

/** What is analysed. */
export interface TrafficCase {
  /** @default {DAY} */
  readonly minutes?: number;
  readonly calls: readonly Call[];
  readonly events?: readonly object[];
  /** Application records by server, besides the ordinary ones. */
  readonly records?: Readonly<Record<number, readonly LogLine[]>>;
  /** When servers were down. */
  readonly down?: readonly { readonly server: number; readonly stretch: Stretch }[];
  /** Version at the start. @default {"8.0.10"} */
  readonly version?: string;
}

/** Analyses two servers with one application and one access log each. */
export function analyzeTraffic(
  { minutes = DAY, calls, events = [], records = {}, down = [], version = "8.0.10" }: TrafficCase,
): Promise<Analysis> {
  const isUp = (server: number) => ({ minute }: { readonly minute: number }) =>
    !down.some((one) => one.server === server && minute >= one.stretch[0] && minute < one.stretch[1]);
  const files = SERVERS.flatMap((host, server) => [
    [
      `${host}/application/mms0.log`,
      fileOf(
        header(-1, version),
        background(server + 1, 0, minutes, 2).filter(isUp(server)),
        records[server] ?? [],
      ),
    ],
    [
      `${host}/http_access/mms0-access.log`,
      fileOf(calls.filter((call) => call.server === server).filter(isUp(server)).map(callLine)),
    ],
  ]);
  return analyzeCase({ files: Object.fromEntries(files), events });
}

/** Findings in a line each: severity, rule, minute, servers, projects, agents, and the first cause with its minute. */
export function told({ findings, events }: Analysis): string[] {
  const minute = (time: string) => Math.floor((Date.parse(time) - START_MS) / 60_000);
  return findings.map(({ severity, rule, onset, hosts, groupIds, agents, causes }) => {
    const cause = events.find(({ id }) => id === causes[0]?.eventId);
    const who = [
      hosts.join("+"),
      groupIds.map((id) => id[0]).join(""),
      agents.map((name) => name.split(".")[0]).join("+"),
    ];
    const why = cause === undefined ? "" : `because ${cause.type} @${minute(cause.time)}`;
    return [severity, rule, `@${minute(onset)}`, ...who, why].filter((word) => word !== "").join(" ");
  });
}
