import type { EventRow } from "../../lib/events/event_row.ts";
import { pairEvents } from "../../lib/events/pair_events.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

/** A synthetic event `id` seconds after 03:00. */
function event(id: number, type: string, keys: Partial<EventRow> = {}): EventRow {
  const time = new Date(Date.UTC(2026, 3, 12, 3, 0, id)).toISOString();
  return { id: `${id}`, time, type, role: "alert", summary: "", groupId: "g", raw: {}, ...keys };
}
const alert = (alertId: string): Partial<EventRow> => ({ raw: { alertId }, host: "h" });

/** Spans as `open-close key`, `*` where there is no event. */
const spans = (events: readonly EventRow[]): string[] =>
  pairEvents(events).map(({ openId, closeId, key }) => `${openId ?? "*"}-${closeId ?? "*"} ${key}`);

const CASES: readonly [name: string, events: EventRow[], expected: string[]][] = [
  ["by alert", [
    event(1, "HOST_DOWN", alert("a")),
    event(2, "HOST_DOWN", alert("b")),
    event(3, "HOST_UP", alert("b")),
    event(4, "HOST_UP", alert("a")),
  ], ["1-4 a", "2-3 b"]],
  ["not with another alert", [event(1, "HOST_DOWN", alert("a")), event(2, "HOST_UP", alert("b"))], [
    "1-* a",
    "*-2 b",
  ]],
  ["by object when the end has no alert", [
    event(1, "HOST_DOWN", alert("a")),
    event(2, "HOST_DOWN", alert("b")),
    event(3, "HOST_UP", { host: "h" }),
  ], ["1-3 a", "2-3 b"]],
  ["by object when the beginning has no alert", [
    event(1, "HOST_DOWN", { host: "h" }),
    event(2, "HOST_UP", alert("a")),
  ], ["1-2 g/h"]],
  ["not of another host", [event(1, "HOST_DOWN", { host: "h" }), event(2, "HOST_UP", { host: "i" })], [
    "1-* g/h",
    "*-2 g/i",
  ]],
  ["not of another project", [
    event(1, "HOST_DOWN", { host: "h" }),
    event(2, "HOST_UP", { host: "h", groupId: "k" }),
  ], ["1-* g/h", "*-2 k/h"]],
  ["not of another type", [
    event(1, "BACKUP_AGENT_DOWN", { host: "h" }),
    event(2, "MONITORING_AGENT_UP", { host: "h" }),
  ], ["1-* g/h", "*-2 g/h"]],
  ["not of another metric", [
    event(1, "OUTSIDE_METRIC_THRESHOLD", { host: "h", raw: { metricName: "A" } }),
    event(2, "INSIDE_METRIC_THRESHOLD", { host: "h", raw: { metricName: "B" } }),
  ], ["1-* g/h/A", "*-2 g/h/B"]],
  ["of a replica set by whichever host tells", [
    event(1, "NO_PRIMARY", { replicaSet: "rs", host: "h" }),
    event(2, "ONE_PRIMARY", { replicaSet: "rs", host: "i" }),
  ], ["1-2 g/rs"]],
  ["of several types that one ends", [
    event(1, "NO_PRIMARY", { replicaSet: "rs" }),
    event(2, "MULTIPLE_PRIMARIES", { replicaSet: "rs" }),
    event(3, "ONE_PRIMARY", { replicaSet: "rs" }),
  ], ["1-3 g/rs", "2-3 g/rs"]],
  ["once when the beginning repeats", [
    event(1, "HOST_DOWN", { host: "h" }),
    event(2, "HOST_DOWN", { host: "h" }),
    event(3, "HOST_UP", { host: "h" }),
  ], ["1-3 g/h"]],
  ["once when the end repeats", [
    event(1, "HOST_DOWN", { host: "h" }),
    event(2, "HOST_UP", { host: "h" }),
    event(3, "HOST_UP", { host: "h" }),
  ], ["1-2 g/h"]],
  ["again after an end", [
    event(1, "HOST_DOWN", alert("a")),
    event(2, "HOST_UP", alert("a")),
    event(3, "HOST_DOWN", alert("a")),
  ], ["1-2 a", "3-* a"]],
  ["of changes", [event(1, "GROUP_SUSPENDED"), event(2, "GROUP_ACTIVATED")], ["1-2 g"]],
  ["of locked accounts by user", [
    event(1, "ACCOUNT_LOCKED_AUDIT", { raw: { targetUsername: "bob" } }),
    event(2, "ACCOUNT_UNLOCKED_AUDIT", { user: "admin", raw: { targetUsername: "bob" } }),
  ], ["1-2 g/bob"]],
  ["of guessed types", [event(1, "WIDGET_STALE", alert("a")), event(2, "WIDGET_CURRENT", alert("a"))], [
    "1-2 a",
  ]],
  ["of old spellings", [
    event(1, "ORG_PUBLIC_API_WHITELIST_REQUIRED"),
    event(2, "ORG_PUBLIC_API_ACCESS_LIST_NOT_REQUIRED"),
  ], ["1-2 g"]],
  ["not of what has no partner", [event(1, "HOST_ROLLBACK", alert("a")), event(2, "DELETE_HOST_AUDIT")], []],
];
for (const [name, events, expected] of CASES) {
  Deno.test(`pairEvents() pairs ${name}`, () => assertEquals(spans(events), expected));
}

Deno.test("pairEvents() tells type and times, and null for what is not in the events", () => {
  const times = ["2026-04-12T03:00:01.000Z", "2026-04-12T03:00:02.000Z"] as const;
  assertEquals(
    pairEvents([event(1, "NO_PRIMARY", { replicaSet: "a" }), event(2, "ONE_PRIMARY", { replicaSet: "b" })]),
    [
      { openId: "1", closeId: null, type: "NO_PRIMARY", start: times[0], end: null, key: "g/a" },
      { openId: null, closeId: "2", type: "NO_PRIMARY", start: null, end: times[1], key: "g/b" },
    ],
  );
});

Deno.test("pairEvents() is linear when alerts pile up on one object", () => {
  const openers = Array.from({ length: 30_000 }, (_, n) => event(n, "HOST_DOWN", alert(`a${n}`)));
  const closers = Array.from({ length: 30_000 }, (_, n) => event(n, "HOST_UP", alert(`b${n}`)));
  const start = performance.now();
  assertEquals(pairEvents([...openers, ...closers]).length, 60_000);
  assert(performance.now() - start < 3000);
});
