import { bruteForceFindings } from "../../../lib/analyze/access/login_brute_force.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { assertEquals, assertMatch } from "../../../lib/std/assert.ts";
import { rowAt } from "../finding_case.ts";
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
