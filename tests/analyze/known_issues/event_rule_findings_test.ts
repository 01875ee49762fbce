import { eventRuleFindings } from "../../../lib/analyze/known_issues/event_rule_findings.ts";
import { backingMembers } from "../../../lib/analyze/known_issues/backing_members.ts";
import type { FindingDraft } from "../../../lib/analyze/finding_draft.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { loadEvents } from "../../../lib/events/load_events.ts";
import { BUILTIN_RULE_FILES } from "../../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../../lib/rules/load_rules.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { eventAt, PROJECTS, sourceOf, START_MS, timeAt } from "../log_case.ts";

const { rules } = loadRules(BUILTIN_RULE_FILES);
const SPAN = { startMs: START_MS, endMs: START_MS + 6 * 3_600_000 };
const [A, B] = PROJECTS;

async function findingsOf(...raw: object[]): Promise<FindingDraft[]> {
  const events: readonly EventRow[] =
    (await loadEvents(sourceOf("events.json", JSON.stringify(raw)).open(), { name: "events.json" })).events;
  return eventRuleFindings(rules, events, SPAN, backingMembers([], events));
}

function told({ rule, severity, count, first, last, groupIds }: FindingDraft): string {
  const minute = (time: string) => (Date.parse(time) - START_MS) / 60_000;
  return [rule, severity, count, `${minute(first)}-${minute(last)}`, groupIds.join()].join(" ");
}

Deno.test("eventRuleFindings() raises a rule for an alert, with what it names and how late it may be", async () => {
  const down = eventAt(60, "BACKING_DATABASE_PROCESS_DOWN", {
    groupId: A,
    hostname: "appdb-1.example.com",
    port: 27017,
    alertId: "a1",
  });
  const [finding, ...others] = await findingsOf(down);
  assertEquals(others.length, 0);
  assertEquals(told(finding!), `appdb.process-down critical 1 55-60 ${A}`);
  assertEquals(
    [finding!.onsetMs, finding!.latestOnsetMs],
    [55, 60].map((minute) => START_MS + minute * 60_000),
  );
  assertEquals(finding!.captures.hostname, ["appdb-1.example.com"]);
  assertEquals(finding!.captures.port, ["27017"]);
  assertEquals(finding!.raisedBy.length, 1);
  assertStringIncludes(finding!.explanation, timeAt(60));
  assertStringIncludes(finding!.explanation, "No event says that it ended.");
});

Deno.test("eventRuleFindings() lets a state last until the event that ends it", async () => {
  const findings = await findingsOf(
    eventAt(60, "DAEMON_DOWN", { alertId: "a1", hostname: "om-2" }),
    eventAt(100, "DAEMON_UP", { alertId: "a1", hostname: "om-2" }),
  );
  assertEquals(findings.map(told), ["backup.daemon-down critical 1 45-100 "]);
  assertStringIncludes(findings[0]!.explanation, `It ended at ${timeAt(100)}.`);
});

Deno.test("eventRuleFindings() tells projects and occasions apart, and puts near ones together", async () => {
  const behind = (minute: number, groupId: string, alertId: string) => [
    eventAt(minute, "OPLOG_BEHIND", { groupId, alertId, replicaSetName: `rs-${alertId}` }),
    eventAt(minute + 10, "OPLOG_CURRENT", { groupId, alertId, replicaSetName: `rs-${alertId}` }),
  ];
  const findings = await findingsOf(
    ...behind(10, A!, "a1"),
    ...behind(40, A!, "a2"),
    ...behind(200, A!, "a3"),
    ...behind(40.5, B!, "b1"),
  );
  assertEquals(findings.map(told), [
    `backup.oplog-behind medium 2 5-50 ${A}`,
    `backup.oplog-behind medium 1 195-210 ${A}`,
    `backup.oplog-behind medium 1 35.5-50.5 ${B}`,
  ]);
  assertEquals(findings[0]!.replicaSets, ["rs-a1", "rs-a2"]);
});

Deno.test("eventRuleFindings() counts an alert once that is repeated", async () => {
  const down = { groupId: A, hostname: "appdb-1.example.com", port: 27017, alertId: "a1" };
  const [finding] = await findingsOf(
    eventAt(60, "BACKING_DATABASE_PROCESS_DOWN", down),
    eventAt(70, "BACKING_DATABASE_PROCESS_DOWN", down),
  );
  assertEquals(finding!.count, 1);
});

Deno.test("eventRuleFindings() raises appdb.elections only for the replica set of a backing database", async () => {
  const election = (replicaSetName: string, minute = 90) =>
    eventAt(minute, "TOO_MANY_ELECTIONS", { groupId: A, replicaSetName, alertId: replicaSetName });
  assertEquals(await findingsOf(election("customers")), []);
  const findings = await findingsOf(
    eventAt(60, "BACKING_DATABASE_PROCESS_DOWN", {
      groupId: A,
      hostname: "appdb-1.example.com",
      replicaSetName: "appdb",
      alertId: "a1",
    }),
    election("customers"),
    election("appdb", 91),
  );
  assertEquals(findings.map(({ rule, replicaSets }) => `${rule} ${replicaSets}`), [
    "appdb.process-down appdb",
    "appdb.elections appdb",
  ]);
});

Deno.test("eventRuleFindings() of nothing, and of changes only, is nothing", async () => {
  assertEquals(await findingsOf(), []);
  assertEquals(await findingsOf(eventAt(5, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", { groupId: A })), []);
});

Deno.test("every rule that only events raise is raised by each of its events", async () => {
  const only = rules.filter(({ detection, events }) => detection.length === 0 && events.raises.length > 0);
  assert(only.length >= 10, `${only.length}`);
  for (const { id, events: { raises, of } } of only) {
    for (const type of raises) {
      const about = { groupId: A, hostname: "appdb-1.example.com", replicaSetName: "appdb", alertId: "x" };
      const backing = of === null
        ? []
        : [eventAt(1, "BACKING_DATABASE_PROCESS_DOWN", { ...about, alertId: "y" })];
      const findings = await findingsOf(...backing, eventAt(60, type, about));
      assert(findings.some(({ rule }) => rule === id), `${id} by ${type}`);
    }
  }
});
