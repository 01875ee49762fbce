import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { InputError } from "../../lib/errors.ts";
import { type LoadedEvents, loadEvents } from "../../lib/events/load_events.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "../../lib/std/assert.ts";
import { chunksOf, eventJson, head, type Json } from "./saved_forms.ts";

const load = (saved: string | Uint8Array, maxBytes?: number): Promise<LoadedEvents> =>
  loadEvents(chunksOf(typeof saved === "string" ? Buffer.from(saved) : saved), {
    name: "events.json",
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
const ids = ({ events }: LoadedEvents): number[] => events.map(({ id }) => parseInt(id, 16));
const codes = ({ diagnostics }: LoadedEvents): string[] => diagnostics.map(({ code }) => code);
const lines = (...values: Json[]): string => values.map((value) => JSON.stringify(value)).join("\n");
const pageOf = (...results: unknown[]): string => JSON.stringify({ results, totalCount: results.length });

const THREE = [eventJson(1), eventJson(2), eventJson(3)];

const BAD: readonly { name: string; saved: string; ids: number[]; message: RegExp }[] = [
  {
    name: "a bad time",
    saved: pageOf(THREE[0], eventJson(2, { created: "yesterday" }), THREE[2]),
    ids: [1, 3],
    message: /created is "yesterday", expected an ISO 8601 time .*\(event 2\)$/,
  },
  {
    name: "no time",
    saved: pageOf(THREE[0], eventJson(2, { created: undefined })),
    ids: [1],
    message: /created is absent.*\(event 2\)$/,
  },
  {
    name: "no type",
    saved: pageOf(eventJson(1, { eventTypeName: "" }), THREE[1]),
    ids: [2],
    message: /neither eventTypeName nor results.*\(event 1\)$/,
  },
  {
    name: "no object",
    saved: pageOf(THREE[0], 7, THREE[2]),
    ids: [1, 3],
    message: /a number, expected an object \(event 2\)$/,
  },
  {
    name: "null",
    saved: pageOf(null, THREE[2]),
    ids: [3],
    message: /a null, expected an object \(event 1\)$/,
  },
  {
    name: "broken JSON in a page",
    saved: `{"results":[${JSON.stringify(THREE[0])},{"id": oops},${
      JSON.stringify(THREE[2])
    }],"totalCount":3}`,
    ids: [1, 3],
    message: /not valid JSON \(event 2\)$/,
  },
  {
    name: "broken JSON in an array",
    saved: `[${JSON.stringify(THREE[0])},{"id":1,,},${JSON.stringify(THREE[2])}]`,
    ids: [1, 3],
    message: /not valid JSON \(event 2\)$/,
  },
  {
    name: "a word in an array",
    saved: `[${JSON.stringify(THREE[0])},undefined,${JSON.stringify(THREE[2])}]`,
    ids: [1, 3],
    message: /not valid JSON \(event 2\)$/,
  },
  {
    name: "an unclosed string in NDJSON",
    saved: `${lines(THREE[0]!)}\n{"id":"2\n${lines(THREE[2]!)}`,
    ids: [1, 3],
    message: /not valid JSON \(event 2\)$/,
  },
  {
    name: "an unclosed object in NDJSON",
    saved: `${lines(THREE[0]!)}\n{"id":"2",\n${lines(THREE[2]!, eventJson(4))}`,
    ids: [1, 3, 4],
    message: /not valid JSON \(event 2\)$/,
  },
  {
    name: "an unclosed value in NDJSON",
    saved: `${lines(THREE[0]!)}\n{"id":\n${lines(THREE[2]!, eventJson(4))}`,
    ids: [1, 3, 4],
    message: /not valid JSON \(event 2\)$/,
  },
  {
    name: "an unclosed string in a pretty array",
    saved: `[\n  {\n    "id": "1\n  },\n  ${JSON.stringify(THREE[1])},\n  ${JSON.stringify(THREE[2])}\n]`,
    ids: [2, 3],
    message: /not valid JSON \(event 1\)$/,
  },
  {
    name: "deep nesting",
    saved: `[${JSON.stringify(THREE[0])},{"a":${"[".repeat(1e5)}${"]".repeat(1e5)}},${
      JSON.stringify(THREE[2])
    }]`,
    ids: [1, 3],
    message: /nested deeper than 64 levels \(event 2\)$/,
  },
];
for (const { name, saved, ids: expected, message } of BAD) {
  Deno.test(`loadEvents() reports an event with ${name} and reads the others`, async () => {
    const loaded = await load(saved);
    assertEquals(ids(loaded), expected);
    assertEquals(codes(loaded), ["event.bad"]);
    assertMatch(loaded.diagnostics[0]?.message ?? "", message);
  });
}

Deno.test("loadEvents() tells the line of a bad event", async () => {
  const { diagnostics } = await load(`\n${lines(THREE[0]!)}\n\n${lines(eventJson(2, { created: null }))}\n`);
  assertEquals(diagnostics.map(({ line }) => line), [4]);
});

Deno.test("loadEvents() reports 100 bad events one by one and counts the rest", async () => {
  const { diagnostics } = await load(JSON.stringify(Array.from({ length: 250 }, () => 0)));
  assertEquals(diagnostics.length, 101);
  assertEquals(diagnostics.at(-1)?.count, 150);
});

const REFUSED = JSON.stringify({
  error: 403,
  errorCode: "IP_ADDRESS_NOT_ON_ACCESS_LIST",
  reason: "Forbidden",
  detail: "192.0.2.9 may not",
});
const REFUSALS: readonly { name: string; saved: string; message: string }[] = [
  {
    name: "an error body",
    saved: REFUSED,
    message:
      "Cannot read events: the API answered IP_ADDRESS_NOT_ON_ACCESS_LIST (403, Forbidden, 192.0.2.9 may not), expected events",
  },
  {
    name: "an error body in an envelope",
    saved: `{"status":403,"content":${REFUSED}}`,
    message:
      "Cannot read events: the API answered IP_ADDRESS_NOT_ON_ACCESS_LIST (403, Forbidden, 192.0.2.9 may not), expected events",
  },
  {
    name: "an error body after heads",
    saved: head("401 Unauthorized") + head("403 Forbidden") + REFUSED,
    message:
      "Cannot read events: the API answered IP_ADDRESS_NOT_ON_ACCESS_LIST (403, Forbidden, 192.0.2.9 may not), expected events",
  },
  {
    name: "the page of a proxy",
    saved: head("502 Bad Gateway") + "<html>\n<style>\n{a: b}\n</style>\n",
    message: `Cannot read events: the HTTP status is 502, expected 200 (it begins with "<html> <style>")`,
  },
  {
    name: "JSON of a gateway",
    saved: head("503 Unavailable") + `{"message":"no upstream"}`,
    message:
      `Cannot read events: the HTTP status is 503, expected 200 (it begins with "{"message":"no upstream"}")`,
  },
  {
    name: "a final 401 without body",
    saved: head("401 Unauthorized") + head("401 Unauthorized"),
    message: "Cannot read events: the HTTP status is 401, expected 200 (it has no body)",
  },
];
for (const { name, saved, message } of REFUSALS) {
  Deno.test(`loadEvents() reports ${name} as a refusal`, async () => {
    const loaded = await load(saved);
    assertEquals(loaded.events, []);
    assertEquals(loaded.diagnostics[0]?.code, "events.refused");
    assertEquals(loaded.diagnostics[0]?.severity, "error");
    assertEquals(loaded.diagnostics[0]?.message, message);
  });
}

Deno.test("loadEvents() reads the response after a refused one", async () => {
  const loaded = await load(
    head("200 OK") + pageOf(THREE[0]) + head("429 Too Many") + `{"errorCode":"RATE_LIMITED"}` +
      head("200 OK") + pageOf(THREE[1]),
  );
  assertEquals(ids(loaded), [1, 2]);
  assertEquals(codes(loaded), ["events.refused"]);
});

Deno.test("loadEvents() keeps the complete events of a cut page", async () => {
  const whole = pageOf(...THREE);
  const loaded = await load(whole.slice(0, whole.lastIndexOf(`"created"`)));
  assertEquals(ids(loaded), [1, 2]);
  assertEquals(codes(loaded), ["events.truncated"]);
  assertMatch(loaded.diagnostics[0]?.message ?? "", /\(after event 2\)$/);
});

Deno.test("loadEvents() reads on after a transfer that was cut and begun again in the same file", async () => {
  const cut = pageOf(...THREE).slice(0, -90);
  for (const between of ["", "\n"]) {
    const loaded = await load(head("200 OK") + cut + between + head("200 OK") + pageOf(eventJson(4)));
    assert(ids(loaded).includes(4), `${ids(loaded)} with ${JSON.stringify(between)}`);
    assert(loaded.diagnostics.length > 0);
  }
});

Deno.test("loadEvents() keeps what precedes the end of cut gzip data", async () => {
  const many = Array.from({ length: 2000 }, (_, n) => eventJson(n, { username: Math.sin(n).toString(36) }));
  const gzip = gzipSync(lines(...many));
  const loaded = await load(gzip.subarray(0, gzip.length - 20));
  assertEquals(codes(loaded), ["events.truncated"]);
  assert(loaded.events.length > 1990, `${loaded.events.length}`);
});

Deno.test("loadEvents() keeps what precedes garbage after gzip data", async () => {
  const loaded = await load(Buffer.concat([gzipSync(lines(...THREE)), Buffer.from("garbage")]));
  assertEquals(codes(loaded), ["events.damaged"]);
  assertEquals(ids(loaded), [1, 2, 3]);
});

Deno.test("loadEvents() stops at maxBytes, plain and decompressed", async () => {
  const text = lines(...THREE);
  for (const saved of [Buffer.from(text), gzipSync(text + " ".repeat(1e6))]) {
    const loaded = await load(saved, text.length - 10);
    assertEquals(ids(loaded), [1, 2]);
    assertEquals(codes(loaded), ["events.limit"]);
  }
});

Deno.test("loadEvents() reads an empty page and an empty array as no events", async () => {
  for (const saved of [`{"links":[],"results":[],"totalCount":0}`, "[]", head("200 OK") + "[]"]) {
    assertEquals(await load(saved), { events: [], diagnostics: [] });
  }
});

Deno.test("loadEvents() reports an empty file", async () => {
  for (const saved of ["", " \r\n", "\ufeff", gzipSync("")]) {
    assertEquals(codes(await load(saved)), ["events.empty"]);
  }
});

Deno.test("loadEvents() throws when nothing is events", async () => {
  const others = [
    "hello",
    "42",
    "null",
    `{"id":"66f","status":"SUCCESS"}`,
    "<html></html>",
    "PK\x03\x04",
    head("200 OK") + "<html></html>",
  ];
  for (const saved of others) {
    const error = await assertRejects(() => load(saved), InputError, `Cannot read events from "events.json"`);
    assertEquals(error.input, "events.json");
  }
});

Deno.test("loadEvents() notes text between events", async () => {
  const loaded = await load(`${lines(THREE[0]!)}\n-- \u001b[31mpage 2 --\n${lines(THREE[1]!)}`);
  assertEquals(ids(loaded), [1, 2]);
  assertEquals(
    loaded.diagnostics.map(({ code, severity, line, message }) => [code, severity, line, message]),
    [
      [
        "events.not-json",
        "note",
        2,
        `Cannot read text between events: it begins with "-- [31mpage 2 --", expected JSON`,
      ],
    ],
  );
});
