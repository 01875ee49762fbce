import { describeEventType, eventScope, KNOWN_EVENT_TYPES } from "../../lib/events/event_catalog.ts";
import type { EventRow } from "../../lib/events/event_row.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

const CATALOGUE = new URL("../../../shared/domain/event-catalog.md", import.meta.url);

async function readCatalogue(): Promise<string | null> {
  try {
    return await Deno.readTextFile(CATALOGUE);
  } catch {
    return null;
  }
}

const catalogue = await readCatalogue();

function namesAfter(word: string, pair: string): string[] {
  return pair.startsWith(`${word} `) ? pair.slice(word.length + 1).split(", ") : [];
}

Deno.test({
  name: "KNOWN_EVENT_TYPES is the catalogue (skipped without ../shared)",
  ignore: catalogue === null,
  fn() {
    const rows = [
      ...(catalogue ?? "").matchAll(/^\| `(\w+)`[^|]*\| (\w+) \| ([^|]*) \| [^|]* \| (\w+) \|/gm),
    ];
    const documented = rows.map(([, name = "", role, pair = "", prior]) => ({
      name,
      role,
      prior,
      endedBy: namesAfter("until", pair)[0] ?? null,
      ends: namesAfter("ends", pair).sort(),
    }));
    const known = [...KNOWN_EVENT_TYPES.values()].map(({ name, role, prior, endedBy, ends }) => ({
      name,
      role,
      prior,
      endedBy,
      ends: [...ends].sort(),
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name < b.name ? -1 : 1;
    assertEquals(documented.length, 253);
    assertEquals(known.sort(byName), documented.sort(byName));
  },
});

Deno.test("KNOWN_EVENT_TYPES has both sides of every pair and a scope for every type", () => {
  const scopes = new Set(["host", "cluster", "project", "organization", "backup", "ops-manager", "user"]);
  assertEquals(KNOWN_EVENT_TYPES.size, 253);
  for (const { name, endedBy, ends, scope } of KNOWN_EVENT_TYPES.values()) {
    assert(scopes.has(scope), `${name} acts on ${scope}`);
    if (endedBy !== null) assert(KNOWN_EVENT_TYPES.get(endedBy)?.ends.includes(name), name);
    for (const opener of ends) assertEquals(KNOWN_EVENT_TYPES.get(opener)?.endedBy, name);
  }
});

const ALERT = { hasAlertId: true, hasActor: false };
const ACT = { hasAlertId: false, hasActor: true };
const NEITHER = { hasAlertId: false, hasActor: false };

const GUESSES: readonly [
  type: string,
  hints: typeof ALERT,
  role: string,
  prior: string,
  endedBy: string | null,
  ends: string[],
][] = [
  ["WIDGET_DOWN", ALERT, "alert", "none", "WIDGET_UP", []],
  ["WIDGET_UP", ALERT, "recovery", "none", null, ["WIDGET_DOWN"]],
  ["WIDGET_DOWN", NEITHER, "change", "low", "WIDGET_UP", []],
  ["OUTSIDE_WIDGET_RANGE", ALERT, "alert", "none", "INSIDE_WIDGET_RANGE", []],
  ["INSIDE_WIDGET_RANGE", ALERT, "recovery", "none", null, ["OUTSIDE_WIDGET_RANGE"]],
  ["WIDGET_STALE", ALERT, "alert", "none", "WIDGET_CURRENT", []],
  ["WIDGET_CURRENT", ALERT, "recovery", "none", null, ["WIDGET_BEHIND", "WIDGET_STALE"]],
  ["NO_WIDGET", ALERT, "alert", "none", "ONE_WIDGET", []],
  ["GOOD_WIDGET", ALERT, "recovery", "none", null, ["BAD_WIDGET"]],
  ["WIDGET_FAILED", ALERT, "alert", "none", "WIDGET_COMPLETED", []],
  ["WIDGET_ENABLED", NEITHER, "change", "low", null, ["WIDGET_DISABLED"]],
  ["WIDGET_REQUIRED", ACT, "change", "low", "WIDGET_NOT_REQUIRED", []],
  ["WIDGET_NOT_REQUIRED", ACT, "change", "low", null, ["WIDGET_REQUIRED"]],
  ["INCONSISTENT_WIDGET", ALERT, "alert", "none", "CONSISTENT_WIDGET", []],
  ["WIDGET_TURNED_AUDIT", ACT, "change", "low", null, []],
  ["WIDGET_LOGIN_AUDIT", ACT, "access", "none", null, []],
  ["WIDGET_VIEWED", ACT, "access", "none", null, []],
  ["WIDGET_JAMMED", ALERT, "alert", "none", null, []],
  ["WIDGET_DELETED", NEITHER, "change", "medium", null, []],
  ["WIDGET_ROTATED", ACT, "change", "medium", null, []],
  ["WIDGET_ADDED", NEITHER, "change", "low", null, []],
  ["WIDGET", NEITHER, "info", "none", null, []],
  ["", NEITHER, "info", "none", null, []],
  ["__proto__", NEITHER, "info", "none", null, []],
];
for (const [type, hints, role, prior, endedBy, ends] of GUESSES) {
  Deno.test(`describeEventType() guesses ${role} for "${type}" with ${JSON.stringify(hints)}`, () => {
    const guess = describeEventType(type, hints);
    assertEquals<unknown>(guess, { name: type, known: false, role, prior, scope: "project", endedBy, ends });
  });
}

Deno.test("describeEventType() knows old spellings", () => {
  assertEquals(
    describeEventType("ORG_PUBLIC_API_WHITELIST_REQUIRED").name,
    "ORG_PUBLIC_API_ACCESS_LIST_REQUIRED",
  );
  assertEquals(describeEventType("ORG_PUBLIC_API_WHITELIST_REQUIRED").prior, "high");
  assert(describeEventType("RS_BLACKLIST_UPDATED_AUDIT").known);
});

const event = (type: string, keys: Partial<EventRow> = {}): EventRow => ({
  id: "1",
  time: "2026-04-12T03:00:00.000Z",
  type,
  role: "change",
  summary: "",
  raw: {},
  ...keys,
});

const SCOPES: readonly [name: string, event: EventRow, scope: string][] = [
  ["a host event with its host", event("HOST_DOWN", { host: "h", groupId: "g" }), "host"],
  ["a host event without host", event("HOST_DOWN", { groupId: "g" }), "project"],
  [
    "a cluster event with its replica set",
    event("NO_PRIMARY", { replicaSet: "rs0", groupId: "g" }),
    "cluster",
  ],
  [
    "a project event of an organization",
    event("TEAM_ADDED_TO_GROUP", { raw: { orgId: "o" } }),
    "organization",
  ],
  ["a configuration with project", event("AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: "g" }), "project"],
  [
    "a configuration without project",
    event("AUTOMATION_CONFIG_PUBLISHED_AUDIT", { raw: { orgId: "o" } }),
    "ops-manager",
  ],
  ["a store", event("OPLOG_STORE_DELETED", { groupId: "g" }), "backup"],
  ["an unknown type with a host", event("WIDGET_ADDED", { host: "h", groupId: "g" }), "host"],
  ["an unknown type without keys", event("WIDGET_ADDED"), "ops-manager"],
];
for (const [name, row, scope] of SCOPES) {
  Deno.test(`eventScope() of ${name} is ${scope}`, () => assertEquals<string>(eventScope(row), scope));
}
