import { accessFindings } from "../../../lib/analyze/access/access_findings.ts";
import { assert, assertEquals, assertMatch } from "../../../lib/std/assert.ts";
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
  PAGE,
  type RequestRow,
  show,
} from "./access_case.ts";
import { START_MS } from "../log_case.ts";

const DAY = 1440;
const SETTINGS = "GET /agents/api/automation/settings/v1/{gid}";

/** Ordinary requests of agents and people: about so many a minute, and one in five thousand fails. */
function usual(seed: number, minutes: number, perMinute = 20): RequestRow[] {
  return arrivals(seed, [0, minutes], () => perMinute, (unit) => ({
    route: [CONF, SETTINGS, PAGE][Math.floor(unit() * 3)]!,
    client: `192.0.2.${Math.floor(unit() * 30)}`,
    latencyMs: latency(unit, 25),
    status: unit() < 0.0002 ? 500 : 200,
  }));
}

/** The same requests, changed where `change` says. */
function changed(
  rows: readonly RequestRow[],
  change: (row: RequestRow, unit: number) => Partial<RequestRow>,
): RequestRow[] {
  return rows.map((row, at) => ({ ...row, ...change(row, (at * 0.618034) % 1) }));
}

function isIn({ second }: RequestRow, from: number, to: number): boolean {
  return second >= from * 60 && second < to * 60;
}

Deno.test("accessFindings() tells that requests of all routes fail on one host, with their share and lines", () => {
  const hit = changed(usual(1, DAY), (row, unit) => isIn(row, 700, 720) && unit < 0.5 ? { status: 500 } : {});
  const [finding, ...others] = accessFindings(factsOf({ "om-1": hit, "om-2": usual(2, DAY) }, DAY));
  assertEquals(others, []);
  assertEquals(show([finding!]), ["high access.errors-burst @700 on om-1"]);
  assertMatch(finding!.title, /^5\d % of the requests for 3 routes fail with 500$/);
  assertEquals(finding!.evidence.length, 5);
  assert(finding!.evidence.every(({ text, member }) => text.includes("500") && member === "om-1/access.log"));
  assertEquals(finding!.captures["status"], ["500"]);
});

Deno.test("accessFindings() tells that a single seldom route fails, though the rest hides it", () => {
  const report = arrivals(5, [0, DAY], () => 1, (_, minute) => ({
    route: "POST /reports/run",
    status: minute > 900 && minute < 960 ? 503 : 200,
  }));
  const drafts = accessFindings(factsOf({ "om-1": [...usual(1, DAY, 60), ...report] }, DAY));
  const [finding] = drafts;
  assertEquals(show(drafts), ["medium access.errors-burst @900 on om-1"]);
  assertMatch(finding!.title, /^All requests for \/reports\/run fail with 503$/);
});

Deno.test("accessFindings() tells that health probes fail, apart from all other requests", () => {
  const probes = Array.from({ length: DAY * 6 }, (_, at) => {
    const status = at > 700 * 6 && at < 730 * 6 && at % 2 === 0 ? 503 : 200;
    return { second: at * 10, route: "GET /monitor/health", client: "probe", status };
  });
  const drafts = accessFindings(factsOf({ "om-1": [...usual(1, DAY), ...probes] }, DAY));
  assertEquals(show(drafts), ["medium access.errors-burst @700 on om-1"]);
  assertMatch(drafts[0]!.title, /^(?:49|50|51) % of the requests for \/monitor\/health fail with 503$/);
});

Deno.test("accessFindings() names the project whose requests fail, and says when a proxy answered", () => {
  const agents = (gid: string, status: (second: number) => number) =>
    ["1", "2", "3"].flatMap((name) =>
      calls(agentOf(`db-${gid[0]}${name}`, gid), [0, DAY * 60], 60).map((row) => ({
        ...row,
        status: status(row.second),
      }))
    );
  const failing = (second: number) => second >= 600 * 60 && second < 640 * 60 ? 504 : 200;
  const rows = [...agents(GID_A, failing), ...agents(GID_B, () => 200)];
  const [finding] = accessFindings(factsOf({ "om-1": rows }, DAY));
  assertEquals([finding!.groupIds, finding!.agents], [[GID_A], ["db-a1", "db-a2", "db-a3"]]);
  assertMatch(finding!.explanation, /proxy/);
});

Deno.test("accessFindings() tells that p95 rises on one host, from what to what", () => {
  const slow = changed(
    usual(1, DAY),
    (row, unit) => isIn(row, 700, 730) && unit < 0.4 ? { latencyMs: 9000 } : {},
  );
  const [finding, ...others] = accessFindings(factsOf({ "om-1": slow, "om-2": usual(2, DAY) }, DAY));
  assertEquals(others, []);
  assertEquals([finding!.rule, finding!.severity, finding!.hosts], ["access.latency-shift", "high", [
    "om-1",
  ]]);
  const minute = (finding!.onsetMs - START_MS) / 60_000;
  assert(minute >= 699 && minute <= 702, `${minute}`);
  assertMatch(finding!.title, /^Requests for 3 routes take about 8\.2 s instead of about \d\d ms \(p95\)$/);
  assert(finding!.evidence.length > 0);
});

Deno.test("accessFindings() tells with low severity that requests take two and a half times as long", () => {
  const rows = arrivals(11, [0, DAY], () => 30, (unit, minute) => ({
    route: PAGE,
    latencyMs: (minute >= 800 && minute < 900 ? 2.5 : 1) * (60 + latency(unit, 20)),
  }));
  const drafts = accessFindings(factsOf({ "om-1": rows }, DAY));
  assertEquals(drafts.map(({ rule, severity }) => [rule, severity]), [["access.latency-shift", "low"]]);
  const minute = (drafts[0]!.onsetMs - START_MS) / 60_000;
  assert(minute >= 795 && minute <= 805, `${minute}`);
});

Deno.test("accessFindings() tells that one route became slow for good", () => {
  const slow = changed(
    usual(1, DAY),
    (row) => row.route === PAGE && row.second > 1000 * 60 ? { latencyMs: 2000 } : {},
  );
  const drafts = accessFindings(factsOf({ "om-1": slow }, DAY));
  assertEquals(show(drafts), ["medium access.latency-shift @1000 on om-1"]);
  assertEquals(drafts[0]!.captures["route"], [PAGE]);
});

Deno.test("accessFindings() does not take other work for slower work", () => {
  // Pages always take two seconds; in the afternoon there are ten times as many.
  const pages = arrivals(
    3,
    [0, DAY],
    (minute) => minute > 720 ? 20 : 2,
    () => ({ route: PAGE, latencyMs: 2000 }),
  );
  const agents = arrivals(4, [0, DAY], () => 20, (unit) => ({ route: CONF, latencyMs: latency(unit, 10) }));
  assertEquals(show(accessFindings(factsOf({ "om-1": [...pages, ...agents] }, DAY))), []);
});

Deno.test("accessFindings() says nothing of three slow requests of a seldom route", () => {
  const seldom = [100, 700, 705, 710, 1200].map((minute) => ({
    second: minute * 60,
    route: "GET /export",
    latencyMs: minute > 650 && minute < 720 ? 60_000 : 30,
  }));
  assertEquals(show(accessFindings(factsOf({ "om-1": [...usual(1, DAY), ...seldom] }, DAY))), []);
});

/** A tool that signs in with Digest for each call. */
function tool(
  client: string,
  seed: number,
  refused: (minute: number) => boolean = () => false,
): RequestRow[] {
  return arrivals(seed, [0, DAY], () => 4, () => ({ route: API, client, groupId: GID_A })).flatMap(
    (row, at) => {
      const call = { ...row, url: `?n=${at}`, latencyMs: 9 };
      return [{ ...call, status: 401 }, {
        ...call,
        status: refused(row.second / 60) ? 401 : 200,
        second: row.second + 1,
      }];
    },
  );
}

Deno.test("accessFindings() tells of refused calls, not of Digest handshakes", () => {
  const quiet = [...usual(1, DAY), ...tool("198.51.100.7", 2)];
  assertEquals(show(accessFindings(factsOf({ "om-1": quiet }, DAY))), []);
  const broken = tool("198.51.100.8", 3, (minute) => minute > 800 && minute < 830);
  const [finding, ...others] = accessFindings(factsOf({ "om-1": [...quiet, ...broken] }, DAY));
  assertEquals(others, []);
  assertEquals(show([finding!]), [`medium access.auth-burst @800 on om-1 ${GID_A[0]}`]);
  assertEquals(finding!.captures["client"], ["198.51.100.8"]);
  assert(finding!.evidence.every(({ text }) => text.includes(" 401 ")));
});

Deno.test("accessFindings() tells of a client that never gets in, without saying when it began", () => {
  const script = arrivals(5, [0, DAY], () => 1, () => ({ route: API, client: "198.51.100.9", status: 403 }));
  const drafts = accessFindings(factsOf({ "om-1": [...usual(1, DAY), ...script] }, DAY));
  assertEquals(show(drafts), [`low access.auth-burst always on om-1`]);
  assertEquals(drafts[0]!.title, "198.51.100.9 is always refused");
});

Deno.test("accessFindings() tells of a client that floods", () => {
  const flood = arrivals(
    6,
    [600, 612],
    () => 400,
    () => ({ route: API, client: "198.51.100.66", latencyMs: 9 }),
  );
  const drafts = accessFindings(factsOf({ "om-1": [...usual(1, DAY), ...flood] }, DAY));
  assertEquals(show(drafts), ["low access.client-flood @600 on om-1"]);
  assertEquals(drafts[0]!.captures["client"], ["198.51.100.66"]);
  assert(drafts[0]!.count >= 4500, `${drafts[0]!.count}`);
});

Deno.test("accessFindings() tells of a known client that floods all servers at once", () => {
  const own = (seed: number) =>
    arrivals(
      seed,
      [0, DAY],
      (minute) => minute >= 600 && minute < 620 ? 100 : 2,
      () => ({ route: API, client: "lb" }),
    );
  const hosts = Object.fromEntries([1, 2, 3].map((n) => [`om-${n}`, [...usual(n, DAY), ...own(n + 10)]]));
  const drafts = accessFindings(factsOf(hosts, DAY));
  assertEquals(show(drafts), ["low access.client-flood @600 on om-1 om-2 om-3"]);
});

Deno.test("accessFindings() says nothing of a client that always sends most, as a load balancer does", () => {
  const all = usual(1, DAY, 300).map((row) => ({ ...row, client: "10.0.0.1" }));
  assertEquals(show(accessFindings(factsOf({ "om-1": all }, DAY))), []);
});
