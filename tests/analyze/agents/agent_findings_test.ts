import { agentFindings } from "../../../lib/analyze/agents/agent_findings.ts";
import { listAgents } from "../../../lib/analyze/agents/list_agents.ts";
import type { Series } from "../../../lib/analyze/finding.ts";
import type { TimedRestart } from "../../../lib/analyze/restarts.ts";
import type { AgentEntry } from "../../../lib/scan/column_block.ts";
import { assert, assertEquals, assertMatch } from "../../../lib/std/assert.ts";
import {
  agentOf,
  arrivals,
  calls,
  factsOf,
  GID_A,
  GID_B,
  GID_C,
  PAGE,
  type RequestRow,
  show,
  spanOf,
  tallyOf,
} from "../access/access_case.ts";
import { START_MS, timeAt } from "../log_case.ts";

const DAY = 1440;

/** Calls of an agent every ten seconds from one minute to another, without those of the stretches left out. */
function day(agent: AgentEntry, ...silent: readonly (readonly [from: number, to: number])[]): RequestRow[] {
  const isSilent = ({ second }: RequestRow) =>
    silent.some(([from, to]) => second >= from * 60 && second < to * 60);
  return calls(agent, [0, DAY * 60], 10).filter((row) => !isSilent(row));
}

/** Pages that people look at: the access log goes on. */
function pages(from = 0, to = DAY): RequestRow[] {
  return arrivals(9, [from, to], () => 5, () => ({ route: PAGE, client: "person", latencyMs: 30 }));
}

const A1 = agentOf("db-a1");
const A2 = agentOf("db-a2");
const A3 = agentOf("db-a3");
const B1 = agentOf("db-b1", GID_B);
const B2 = agentOf("db-b2", GID_B);
const C1 = agentOf("db-c1", GID_C);

function restartAt(minute: number, host: string): TimedRestart {
  return {
    host,
    category: "application",
    time: timeAt(minute),
    timeMs: START_MS + minute * 60_000,
    version: null,
    previousVersion: null,
    kind: "clean",
    silentMs: 0,
    evidence: [],
  };
}

/** What happens, and what is told of it. */
const CASES: readonly {
  readonly name: string;
  readonly hosts: Readonly<Record<string, readonly RequestRow[]>>;
  readonly restarts?: readonly TimedRestart[];
  readonly told: readonly string[];
}[] = [
  {
    name: "one agent that is away for an hour",
    hosts: { "om-1": [...day(A1, [600, 660]), ...day(A2), ...day(B1), ...pages()] },
    told: ["medium agent.silent @599 on om-1 a"],
  },
  {
    name: "one agent that is away for a quarter of an hour",
    hosts: { "om-1": [...day(A1, [600, 615]), ...day(A2), ...day(B1), ...pages()] },
    told: ["low agent.silent @599 on om-1 a"],
  },
  {
    name: "one agent that is away for five minutes",
    hosts: { "om-1": [...day(A1, [600, 605]), ...day(A2), ...pages()] },
    told: [],
  },
  {
    name: "an agent that stops for good",
    hosts: { "om-1": [...day(A1, [1000, DAY]), ...day(A2), ...pages()] },
    told: ["medium agent.silent @999 on om-1 a"],
  },
  {
    name: "all agents of a project that fall silent within a minute",
    hosts: {
      "om-1": [
        ...day(A1, [600, 700]),
        ...day(A2, [600.4, 700]),
        ...day(A3, [600.8, 690]),
        ...day(B1),
        ...day(C1),
      ],
    },
    told: ["high agent.silent @599 on om-1 a"],
  },
  {
    name: "all agents of all projects that fall silent together",
    hosts: { "om-1": [...[A1, A2, B1, B2, C1].flatMap((agent) => day(agent, [600, 700])), ...pages()] },
    told: ["high agent.silent @599 on om-1 a b c"],
  },
  {
    name: "two projects with an agent each that fall silent hours apart",
    hosts: { "om-1": [...day(A1, [300, 340]), ...day(B1, [900, 940]), ...day(A2), ...day(B2), ...pages()] },
    told: ["medium agent.silent @299 on om-1 a", "medium agent.silent @899 on om-1 b"],
  },
  {
    name: "an agent that moves to another server",
    hosts: {
      "om-1": [...day(A1, [600, DAY]), ...pages()],
      "om-2": [...day(A1, [0, 600]), ...pages()],
    },
    told: [],
  },
  {
    name: "an access log that ends before the others",
    hosts: { "om-1": [...day(A1, [600, DAY]), ...day(A2, [600, DAY])], "om-2": [...day(B1), ...pages()] },
    told: [],
  },
  {
    name: "an access log with a hole",
    hosts: { "om-1": [...day(A1, [600, 680]), ...day(A2, [600, 680])], "om-2": day(B1) },
    told: [],
  },
  {
    name: "an agent that stays away after a hole in its access log",
    hosts: { "om-1": [...day(A1, [600, 900]), ...day(A2, [600, 680])], "om-2": day(B1) },
    told: ["medium agent.silent @599 on om-1 a"],
  },
  {
    name: "an agent that takes its time after a restart of its server",
    hosts: { "om-1": [...day(A1, [600, 620]), ...day(A2, [600, 604]), ...pages()] },
    restarts: [restartAt(603, "om-1")],
    told: [],
  },
  {
    name: "an agent that is away while another server restarts",
    hosts: { "om-1": [...day(A1, [600, 620]), ...day(A2), ...pages()] },
    restarts: [restartAt(603, "om-2")],
    told: ["low agent.silent @599 on om-1 a"],
  },
  {
    name: "an agent that calls every half hour, and an hour late once",
    hosts: {
      "om-1": [...calls(A1, [0, DAY * 60], 1800).filter(({ second }) => second !== 36_000), ...pages()],
    },
    told: [],
  },
  {
    name: "a whole project whose key was deleted, and which gets a new one",
    hosts: {
      "om-1": [
        ...[A1, A2, A3].flatMap((agent) =>
          day(agent).map((row) => row.second > 36_000 && row.second < 38_000 ? { ...row, status: 401 } : row)
        ),
        ...day(B1),
      ],
    },
    told: ["high agent.unauthorized @600 on om-1 a"],
  },
  {
    name: "one agent with an old key for as long as the logs go back",
    hosts: {
      "om-1": [...day(A1).map((row) => ({ ...row, status: 401 })), ...day(A2), ...day(A3), ...day(B1)],
    },
    told: ["medium agent.unauthorized always on om-1 a"],
  },
  {
    name: "a key that is changed within two minutes",
    hosts: {
      "om-1": [
        ...day(A1).map((row) => row.second > 36_000 && row.second < 36_120 ? { ...row, status: 401 } : row),
      ],
    },
    told: [],
  },
  {
    name: "a single 401 now and then",
    hosts: { "om-1": [...day(A1).map((row) => row.second % 3600 === 0 ? { ...row, status: 401 } : row)] },
    told: [],
  },
  {
    name: "an agent whose clock is two minutes ahead",
    hosts: {
      "om-1": [
        ...day(A1).map((row) => ({ ...row, offsetMs: 120_000 })),
        ...day(A2).map((row) => ({ ...row, offsetMs: 90 })),
      ],
    },
    told: ["low agent.clock-skew always on om-1 a"],
  },
  {
    name: "clocks with single wild values, and one that is fifty seconds behind",
    hosts: {
      "om-1": [
        ...day(A1).map((row, at) => ({ ...row, offsetMs: at % 5 === 0 ? 1e12 : 90 })),
        ...day(A2).map((row) => ({ ...row, offsetMs: -50_000 })),
      ],
    },
    told: [],
  },
  {
    name: "a server whose own clock is off",
    hosts: {
      "om-1": [A1, A2, B1].flatMap((agent) => day(agent).map((row) => ({ ...row, offsetMs: -95_000 }))),
      "om-2": [A3, B2].flatMap((agent) => day(agent).map((row) => ({ ...row, offsetMs: 80 }))),
    },
    told: ["medium agent.clock-skew always on om-1"],
  },
];

for (const { name, hosts, restarts = [], told } of CASES) {
  Deno.test(`agentFindings() tells ${told.length === 0 ? "nothing" : told.join(" and ")} of ${name}`, () => {
    assertEquals(show(agentFindings(factsOf(hosts, DAY, { restarts }))), told);
  });
}

Deno.test("agentFindings() says nothing of agents that rest at night, as far as another night shows it", () => {
  const rows = [0, 1, 2].flatMap((at) => calls(A1, [(at * DAY + 420) * 60, (at * DAY + 1200) * 60], 10));
  assertEquals(show(agentFindings(factsOf({ "om-1": [...rows, ...pages(0, 3 * DAY)] }, 3 * DAY))), []);
});

Deno.test("agentFindings() shows the last call before a silence and the first one after it", () => {
  const hosts = { "om-1": [...day(A1, [600, 660]), ...day(A2), ...pages()] };
  const [finding] = agentFindings(factsOf(hosts, DAY));
  assertEquals(finding!.evidence.map(({ time }) => time), [timeAt(600 - 1 / 6), timeAt(660)]);
  assertEquals([finding!.agents, finding!.count], [["db-a1"], 1]);
  assertMatch(finding!.explanation, /about every 10 seconds, and then not at all for 60 minutes/);
  assert(finding!.confirmingTypes.includes("AUTOMATION_AGENT_DOWN"));
});

Deno.test("agentFindings() bounds the onset of a silence by the next call that did not come", () => {
  const [finding] = agentFindings(factsOf({ "om-1": [...day(A1, [600, 660]), ...pages()] }, DAY));
  assert(finding!.latestOnsetMs >= START_MS + 600 * 60_000);
  assert(finding!.latestOnsetMs <= START_MS + 601 * 60_000);
});

Deno.test("listAgents() has a row for each agent and project, with its latest version", () => {
  const tally = tallyOf({
    "om-1": [
      ...calls(agentOf("db-1", GID_A, "108.0.1"), [0, 600], 10, { offsetMs: 200 }),
      {
        second: 605,
        route: "GET /agents/api/automation/conf/v1/{gid}",
        agent: agentOf("db-1", GID_B, null),
        status: 401,
      },
    ],
    "om-2": calls(agentOf("db-1", GID_A, "108.0.2"), [600, 1200], 10, { offsetMs: 200 }),
  });
  assertEquals(listAgents(tally, spanOf(30)), [
    {
      host: "db-1",
      groupId: GID_A,
      version: "108.0.2",
      requests: 120,
      first: timeAt(0),
      last: timeAt(1190 / 60),
      unauthorized: 0,
      longestSilenceMs: 10_000,
      clockOffsetMs: 201,
      // Ten seconds have a call each for 20 minutes, then no more.
      calls: minutes((minute) => minute < 20 ? 6 : 0),
    },
    {
      host: "db-1",
      groupId: GID_B,
      version: null,
      requests: 1,
      first: timeAt(605 / 60),
      last: timeAt(605 / 60),
      unauthorized: 1,
      longestSilenceMs: 0,
      clockOffsetMs: null,
      calls: minutes((minute) => minute === 10 ? 1 : 0),
    },
  ]);
});

Deno.test("listAgents() draws the courses of many agents coarsely, and of thousands none", () => {
  const fleet = (size: number) =>
    tallyOf({
      "om-1": Array.from({ length: size }, (_, i) => calls(agentOf(`db-${i}`, GID_A, "1"), [0, 20], 10))
        .flat(),
    });
  const lengths = [100, 2000, 4000].map((size) =>
    listAgents(fleet(size), spanOf(60 * 24)).map(({ calls }) => calls?.counts.length)
  );
  // A day in buckets of 15 minutes, of two hours.
  assertEquals(lengths.map(([first]) => first), [96, 12, undefined]);
});

/** A course of 30 minutes. */
function minutes(count: (minute: number) => number): Series {
  return { start: timeAt(0), bucketMs: 60_000, counts: Array.from({ length: 30 }, (_, i) => count(i)) };
}
