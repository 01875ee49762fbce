import { attacksInLogs } from "../../../lib/analyze/access/login_attempts.ts";
import { bruteForceFindings } from "../../../lib/analyze/access/login_brute_force.ts";
import { API_CLOCK } from "../../../lib/analyze/finding_draft.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { assertEquals, assertMatch } from "../../../lib/std/assert.ts";
import { rowAt } from "../finding_case.ts";
import { START_MS } from "../log_case.ts";
import { arrivals, factsOf, LOGIN, type RequestRow, show } from "./access_case.ts";

const DAY = 1440;

/** So many login events within some minutes. */
function logins(
  type: string,
  count: number,
  [from, to]: readonly [from: number, to: number],
  fields: (at: number) => Partial<EventRow>,
): EventRow[] {
  return Array.from({ length: count }, (_, at) => rowAt(from + (to - from) * at / count, type, fields(at)));
}

const MALLORY = { user: "ada", remoteAddress: "203.0.113.9" };
const FAILED = "UNSUCCESSFUL_LOGIN_AUDIT";
const SUCCEEDED = "SUCCESSFUL_LOGIN_AUDIT";

function byTime(...lists: readonly EventRow[][]): EventRow[] {
  return lists.flat().sort((a, b) => a.time < b.time ? -1 : 1);
}

const CASES: readonly (readonly [name: string, events: readonly EventRow[], told: readonly string[]])[] = [
  ["fifteen failures of a user in five minutes", logins(FAILED, 15, [600, 605], () => MALLORY), [
    "medium login.brute-force @600 on ",
  ]],
  [
    "the same and a success after it",
    byTime(logins(FAILED, 15, [600, 605], () => MALLORY), [rowAt(609, SUCCEEDED, MALLORY)]),
    ["high login.brute-force @600 on "],
  ],
  [
    "the same and a success of another user",
    byTime(logins(FAILED, 15, [600, 605], () => MALLORY), [rowAt(609, SUCCEEDED, { user: "bob" })]),
    ["medium login.brute-force @600 on "],
  ],
  ["five failures of a user", logins(FAILED, 5, [600, 601], () => MALLORY), []],
  ["fifteen failures of a user over a day", logins(FAILED, 15, [0, DAY], () => MALLORY), []],
  [
    "one address that tries many users",
    logins(FAILED, 40, [600, 606], (at) => ({ user: `user${at}`, remoteAddress: "203.0.113.9" })),
    ["medium login.brute-force @600 on "],
  ],
  [
    "an office in the morning, behind one address",
    byTime(
      logins(FAILED, 40, [540, 550], (at) => ({ user: `user${at}`, remoteAddress: "198.51.100.1" })),
      logins(SUCCEEDED, 200, [540, 550], (at) => ({ user: `user${at}`, remoteAddress: "198.51.100.1" })),
    ),
    [],
  ],
];

for (const [name, events, told] of CASES) {
  Deno.test(`bruteForceFindings() tells ${told.length === 0 ? "nothing" : told.join()} of ${name}`, () => {
    assertEquals(show(bruteForceFindings(factsOf({ "om-1": [] }, DAY, { events }))), told);
  });
}

Deno.test("bruteForceFindings() says that the account was locked, and names user and address", () => {
  const locked = rowAt(604, "ACCOUNT_LOCKED_AUDIT", { user: "system", raw: { targetUsername: "ada" } });
  const events = byTime(logins(FAILED, 15, [600, 605], () => MALLORY), [locked]);
  const [finding] = bruteForceFindings(factsOf({ "om-1": [] }, DAY, { events }));
  assertMatch(finding!.explanation, /The account was locked\./);
  assertEquals([finding!.captures, finding!.names], [{ user: ["ada"], address: ["203.0.113.9"] }, ["ada"]]);
});

/** Sign-ins of one client; the first ones fail. */
function attempts(
  client: string,
  [from, to]: readonly [number, number],
  perMinute: number,
  failing: number,
): RequestRow[] {
  return arrivals(3, [from, to], () => perMinute, (unit) => ({
    route: LOGIN,
    client,
    status: unit() < failing ? 401 : 200,
  }));
}

Deno.test("bruteForceFindings() sees attempts in the access log, with the lines", () => {
  const [finding, ...others] = bruteForceFindings(
    factsOf({ "om-1": attempts("203.0.113.9", [600, 610], 10, 1) }, DAY),
  );
  assertEquals(others, []);
  assertEquals(show([finding!]), ["medium login.brute-force @600 on om-1"]);
  assertEquals([finding!.captures["address"], finding!.evidence.length], [["203.0.113.9"], 5]);
});

Deno.test("bruteForceFindings() tells events and access log of one attack once, with the lines", () => {
  const events = logins(FAILED, 100, [600, 610], () => MALLORY);
  const facts = factsOf({ "om-1": attempts("203.0.113.9", [600, 610], 10, 1) }, DAY, { events });
  const [finding, ...others] = bruteForceFindings(facts);
  assertEquals([others.length, finding!.hosts, finding!.evidence.length], [0, ["om-1"], 5]);
});

Deno.test("bruteForceFindings() takes many sign-ins through a proxy for people", () => {
  assertEquals(bruteForceFindings(factsOf({ "om-1": attempts("10.0.0.1", [540, 560], 40, 0.2) }, DAY)), []);
});

/** What one client does on two hosts by turns, by the right time; the clock of the second is ahead by 40 minutes. */
function onTwoHosts(rows: readonly RequestRow[]): Record<string, RequestRow[]> {
  const late = rows.map((row) => ({ ...row, second: row.second + 2400 }));
  return {
    "om-1": rows.filter((_, at) => at % 2 === 0),
    "om-2": late.filter((_, at) => at % 2 === 1),
  };
}

const AHEAD = { offsetOf: (host: string) => host === "om-2" ? 2_400_000 : 0 };

Deno.test("bruteForceFindings() takes requests on hosts whose clocks differ for one attack", () => {
  const hosts = onTwoHosts(attempts("203.0.113.9", [600, 610], 10, 1));
  const [finding, ...others] = bruteForceFindings(factsOf(hosts, DAY, AHEAD));
  assertEquals(others, []);
  assertEquals(show([finding!]), ["medium login.brute-force @600 on om-1 om-2"]);
  assertEquals(finding!.onsetHost, API_CLOCK);
  assertMatch(finding!.title, / fail in (?:9|10) minutes$/);
  // By the clocks as they are, it would be two.
  assertEquals(bruteForceFindings(factsOf(hosts, DAY)).length, 2);
});

Deno.test("attacksInLogs() has the failures of hosts whose clocks differ in the right order", () => {
  const hosts = onTwoHosts(Array.from({ length: 30 }, (_, at) => ({
    second: 36_000 + 11 * at,
    route: LOGIN,
    client: "203.0.113.9",
    status: 401,
  })));
  const [attack, ...others] = attacksInLogs(factsOf(hosts, DAY, AHEAD));
  assertEquals([others.length, attack!.by, attack!.name, attack!.count], [0, "address", "203.0.113.9", 30]);
  assertEquals(
    attack!.failures.map(({ timeMs }) => (timeMs - START_MS) / 1000),
    Array.from({ length: 30 }, (_, at) => 36_000 + 11 * at),
  );
  assertEquals([attack!.fromMs, attack!.toMs], [START_MS + 36_000_000, START_MS + 36_319_000]);
});

Deno.test("attacksInLogs() compares with the sign-ins of that time, whatever the clocks of the hosts", () => {
  const failing = attempts("203.0.113.9", [600, 620], 8, 1);
  const fine = (from: number): RequestRow[] =>
    arrivals(5, [from, from + 20], () => 60, () => ({ route: LOGIN, client: "198.51.100.1", status: 200 }));
  const late = (rows: readonly RequestRow[]) => rows.map((row) => ({ ...row, second: row.second + 2400 }));
  const attacks = (rows: RequestRow[]) =>
    attacksInLogs(factsOf({ "om-1": failing, "om-2": late(rows) }, DAY, AHEAD)).length;
  // A busy office at that time makes it people; one forty minutes before or after does not.
  assertEquals([attacks(fine(600)), attacks(fine(560)), attacks(fine(640))], [0, 1, 1]);
});
