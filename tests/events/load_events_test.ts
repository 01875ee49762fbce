import { Buffer } from "node:buffer";
import { type LoadedEvents, loadEvents, mergeEvents } from "../../lib/events/load_events.ts";
import { assertEquals, assertMatch } from "../../lib/std/assert.ts";
import { BYTE_FORMS, chunksOf, eventJson, type Json, TEXT_FORMS } from "./saved_forms.ts";

const load = (saved: string | Uint8Array, maxBytes?: number): Promise<LoadedEvents> =>
  loadEvents(chunksOf(typeof saved === "string" ? Buffer.from(saved) : saved), {
    name: "events.json",
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
const ids = ({ events }: LoadedEvents): number[] => events.map(({ id }) => parseInt(id, 16));
const lines = (...values: Json[]): string => values.map((value) => JSON.stringify(value)).join("\n");

const THREE = [eventJson(1), eventJson(2), eventJson(3)];

for (const [form, write] of Object.entries(TEXT_FORMS)) {
  Deno.test(`loadEvents() reads ${form}`, async () => {
    const loaded = await load(write(THREE));
    assertEquals(loaded.diagnostics, []);
    assertEquals(loaded.events.map(({ raw }) => raw), THREE);
  });
}

for (const [form, encode] of Object.entries(BYTE_FORMS)) {
  Deno.test(`loadEvents() reads ${form}`, async () => {
    const events = [eventJson(1, { username: "zoë@example.com" }), eventJson(2)];
    const loaded = await load(encode(JSON.stringify({ results: events })));
    assertEquals(loaded.diagnostics, []);
    assertEquals(loaded.events.map(({ raw }) => raw), events);
  });
}

Deno.test("loadEvents() normalises a published configuration", async () => {
  const raw = {
    id: "66f000000000000000000001",
    created: "2026-04-12T03:14:15Z",
    eventTypeName: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    groupId: "5f0000000000000000000001",
    username: "alice@example.com",
    remoteAddress: "192.0.2.5",
    alertId: "",
    hostname: "",
    diffs: [{
      id: "rs0",
      type: "REPLICA_SET",
      status: "MODIFIED",
      params: [{ param: "priority", old: null, new: 2 }],
    }],
  };
  const { events } = await load(JSON.stringify(raw));
  assertEquals(events, [{
    id: raw.id,
    time: "2026-04-12T03:14:15.000Z",
    type: raw.eventTypeName,
    role: "change",
    summary:
      "Automation configuration published in project 5f0000000000000000000001 by alice@example.com from 192.0.2.5",
    groupId: raw.groupId,
    user: raw.username,
    remoteAddress: raw.remoteAddress,
    diffs: raw.diffs,
    raw,
  }]);
});

const FIELDS: readonly { name: string; fields: Json; expected: Json }[] = [
  {
    name: "hostname and port",
    fields: { hostname: "Db1.example.com", port: 27017 },
    expected: { host: "Db1.example.com:27017" },
  },
  { name: "the Go client's Port", fields: { hostname: "db1", Port: 27018 }, expected: { host: "db1:27018" } },
  { name: "a port of zero as absent", fields: { hostname: "db1", Port: 0 }, expected: { host: "db1" } },
  {
    name: "a port that is in the name already",
    fields: { hostname: "db1:27017", port: 27017 },
    expected: { host: "db1:27017" },
  },
  {
    name: "replica set and cluster name",
    fields: { replicaSetName: "rs0", clusterName: "c0", clusterId: "6a" },
    expected: { replicaSet: "rs0", cluster: "c0" },
  },
  {
    name: "the cluster's id without its name",
    fields: { clusterName: "", clusterId: "6a" },
    expected: { cluster: "6a" },
  },
  {
    name: "a public key as user",
    fields: { username: "", publicKey: "abcdefgh" },
    expected: { user: "abcdefgh" },
  },
  { name: "an empty group as absent", fields: { groupId: "" }, expected: { groupId: undefined } },
];
for (const { name, fields, expected } of FIELDS) {
  Deno.test(`loadEvents() takes ${name}`, async () => {
    const { events: [event] } = await load(lines(eventJson(1, fields)));
    const actual = Object.fromEntries(
      Object.keys(expected).map((key) => [key, Object.entries(event ?? {}).find(([k]) => k === key)?.[1]]),
    );
    assertEquals(actual, expected);
  });
}

Deno.test("loadEvents() reads the short keys of an activity feed", async () => {
  const feed = {
    _t: "HostEvent",
    et: "HOST_RESTARTED",
    cre: { $date: 1775963655000 },
    source: "SYSTEM",
    un: "bob",
    remoteAddr: "192.0.2.7",
  };
  const { events: [event], diagnostics } = await load(JSON.stringify([feed]));
  assertEquals(diagnostics, []);
  assertEquals([event?.time, event?.type, event?.user, event?.remoteAddress], [
    "2026-04-12T03:14:15.000Z",
    "HOST_RESTARTED",
    "bob",
    "192.0.2.7",
  ]);
  assertMatch(event?.id ?? "", /^content-[0-9a-f]{24}$/);
});

Deno.test("loadEvents() derives one id from the same content in another order", async () => {
  const { id: _, ...event } = eventJson(1, { links: [{ href: "https://a.example.com" }] });
  const reordered = { ...Object.fromEntries(Object.entries(event).reverse()), links: [] };
  const other = { ...event, eventTypeName: "HOST_UP" };
  const { events } = await load(lines(event, reordered, other));
  assertEquals(events.length, 2);
  assertEquals(new Set(events.map(({ id }) => id)).size, 2);
});

Deno.test("loadEvents() counts an id once and sorts by time, then id", async () => {
  const early = eventJson(9, { created: "2026-04-12T02:00:00Z" });
  const loaded = await load(
    lines(eventJson(3), eventJson(2, { created: eventJson(3)["created"] }), early, eventJson(3)),
  );
  assertEquals(ids(loaded), [9, 2, 3]);
});

Deno.test("mergeEvents() counts an event of two files once and keeps the first", async () => {
  const first = await load(lines(eventJson(1, { username: "a" }), eventJson(2)));
  const second = await load(lines(eventJson(1, { username: "b" }), eventJson(0)));
  const merged = mergeEvents([first.events, second.events]);
  assertEquals(merged.map(({ id, user }) => [parseInt(id, 16), user]), [[0, undefined], [1, "a"], [
    2,
    undefined,
  ]]);
});

Deno.test("loadEvents() keeps __proto__ and constructor as plain data", async () => {
  const text =
    `{"id":"1","created":"2026-04-12T03:00:00Z","eventTypeName":"X","__proto__":{"groupId":"5f"},"constructor":1}`;
  const { events: [event] } = await load(text);
  assertEquals(event?.groupId, undefined);
  assertEquals(JSON.stringify(event?.raw), text);
  assertEquals(({} as Json)["groupId"], undefined);
});
