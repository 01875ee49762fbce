import { KNOWN_EVENT_TYPES } from "../../lib/events/event_catalog.ts";
import { summarizeEvent } from "../../lib/events/event_summary.ts";
import { assertEquals, assertMatch } from "../../lib/std/assert.ts";

const SUMMARIES: readonly [event: Parameters<typeof summarizeEvent>[0], summary: string][] = [
  [
    {
      type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
      groupId: "5f01",
      user: "alice@example.com",
      remoteAddress: "10.0.0.5",
      raw: {},
    },
    "Automation configuration published in project 5f01 by alice@example.com from 10.0.0.5",
  ],
  [
    {
      type: "OUTSIDE_METRIC_THRESHOLD",
      groupId: "5f01",
      host: "db1:27017",
      replicaSet: "rs0",
      raw: { metricName: "CONNECTIONS", currentValue: { number: 812, units: "RAW" } },
    },
    "Metric outside its threshold (CONNECTIONS is 812) on db1:27017 of replica set rs0 in project 5f01",
  ],
  [
    { type: "USER_ROLES_CHANGED_AUDIT", user: "alice", raw: { targetUsername: "bob", orgId: "5e" } },
    "User roles changed for bob in organization 5e by alice",
  ],
  [
    { type: "RS_STATE_CHANGED_AUDIT", replicaSet: "rs0", raw: {} },
    "Backup state changed of replica set rs0",
  ],
  [
    { type: "ORG_API_KEY_DELETED", raw: { targetPublicKey: "abcdefgh" } },
    "Organization API key deleted for abcdefgh",
  ],
  [{ type: "WIDGET_TURNED_AUDIT", raw: {} }, "Widget turned"],
  [
    { type: "X\u001b[31m\nY", user: `a\u202eb\r\n${"c".repeat(200)}`, raw: null },
    `X [31m y by a b ${"c".repeat(115)}…`,
  ],
];
for (const [event, summary] of SUMMARIES) {
  Deno.test(`summarizeEvent() tells ${JSON.stringify(event.type)}`, () =>
    assertEquals(summarizeEvent(event), summary));
}

Deno.test("summarizeEvent() tells every known type in words", () => {
  for (const type of KNOWN_EVENT_TYPES.keys()) {
    assertMatch(summarizeEvent({ type, raw: {} }), /^[A-Z][A-Za-z ,-]+$/);
  }
});
