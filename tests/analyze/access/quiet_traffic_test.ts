/** Traffic in which nothing is wrong: no finding may come of it. */
import { accessFindings } from "../../../lib/analyze/access/access_findings.ts";
import { agentFindings } from "../../../lib/analyze/agents/agent_findings.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import {
  agentOf,
  API,
  arrivals,
  calls,
  CONF,
  factsOf,
  GID_A,
  GID_B,
  latency,
  LOGIN,
  PAGE,
  type RequestRow,
  show,
} from "./access_case.ts";

const DAY = 1440;

/** From 0.2 at night to 1 by day. */
function daytime(minute: number): number {
  return 0.6 - 0.4 * Math.cos((minute % DAY) / DAY * 2 * Math.PI);
}

/** A fifth of it on Saturdays and Sundays; the start is a Sunday. */
function weekday(minute: number): number {
  const day = Math.floor(minute / DAY) % 7;
  return day === 0 || day === 6 ? 0.2 : 1;
}

/** People at work: the more there are, the slower are the pages; some mistype their password. */
function people(seed: number, minutes: number, perMinute: number): RequestRow[] {
  return arrivals(
    seed,
    [0, minutes],
    (minute) => perMinute * daytime(minute) * weekday(minute),
    (unit, minute) => {
      const client = `192.0.2.${Math.floor(unit() * 40)}`;
      const latencyMs = latency(unit, 60 * daytime(minute) ** 2);
      const route = unit() < 0.02 ? LOGIN : PAGE;
      const status = route === LOGIN && unit() < 0.2
        ? 401
        : unit() < 0.003
        ? 404
        : unit() < 0.001
        ? 403
        : 200;
      return { route, client, latencyMs, status };
    },
  );
}

/** A nightly report: two thousand calls in some minutes, each with a handshake, and slow. */
function nightly(minutes: number): RequestRow[] {
  const rows: RequestRow[] = [];
  for (let night = 130; night < minutes; night += DAY) {
    for (let call = 0; call < 2000; call++) {
      const second = night * 60 + Math.floor(call * 0.3);
      const own = { second, route: API, client: "198.51.100.5", url: `?n=${call}` };
      rows.push({ ...own, status: 401, latencyMs: 1 }, { ...own, latencyMs: 900 });
    }
  }
  return rows;
}

/** A server is down for six minutes at each of these minutes, then slow and with some errors for four. */
function deployed(rows: readonly RequestRow[], minutes: readonly number[]): RequestRow[] {
  return rows.flatMap((row, at) => {
    const since = Math.min(...minutes.map((minute) => row.second / 60 - minute).filter((age) => age >= 0));
    if (since < 6) return [];
    if (since >= 10) return [row];
    return [{
      ...row,
      latencyMs: (row.latencyMs ?? 0) * 20,
      status: at % 200 === 0 ? 503 : row.status ?? 200,
    }];
  });
}

/** Agents that call every so many seconds, not quite evenly. */
function fleet(seed: number, minutes: number, agents: number, every: number): RequestRow[] {
  return Array.from(
    { length: agents },
    (_, at) =>
      arrivals(seed * 100 + at, [0, minutes], () => 60 / every, (unit) => ({
        route: CONF,
        agent: agentOf(`db-${seed}-${at}`, at % 2 === 0 ? GID_A : GID_B),
        client: `10.0.${seed}.${at}`,
        latencyMs: latency(unit, 15),
        offsetMs: -200 + Math.floor(unit() * 400),
        status: unit() < 0.0003 ? 500 : 200,
      })),
  ).flat();
}

const CASES:
  readonly (readonly [name: string, minutes: number, hosts: () => Record<string, RequestRow[]>])[] = [
    ["a day and a night", DAY, () => ({ "om-1": [...people(1, DAY, 30), ...fleet(1, DAY, 8, 20)] })],
    ["a week with a weekend and nightly reports", 7 * DAY, () => ({
      "om-1": [...people(2, 7 * DAY, 8), ...nightly(7 * DAY), ...fleet(2, 7 * DAY, 3, 60)],
    })],
    ["three servers deployed one after the other", 2 * DAY, () => ({
      "om-1": deployed([...people(3, 2 * DAY, 15), ...fleet(3, 2 * DAY, 4, 20)], [DAY + 600]),
      "om-2": deployed([...people(4, 2 * DAY, 15), ...fleet(4, 2 * DAY, 4, 20)], [DAY + 612]),
      "om-3": deployed([...people(5, 2 * DAY, 15), ...fleet(5, 2 * DAY, 4, 20)], [DAY + 624]),
    })],
    ["a small installation with agents that seldom call", 2 * DAY, () => ({
      "om-1": [...people(6, 2 * DAY, 0.5), ...fleet(6, 2 * DAY, 3, 280)],
    })],
    [
      "agents that a load balancer spreads over two servers, one of which is taken out for the night",
      DAY,
      () => {
        const rows = fleet(7, DAY, 6, 15);
        const isNight = ({ second }: RequestRow) => second < 360 * 60;
        return {
          "om-1": rows.filter((row, at) => isNight(row) || at % 2 === 0),
          "om-2": rows.filter((row, at) => !isNight(row) && at % 2 === 1),
        };
      },
    ],
    ["agents that are added and that get new versions", DAY, () => ({
      "om-1": [
        ...people(8, DAY, 10),
        ...calls(agentOf("db-old", GID_A, "108.0.1"), [0, 700 * 60], 10),
        ...calls(agentOf("db-old", GID_A, "108.0.2"), [704 * 60, DAY * 60], 10),
        ...calls(agentOf("db-new"), [800 * 60, DAY * 60], 10),
      ],
    })],
  ];

for (const [name, minutes, hosts] of CASES) {
  Deno.test(`accessFindings() and agentFindings() say nothing of ${name}`, () => {
    const facts = factsOf(hosts(), minutes);
    assertEquals(show([...accessFindings(facts), ...agentFindings(facts)]), []);
  });
}
