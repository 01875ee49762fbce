import { eventField, type EventFieldName } from "../../lib/events/event_field.ts";
import { assertEquals } from "../../lib/std/assert.ts";

const FIELDS: readonly [raw: unknown, name: EventFieldName, text: string | undefined][] = [
  [{ alertId: "6a" }, "alertId", "6a"],
  [{ alertId: "" }, "alertId", undefined],
  [{ alertId: null }, "alertId", undefined],
  [{ alertId: { $oid: "6a" } }, "alertId", "6a"],
  [{ alertId: ["6a"] }, "alertId", undefined],
  [{ Port: 27017 }, "port", "27017"],
  [{ port: "", Port: 27017 }, "port", "27017"],
  [{ isGlobalAdmin: false }, "isGlobalAdmin", "false"],
  [{ isMmsAdmin: true }, "isGlobalAdmin", "true"],
  [{ whitelistEntry: "192.0.2.0/24" }, "accessListEntry", "192.0.2.0/24"],
  [JSON.parse(`{"__proto__":{"orgId":"5e"}}`), "orgId", undefined],
  [Object.create({ orgId: "5e" }), "orgId", undefined],
  [null, "orgId", undefined],
  ["text", "orgId", undefined],
];
for (const [raw, name, text] of FIELDS) {
  Deno.test(`eventField() reads ${name} of ${JSON.stringify(raw)} as ${text}`, () => {
    assertEquals(eventField({ raw }, name), text);
  });
}
