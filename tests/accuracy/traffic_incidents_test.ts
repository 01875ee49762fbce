/** What the sample generator does not plant, from the lines of synthetic logs to the findings; and near misses. */
import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { eventAt, type LogLine, PROJECTS, repeat } from "../analyze/log_case.ts";
import {
  agentCalls,
  analyzeTraffic,
  type Call,
  clientCalls,
  DAY,
  randomMinutes,
  startOf,
  stopOf,
  type Stretch,
  told,
  type TrafficCase,
  visits,
} from "./synthetic_traffic.ts";

const [A, B, C] = PROJECTS as [string, string, string];
const BOTH = "om-1+om-2";
/** Harmless changes. */
const CHANGES = [
  eventAt(300, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: C, username: "ada" }),
  eventAt(598, "ALERT_CONFIG_CHANGED_AUDIT", { groupId: B, username: "ada" }),
  eventAt(698, "JOINED_GROUP", { groupId: A, targetUsername: "eve" }),
];
const DEBUG = { level: "DEBUG", logger: "com.xgen.svc.mms.svc.ping.PingSvc", message: "Ping 7 seen" };

function ordinary(seed: number, minutes = DAY, every = 0.5): Call[] {
  return [...agentCalls(seed, minutes, { every }), ...visits(seed, minutes, every === 0.5 ? 3 : 1)];
}

function isIn([from, to]: Stretch): (call: { readonly minute: number }) => boolean {
  return ({ minute }) => minute >= from && minute < to;
}

/** All calls but those of agents whose name begins so, in a stretch. */
function without(calls: readonly Call[], agent: string, stretch: Stretch): Call[] {
  return calls.filter((call) => !(call.request.includes(`ahs=${agent}`) && isIn(stretch)(call)));
}

/** Calls in a stretch are sixty times as slow. */
function slowIn(calls: readonly Call[], stretch: Stretch): Call[] {
  return calls.map((call) =>
    isIn(stretch)(call) ? { ...call, latencyMs: 60 * (call.latencyMs ?? 0) + 300 } : call
  );
}

/** Both servers are stopped and started again, one after the other, three minutes each. */
function rolled(minute: number, version: string): Pick<TrafficCase, "records" | "down"> {
  const restart = (at: number) => [stopOf(at), ...startOf(at + 3, version)];
  return {
    records: { 0: restart(minute), 1: restart(minute + 4) },
    down: [{ server: 0, stretch: [minute + 0.1, minute + 3] }, {
      server: 1,
      stretch: [minute + 4.1, minute + 7],
    }],
  };
}

/** A tool that posts configurations every minute; in a stretch they fail, and it tries five times as often. */
function posts(stretch: Stretch): Call[] {
  const call = { client: "198.51.100.7", request: `POST /api/public/v1.0/groups/${A}/automationConfig?n=#` };
  return [
    ...clientCalls(8, [0, DAY], 1, call).map((one) => isIn(stretch)(one) ? { ...one, status: 500 } : one),
    ...clientCalls(9, stretch, 4, { ...call, status: 500 }),
  ];
}

function flood(perMinute: number): Call[] {
  return clientCalls(5, [800, 812], perMinute, {
    client: "203.0.113.9",
    user: "qwertyui",
    request: "GET /api/public/v1.0/groups?pageNum=#",
  });
}

/** A tool that signs its calls in a handshake each; from a minute on it is refused. */
function handshakes(until: number): Call[] {
  const call = { client: "198.51.100.7", request: `GET /api/public/v1.0/groups/${A}/hosts?n=#` };
  return clientCalls(23, [0, DAY], 2, call).flatMap((one) => [
    { ...one, status: 401 },
    { ...one, minute: one.minute + 0.005, ...one.minute < until ? { user: "qwertyui" } : { status: 401 } },
  ]);
}

function failedLogins(minutes: readonly number[], user: string, remoteAddress: string): object[] {
  return minutes.map((minute) =>
    eventAt(minute, "UNSUCCESSFUL_LOGIN_AUDIT", { username: user, remoteAddress })
  );
}

const GUESSED = randomMinutes(11, [600, 612], 4);
const ATTACKER = { client: "203.0.113.66", request: "POST /user/v1/auth" };
const CASES: readonly (readonly [name: string, make: () => TrafficCase, told: readonly string[]])[] = [
  ["an ordinary day", () => ({ calls: ordinary(1) }), []],
  ["an agent that stays away after its host was restarted", () => ({
    calls: without(ordinary(2), "db-a1", [600, 655]),
    events: [eventAt(599.7, "HOST_RESTARTED", { groupId: A, hostname: "db-a1.example.com", port: 27017 })],
  }), [`medium agent.silent @599 ${BOTH} a db-a1 because HOST_RESTARTED @599`]],
  ["an agent that is back six minutes after its host was restarted", () => ({
    calls: without(ordinary(2), "db-a1", [600, 606]),
    events: [eventAt(599.7, "HOST_RESTARTED", { groupId: A, hostname: "db-a1.example.com", port: 27017 })],
  }), []],
  ["agents that go with their project", () => ({
    calls: without(ordinary(3), "db-b", [700, DAY]),
    events: [eventAt(699.6, "GROUP_DELETED", { groupId: B, username: "ada" })],
  }), [`low agent.silent @699 ${BOTH} b db-b1+db-b2+db-b3 because GROUP_DELETED @699`]],
  ["agents that go while another project is deleted", () => ({
    calls: without(ordinary(3), "db-b", [700, DAY]),
    events: [eventAt(699.6, "GROUP_DELETED", { groupId: C, username: "ada" })],
  }), [`high agent.silent @699 ${BOTH} b db-b1+db-b2+db-b3`]],
  ["agents that are refused since their project was deleted", () => ({
    calls: ordinary(3).map((call) =>
      call.request.includes(`conf/v1/${B}`) && call.minute > 700 ? { ...call, status: 401 } : call
    ),
    events: [eventAt(699.6, "GROUP_DELETED", { groupId: B, username: "ada" })],
  }), [`low agent.unauthorized @700 ${BOTH} b db-b1+db-b2+db-b3 because GROUP_DELETED @699`]],
  ["a client that floods with a key that was made right before", () => ({
    calls: [...ordinary(4), ...flood(500)],
    events: [
      eventAt(797, "ORG_API_KEY_ADDED", { username: "ada", targetPublicKey: "qwertyui" }),
      eventAt(798, "ORG_API_KEY_ADDED", { username: "ada", targetPublicKey: "asdfghjk" }),
    ],
  }), [`low access.client-flood @800 ${BOTH} because ORG_API_KEY_ADDED @797`]],
  ["a client that asks once a second", () => ({ calls: [...ordinary(4), ...flood(60)] }), []],
  ["requests that are slow for good since an upgrade in the first half of the day", () => ({
    calls: slowIn(ordinary(6), [600, DAY]),
    ...rolled(600, "8.0.20"),
  }), [`medium access.latency-shift @600 ${BOTH}`]],
  ["servers that are slow for some minutes after an upgrade", () => ({
    calls: slowIn(ordinary(6), [600, 613]),
    ...rolled(600, "8.0.20"),
  }), [`low access.latency-shift @600 ${BOTH}`]],
  ["a route that fails for half an hour", () => ({
    calls: [...ordinary(7), ...posts([900, 930])],
  }), [`high access.errors-burst @900 ${BOTH} a`]],
  ["a route that fails some times", () => ({ calls: [...ordinary(7), ...posts([900, 904])] }), []],
  ["a password that is guessed", () => ({
    calls: [
      ...ordinary(10),
      ...clientCalls(11, [600, 612], 4, { ...ATTACKER, status: 401 }),
      ...clientCalls(12, [612, 613], 2, ATTACKER),
    ],
    events: [
      ...failedLogins(GUESSED, "root@example.com", ATTACKER.client),
      eventAt(612.5, "SUCCESSFUL_LOGIN_AUDIT", {
        username: "root@example.com",
        remoteAddress: ATTACKER.client,
      }),
    ],
  }), [`high login.brute-force @600 ${BOTH}`]],
  ["a password that is mistyped four times", () => ({
    calls: ordinary(10),
    events: failedLogins([600, 600.5, 601, 602], "ada@example.com", "192.0.2.4"),
  }), []],
  ["clocks of agents, one of them over three minutes ahead", () => ({
    calls: [
      ...agentCalls(13, DAY, { clocks: { "db-c1": 200_000, "db-c2": 45_000 } }),
      ...visits(13, DAY),
    ],
  }), [`low agent.clock-skew @0 ${BOTH} c db-c1`]],
  ["an upgrade of one server after the other", () => ({ calls: ordinary(14), ...rolled(600, "8.0.11") }), []],
  ["an upgrade that forgets a server", () => ({
    calls: ordinary(14),
    records: { 0: [stopOf(600), ...startOf(603, "8.0.11")] },
    down: [{ server: 0, stretch: [600.1, 603] }],
  }), [`medium log.version-skew @603 ${BOTH}`]],
  ["a logger that is left at DEBUG", () => ({
    calls: ordinary(15),
    records: { 0: repeat(randomMinutes(16, [700, DAY], 8), DEBUG) },
    events: [eventAt(699.5, "LOG_LEVEL_CHANGE", { username: "ada" })],
  }), [
    "medium log.debug-left-on @700 om-1 because LOG_LEVEL_CHANGE @699",
    "low signature.burst @700 om-1 because LOG_LEVEL_CHANGE @699",
  ]],
  ["a logger that is set to DEBUG for a quarter of an hour", () => ({
    calls: ordinary(15),
    records: { 0: repeat(randomMinutes(16, [700, 715], 20), DEBUG) },
    events: [eventAt(699.5, "LOG_LEVEL_CHANGE", { username: "ada" })],
  }), ["low signature.burst @700 om-1 because LOG_LEVEL_CHANGE @699"]],
  ["an access log that is empty, as before 8.0.25", () => ({
    calls: [],
  }), [`low coverage.missing @0 ${BOTH}`]],
  ["both servers stopped in order for twelve minutes", () => ({
    calls: ordinary(18),
    records: { 0: [stopOf(600), ...startOf(612, "8.0.10")], 1: [stopOf(600), ...startOf(612, "8.0.10")] },
    down: [{ server: 0, stretch: [600.1, 612] }, { server: 1, stretch: [600.1, 612] }],
  }), []],
  ["a server that dies and is back after 25 minutes", () => ({
    calls: ordinary(18),
    records: { 0: startOf(625, "8.0.10") },
    down: [{ server: 0, stretch: [600.1, 625] }],
  }), ["high log.restart-abrupt @599 om-1"]],
  ["a network that is cut before both servers for twenty minutes", () => ({
    calls: ordinary(21).filter((call) => !isIn([600, 620])(call)),
  }), [`high log.silence @600 ${BOTH}`]],
  ["an API key that is deleted while a tool uses it", () => ({
    calls: [...ordinary(22), ...handshakes(700)],
    events: [
      eventAt(650, "ORG_API_KEY_ADDED", { username: "ada", targetPublicKey: "asdfghjk" }),
      eventAt(699.5, "ORG_API_KEY_DELETED", { username: "ada", targetPublicKey: "qwertyui" }),
    ],
  }), [`medium access.auth-burst @700 ${BOTH} a because ORG_API_KEY_DELETED @699`]],
  ["a tool that asks for much every six hours", () => ({
    calls: [
      ...ordinary(24, DAY, 1),
      ...[185, 550, 908, 1265].flatMap((minute) =>
        clientCalls(minute, [minute, minute + 15], 140, {
          client: "198.51.100.7",
          request: "GET /api/public/v1.0/groups?n=#",
        })
      ),
    ],
  }), []],
  ["a batch every week", () => ({
    minutes: 10 * DAY,
    calls: [
      ...ordinary(19, 10 * DAY, 5),
      ...[2, 9].flatMap((day) =>
        clientCalls(day, [day * DAY + 120, day * DAY + 180], 130, {
          client: "198.51.100.5",
          request: "GET /api/public/v1.0/groups?n=#",
          latencyMs: 900,
        })
      ),
    ],
  }), []],
  ["a deployment every night", () => ({ minutes: 4 * DAY, ...nightly(4) }), []],
];

/** Every night both servers are restarted; meanwhile requests are slow and some fail. */
function nightly(nights: number): Omit<TrafficCase, "minutes"> {
  const starts = Array.from({ length: nights }, (_, night) => night * DAY + 125 + 3 * night);
  const restarts = starts.map((minute) => rolled(minute, "8.0.10"));
  const calls = starts.reduce<Call[]>(
    (all, minute) => slowIn(all, [minute, minute + 14]),
    ordinary(20, nights * DAY, 1),
  );
  const ofServer = (server: number): LogLine[] => restarts.flatMap(({ records }) => records?.[server] ?? []);
  return {
    calls: calls.map((call, at) =>
      at % 30 === 0 && starts.some((minute) => isIn([minute, minute + 14])(call))
        ? { ...call, status: 503 }
        : call
    ),
    records: { 0: ofServer(0), 1: ofServer(1) },
    down: restarts.flatMap(({ down = [] }) => down),
    events: starts.map((minute) => eventAt(minute - 1, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A })),
  };
}

Deno.test("analyzeArchive() says that a new message and slow requests come with an upgrade", async () => {
  const { findings } = await analyzeTraffic({
    calls: slowIn(ordinary(25), [600, DAY]),
    ...rolled(600, "8.0.20"),
    records: {
      ...rolled(600, "8.0.20").records,
      0: [
        ...rolled(600, "8.0.20").records?.[0] ?? [],
        ...repeat(randomMinutes(26, [605, DAY], 0.2), { level: "WARN", message: "Synthetic set left out" }),
      ],
    },
  });
  const words = new Map(findings.map(({ rule, explanation }) => [rule, explanation]));
  assertMatch(
    words.get("signature.new")!,
    / It begins \d+ minutes after om-1 was started with version 8\.0\.20 instead of 8\.0\.10\./,
  );
  assertMatch(
    words.get("access.latency-shift")!,
    / It begins when om-1, om-2 are started with version 8\.0\.20 instead of 8\.0\.10, at 2026-04-12T10:03/,
  );
});

for (const [name, make, expected] of CASES) {
  Deno.test(`analyzeArchive() tells ${expected.length === 0 ? "nothing" : expected.join(" and ")} of ${name}`, async () => {
    const { events = [], ...traffic } = make();
    const analysis = await analyzeTraffic({ ...traffic, events: [...CHANGES, ...events] });
    assertEquals(told(analysis), expected);
    for (const { rule, evidence } of analysis.findings) {
      assertEquals(evidence.length > 0, rule !== "coverage.missing", `evidence of ${rule}`);
    }
  });
}
