import { changeActs } from "../../../lib/analyze/causes/change_acts.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { rowAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];
const PUBLISHED = "AUTOMATION_CONFIG_PUBLISHED_AUDIT";
const EVA = { groupId: A, user: "eva" };

/** Ids of each act's events. */
function actsOf(...events: readonly EventRow[]): string[][] {
  return [...new Set(changeActs(events).values())].map((act) => act.events.map(({ id }) => id));
}

const CASES: readonly [name: string, events: EventRow[], acts: number][] = [
  [
    "what one person does within a minute",
    [rowAt(10, "MONGODB_USER_DELETED", EVA), rowAt(11, PUBLISHED, EVA)],
    1,
  ],
  ["what one person does minutes apart", [rowAt(10, PUBLISHED, EVA), rowAt(12, "GROUP_DELETED", EVA)], 2],
  ["what two people do at once", [
    rowAt(10, PUBLISHED, EVA),
    rowAt(10, PUBLISHED, { ...EVA, id: "b", user: "ben" }),
  ], 2],
  ["what a script does to two projects", [
    rowAt(10, PUBLISHED, EVA),
    rowAt(10.1, PUBLISHED, { ...EVA, groupId: B }),
  ], 2],
  [
    "a publish, the restarts after it, and the election they bring",
    [
      rowAt(10, PUBLISHED, EVA),
      rowAt(14, "HOST_RESTARTED", { groupId: A, host: "db-1:27017" }),
      rowAt(22, "HOST_RESTARTED", { groupId: A, host: "db-2:27017" }),
      rowAt(23, "PRIMARY_ELECTED", { groupId: A, replicaSet: "rs0" }),
    ],
    1,
  ],
  [
    "a publish, and a restart in another project",
    [rowAt(10, PUBLISHED, EVA), rowAt(12, "HOST_RESTARTED", { groupId: B, host: "db-9:27017" })],
    2,
  ],
  [
    "a publish, and an election a quarter of an hour after it",
    [rowAt(10, PUBLISHED, EVA), rowAt(25, "PRIMARY_ELECTED", { groupId: A, replicaSet: "rs0" })],
    2,
  ],
  [
    "a harmless change, and a restart after it",
    [rowAt(10, "ALERT_CONFIG_ADDED_AUDIT", EVA), rowAt(12, "HOST_RESTARTED", { groupId: A, host: "db-1" })],
    2,
  ],
  [
    "a role that somebody gets, and a member that is removed after it",
    [
      rowAt(10, "USER_ROLES_CHANGED_AUDIT", EVA),
      rowAt(12, "MEMBER_REMOVED", { groupId: A, replicaSet: "rs0" }),
    ],
    2,
  ],
  ["two changes that nobody did", [
    rowAt(10, PUBLISHED, { groupId: A }),
    rowAt(10.5, PUBLISHED, { groupId: A }),
  ], 2],
];

for (const [name, events, acts] of CASES) {
  Deno.test(`changeActs() makes ${acts} of ${name}`, () => {
    assertEquals(actsOf(...events).length, acts);
    assertEquals(actsOf(...events).flat().length, events.length);
  });
}

Deno.test("changeActs() does not take a script that never rests for one act", () => {
  const events = Array.from({ length: 30 }, (_, i) => rowAt(10 + i / 2, PUBLISHED, { ...EVA, id: `e${i}` }));
  assertEquals(actsOf(...events).map((ids) => ids.length), [11, 11, 8]);
});
