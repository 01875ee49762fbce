import { changeEvents, rankCauses } from "../../../lib/analyze/causes/rank_causes.ts";
import type { FindingDraft } from "../../../lib/analyze/finding_draft.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { draftAt, rowAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];
const LEAD_MS = 1_800_000;
const DAY_MS = 86_400_000;
const UNKNOWN = { effectOf: () => 0.5, originOf: () => null, notBeforeMs: () => -Infinity };
const PUBLISHED = "AUTOMATION_CONFIG_PUBLISHED_AUDIT";

function causesOf(finding: FindingDraft, ...events: readonly EventRow[]): string[] {
  return rankCauses(finding, changeEvents(events, DAY_MS), LEAD_MS).map(({ eventId }) => eventId);
}

/** Events around a finding that begins at minute 100, and which of them are named as causes, best first. */
const CASES: readonly {
  name: string;
  finding: Partial<FindingDraft>;
  events: EventRow[];
  causes: string[];
}[] = [
  {
    name: "a configuration published for the project right before",
    finding: { groupIds: [A] },
    events: [rowAt(98, PUBLISHED, { groupId: A })],
    causes: [`${PUBLISHED}@98`],
  },
  {
    name: "nothing of another project",
    finding: { groupIds: [A] },
    events: [rowAt(99, PUBLISHED, { groupId: B })],
    causes: [],
  },
  {
    name: "the project's own event before one of another project that is nearer",
    finding: { groupIds: [A] },
    events: [rowAt(90, PUBLISHED, { groupId: A }), rowAt(99, PUBLISHED, { groupId: B })],
    causes: [`${PUBLISHED}@90`],
  },
  {
    name: "no event of one project for trouble of all",
    finding: {},
    events: [rowAt(99, PUBLISHED, { groupId: A })],
    causes: [],
  },
  {
    name: "an event without a project for trouble of all",
    finding: {},
    events: [rowAt(99, PUBLISHED)],
    causes: [`${PUBLISHED}@99`],
  },
  {
    name: "nothing before the lead",
    finding: { groupIds: [A] },
    events: [rowAt(69, PUBLISHED, { groupId: A })],
    causes: [],
  },
  {
    name: "nothing after the onset",
    finding: { groupIds: [A] },
    events: [rowAt(100.5, PUBLISHED, { groupId: A })],
    causes: [],
  },
  {
    name: "an event a second after the onset: event times are cut to seconds and clocks differ",
    finding: { groupIds: [A] },
    events: [rowAt(100 + 1 / 60, PUBLISHED, { groupId: A })],
    causes: [`${PUBLISHED}@${100 + 1 / 60}`],
  },
  {
    name: "an event within the time in which the trouble must have begun",
    finding: { groupIds: [A], latestOnsetMs: draftAt(105).onsetMs },
    events: [rowAt(104, PUBLISHED, { groupId: A }), rowAt(106, PUBLISHED, { groupId: A })],
    causes: [`${PUBLISHED}@104`],
  },
  {
    name: "no alert, recovery or sign-in, though they are of the same host",
    finding: { groupIds: [A], hosts: ["om-1.example.com"] },
    events: [
      rowAt(98, "HOST_DOWN", { groupId: A, host: "om-1.example.com" }),
      rowAt(99, "HOST_UP", { groupId: A, host: "om-1.example.com" }),
      rowAt(99, "SUCCESSFUL_LOGIN_AUDIT", { groupId: A }),
    ],
    causes: [],
  },
  {
    name: "nothing harmless: who joins a project breaks nothing",
    finding: { groupIds: [A] },
    events: [
      rowAt(99, "JOINED_GROUP", { groupId: A }),
      rowAt(99, "ALERT_CONFIG_ADDED_AUDIT", { groupId: A }),
    ],
    causes: [],
  },
  {
    name: "the deleted key rather than the harmless change after it",
    finding: { groupIds: [A] },
    events: [
      rowAt(95, "AGENT_API_KEY_DELETED", { groupId: A }),
      rowAt(99, "ALERT_CONFIG_ADDED_AUDIT", { groupId: A }),
    ],
    causes: ["AGENT_API_KEY_DELETED@95"],
  },
  {
    name: "the AppDB's project by the addresses in the differences",
    finding: { rule: "appdb.timeout", addresses: ["appdb-1.example.com:27017"] },
    events: [
      rowAt(97, PUBLISHED, { groupId: B, diffs: [{ type: "PROCESS", name: "appdb-1.example.com:27017" }] }),
    ],
    causes: [`${PUBLISHED}@97`],
  },
  {
    name: "the AppDB's database user by its name",
    finding: { rule: "appdb.auth-failed", names: ["opsmanager"] },
    events: [
      rowAt(96, "MONGODB_USER_DELETED", {
        groupId: B,
        diffs: [{ id: "admin.opsmanager", name: "opsmanager" }],
      }),
      rowAt(98, "MONGODB_USER_DELETED", { groupId: B, diffs: [{ id: "admin.reporter", name: "reporter" }] }),
    ],
    causes: ["MONGODB_USER_DELETED@96"],
  },
  {
    name: "an election of the set whose members the records name, by the event's host",
    finding: { rule: "appdb.not-primary", addresses: ["appdb-2.example.com:27017"] },
    events: [
      rowAt(99, "PRIMARY_ELECTED", { groupId: B, host: "appdb-2.example.com:27017", replicaSet: "appdb" }),
    ],
    causes: ["PRIMARY_ELECTED@99"],
  },
  {
    name: "a change of a set whose members other events tell",
    finding: { rule: "appdb.not-primary", addresses: ["appdb-2.example.com:27017"] },
    events: [
      rowAt(10, "OUTSIDE_METRIC_THRESHOLD", {
        groupId: B,
        host: "appdb-2.example.com:27017",
        replicaSet: "appdb",
      }),
      rowAt(99, "CONFIGURATION_CHANGED", { groupId: B, replicaSet: "appdb" }),
      rowAt(99, "CONFIGURATION_CHANGED", { id: "other set", groupId: B, replicaSet: "shard-7" }),
    ],
    causes: ["CONFIGURATION_CHANGED@99"],
  },
  {
    name: "a store for trouble of backup, and not for other trouble",
    finding: { loggers: ["com.xgen.svc.brs.san.BlockStore"] },
    events: [rowAt(97, "SNAPSHOT_STORE_CONFIG_CHANGE")],
    causes: ["SNAPSHOT_STORE_CONFIG_CHANGE@97"],
  },
  {
    name: "no store for trouble that is not of backup",
    finding: {},
    events: [rowAt(97, "SNAPSHOT_STORE_CONFIG_CHANGE")],
    causes: [],
  },
  {
    name: "a change of that host's daemon rather than of another's",
    finding: { rule: "log.restart-loop" },
    events: [
      rowAt(97, "DAEMON_CONFIG_CHANGE", { host: "om-1.example.com" }),
      rowAt(99, "DAEMON_CONFIG_CHANGE", { host: "om-2.example.com", id: "other host" }),
    ],
    causes: ["DAEMON_CONFIG_CHANGE@97"],
  },
  {
    name: "nothing when it was there all the time",
    finding: { groupIds: [A], isStanding: true },
    events: [rowAt(99, PUBLISHED, { groupId: A })],
    causes: [],
  },
];

for (const { name, finding, events, causes } of CASES) {
  Deno.test(`rankCauses() names ${name}`, () =>
    assertEquals(causesOf(draftAt(100, finding), ...events), causes));
}

Deno.test("rankCauses() prefers the nearer of two equal events, and gives the lag of each", () => {
  const events = changeEvents(
    [rowAt(80, PUBLISHED, { groupId: A }), rowAt(98, PUBLISHED, { groupId: A })],
    DAY_MS,
  );
  const causes = rankCauses(draftAt(100, { groupIds: [A] }), events, LEAD_MS);
  assertEquals(causes.map(({ lagMs }) => lagMs), [120_000, 1_200_000]);
  assert(causes[0]!.score > causes[1]!.score);
});

Deno.test("rankCauses() trusts an event less that happens all day", () => {
  const finding = draftAt(100, { groupIds: [A] });
  const rare = [
    rowAt(0, "NEW_HOST", { groupId: B }),
    rowAt(98, PUBLISHED, { groupId: A }),
    rowAt(1400, "NEW_HOST"),
  ];
  const often = Array.from({ length: 140 }, (_, i) => rowAt(8 + i * 10, PUBLISHED, { groupId: A }));
  const score = (events: EventRow[]) =>
    rankCauses(finding, changeEvents(events, DAY_MS), LEAD_MS)[0]?.score ?? 0;
  assert(score(often) < 0.6 * score(rare), `${score(often)} and ${score(rare)}`);
});

Deno.test("rankCauses() shows terms between 0 and 1, and the same for the same", () => {
  const events = changeEvents(
    [rowAt(98, PUBLISHED, { groupId: A }), rowAt(99, "DAEMON_CONFIG_CHANGE")],
    DAY_MS,
  );
  const finding = draftAt(100, { groupIds: [A] });
  const causes = rankCauses(finding, events, LEAD_MS);
  assertEquals(causes, rankCauses(finding, events, LEAD_MS));
  for (const { score, terms } of causes) {
    for (const value of [score, ...Object.values(terms)]) assert(value >= 0 && value <= 1);
  }
  assertEquals(causes[0]?.terms.scope, 1);
  assert(causes[0]!.terms.uniqueness > 0.99);
});

Deno.test("rankCauses() names at most five", () => {
  const events = Array.from({ length: 9 }, (_, i) => rowAt(90 + i, PUBLISHED, { groupId: A }));
  assertEquals(causesOf(draftAt(100, { groupIds: [A] }), ...events).length, 5);
});

Deno.test("rankCauses() names what somebody did, not what the system then told of it", () => {
  const finding = draftAt(100, { groupIds: [A] });
  const events = [
    rowAt(94, PUBLISHED, { groupId: A, user: "eva" }),
    rowAt(99, "HOST_RESTARTED", { groupId: A, host: "db-1.example.com:27017" }),
  ];
  const causes = rankCauses(finding, changeEvents(events, DAY_MS), LEAD_MS);
  assertEquals(causes.map(({ eventId, sameChange }) => [eventId, sameChange]), [
    [`${PUBLISHED}@94`, ["HOST_RESTARTED@99"]],
  ]);
  const [alone] = rankCauses(finding, changeEvents(events.slice(0, 1), DAY_MS), LEAD_MS);
  assert(causes[0]!.score > alone!.score, "the restart right before speaks for the publish");
});

Deno.test("rankCauses() trusts an event more after which things became worse, and less when nothing changed", () => {
  const events = changeEvents([rowAt(90, PUBLISHED, { groupId: A })], DAY_MS);
  const scores = [1, 0.5, 0.2].map((effect) =>
    rankCauses(draftAt(100, { groupIds: [A] }), events, LEAD_MS, { ...UNKNOWN, effectOf: () => effect })
      .map(({ score, terms }) => [score, terms.effect])
  );
  const [[[better] = []] = [], [[same] = []] = [], [[worse] = []] = []] = scores;
  assert(better! > same! && same! > worse!, JSON.stringify(scores));
});

Deno.test("rankCauses() names nothing before the time that something else explains", () => {
  const events = changeEvents(
    [rowAt(90, PUBLISHED, { groupId: A }), rowAt(97, PUBLISHED, { groupId: A })],
    DAY_MS,
  );
  const notBeforeMs = () => draftAt(95).onsetMs;
  const causes = rankCauses(draftAt(100, { groupIds: [A] }), events, LEAD_MS, { ...UNKNOWN, notBeforeMs });
  assertEquals(causes.map(({ eventId }) => eventId), [`${PUBLISHED}@97`]);
});
