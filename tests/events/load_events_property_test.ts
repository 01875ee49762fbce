import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import { InputError } from "../../lib/errors.ts";
import { type LoadedEvents, loadEvents, mergeEvents } from "../../lib/events/load_events.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fc } from "../helpers/property.ts";
import { BYTE_FORMS, chunksOf, eventJson, head, type Json, TEXT_FORMS } from "./saved_forms.ts";

const load = (bytes: Uint8Array, width?: number): Promise<LoadedEvents> =>
  loadEvents(chunksOf(bytes, width), { name: "events.json" });

/** Loads; `null` when it is no file of events. Any other error fails the test. */
async function loadOrNull(bytes: Uint8Array): Promise<LoadedEvents | null> {
  try {
    return await load(bytes);
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}

const events: fc.Arbitrary<Json[]> = fc.uniqueArray(
  fc.record({
    n: fc.nat(3599),
    fields: fc.record({
      eventTypeName: fc.constantFrom("HOST_DOWN", "GROUP_DELETED", "WIDGET_TURNED_AUDIT"),
      username: fc.string({ unit: "grapheme" }),
      diffs: fc.jsonValue({ maxDepth: 3 }),
    }, { requiredKeys: ["eventTypeName"] }),
  }),
  { selector: ({ n }) => n, minLength: 1, maxLength: 8 },
).map((list) => list.map(({ n, fields }) => eventJson(n, JSON.parse(JSON.stringify(fields)))));

Deno.test("loadEvents() gives the same rows for every saved form, encoding and width of chunks", async () => {
  const forms = fc.constantFrom(...Object.entries(TEXT_FORMS));
  const encodings = fc.constantFrom(...Object.entries(BYTE_FORMS));
  await fc.assert(
    fc.asyncProperty(
      events,
      forms,
      encodings,
      fc.integer({ min: 1, max: 300 }),
      async (list, [, write], [, encode], width) => {
        const loaded = await load(encode(write(list)), width);
        assertEquals(loaded.diagnostics, []);
        const sorted = [...list].sort((a, b) => `${a["created"]}` < `${b["created"]}` ? -1 : 1);
        assertEquals(loaded.events.map(({ raw }) => raw), sorted);
      },
    ),
    { numRuns: 300 },
  );
});

for (const [form, write] of Object.entries(TEXT_FORMS)) {
  Deno.test(`loadEvents() keeps complete events of ${form} cut at any byte, and says so`, async () => {
    const list = [
      eventJson(1, { username: "zoë" }),
      eventJson(2, { diffs: [{ id: "x", params: [{}] }] }),
      eventJson(3),
    ];
    const bytes = Buffer.from(write(list));
    // A cut form holds exactly the events of which the last brace is there.
    const ends = list.map(({ id }) => endOfEvent(bytes.toString("latin1"), `${id}`));
    for (let length = 0; length < bytes.length; length++) {
      const loaded = await loadOrNull(bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length;
      assertEquals(loaded?.events.length ?? 0, whole, `${length} bytes: ${bytes.subarray(0, length)}`);
    }
  });
}

/** Index after the object that holds this id: counts braces, which the events of the test do not have in strings. */
function endOfEvent(text: string, id: string): number {
  let depth = 1;
  for (let at = text.indexOf(id); at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return Infinity;
}

Deno.test("loadEvents() says of every cut page that it is cut", async () => {
  const bytes = Buffer.from(
    head("200 OK") + JSON.stringify({ results: [eventJson(1), eventJson(2)], totalCount: 2 }),
  );
  for (let length = 9; length < bytes.length; length++) {
    const codes = (await load(bytes.subarray(0, length))).diagnostics.map(({ code }) => code);
    assertEquals(codes, ["events.truncated"], `${length} bytes`);
  }
});

Deno.test("loadEvents() keeps a prefix of the events of gzip data that is cut or damaged at any byte", async () => {
  const list = Array.from({ length: 40 }, (_, n) => eventJson(n, { username: Math.sin(n).toString(36) }));
  const bytes = gzipSync(list.map((event) => JSON.stringify(event)).join("\n"));
  for (let at = 2; at < bytes.length; at += 7) {
    const loaded = await load(bytes.subarray(0, at));
    assertEquals(loaded.events.map(({ raw }) => raw), list.slice(0, loaded.events.length));
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    await loadOrNull(damaged);
  }
});

Deno.test("loadEvents() throws nothing but InputError on any bytes", async () => {
  const tokens = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    `"`,
    ",",
    ":",
    "\n",
    "\r\n",
    "\\",
    "HTTP/1.1 500 x",
    "< ",
    "results",
    "content",
    "1",
    "null",
    `{"eventTypeName":"X",`,
  );
  const texts = fc.array(tokens, { maxLength: 40 }).map((list) => Buffer.from(list.join("")));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 60 }), texts), async (bytes) => {
      await loadOrNull(bytes);
      await loadOrNull(Buffer.concat([Uint8Array.of(0x1f, 0x8b, 8), bytes]));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("mergeEvents() does not depend on how events are divided into files", async () => {
  await fc.assert(
    fc.asyncProperty(events, fc.nat(8), async (list, cut) => {
      const { events: rows } = await load(Buffer.from(JSON.stringify(list)));
      const shuffled = [...rows].reverse();
      assertEquals(mergeEvents([shuffled.slice(0, cut), shuffled.slice(cut), rows.slice(0, 2)]), rows);
    }),
    { numRuns: 100 },
  );
});

const HOSTILE: Readonly<Record<string, string>> = {
  "open brackets": "[".repeat(1e5),
  "open braces on lines": "{\n".repeat(2e5),
  "open objects with a list on lines": `{"results":[\n`.repeat(2e5),
  "open objects with an envelope on lines": `{"content":\n`.repeat(2e5),
  "open arrays on lines": "[\n".repeat(2e5),
  "open arrays behind values on lines": "[0,\n".repeat(1e5),
  "closing brackets": "]}".repeat(2e5),
  "quotes": `{"`.repeat(2e5),
  "quotes on lines": `{"\n`.repeat(2e5),
  "backslashes": `{"${"\\".repeat(1e5)}`,
  "white space": `[${" \n".repeat(2e5)}{`,
  "indented braces": `  {\n`.repeat(1e5),
  "HTTP heads": "HTTP/1.1 401 x\r\n\r\n".repeat(1e5),
  "an HTTP head without end": "HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(1e5),
  "words on lines": "word\n".repeat(1e5),
  "lists that cannot be parsed": `[[[[[[[[[${"[x],".repeat(1e5)}`,
  "one line of bad objects": `[${"{x},".repeat(3e4)}]`,
  "member without end": `{"results":[{"a":1},{"b":"${"x".repeat(1e5)}`,
};
for (const [name, text] of Object.entries(HOSTILE)) {
  Deno.test(`loadEvents() takes linear time for ${name}`, async () => {
    const start = performance.now();
    await loadOrNull(Buffer.from(text));
    const elapsedMs = performance.now() - start;
    assert(elapsedMs < 5000, `${elapsedMs} ms`);
  });
}
