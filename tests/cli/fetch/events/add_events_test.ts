import { collectEvents } from "../../../../lib/cli/fetch/events/collect_events.ts";
import { UsageError } from "../../../../lib/errors.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { filesIn, withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import {
  beforeNoon,
  eventAt,
  eventSource,
  eventsRequest,
  idsIn,
  NOON_MS,
  ORG,
  PROJECT,
  type SourceEvent,
} from "./event_source.ts";

const io = () => fakeIo({ now: () => NOON_MS });

Deno.test("collectEvents() writes the same bytes again when nothing is new", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 8 }, (_, i) => eventAt(i, { n: i / 3, text: "ü\u2028\ud800" }));
    const { client } = eventSource({ events });
    await collectEvents(eventsRequest(client, path), io());
    const before = await Deno.readTextFile(path);
    const { added, count } = await collectEvents(eventsRequest(client, path), io());
    assertEquals([added, count], [0, 8]);
    assertEquals(await Deno.readTextFile(path), before);
    assertEquals(await filesIn(folder), ["e"]);
  });
});

Deno.test("collectEvents() adds to a file only what is new, also at the second of its last event, in few pages", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 30 }, (_, i) => eventAt(100 + i));
    const { client, asked } = eventSource({ events: () => events });
    await collectEvents(eventsRequest(client, path), io());
    assertEquals(asked.length, 10);
    asked.length = 0;
    events.push(eventAt(100, { id: "twin" }), eventAt(40));
    const { added, count } = await collectEvents(eventsRequest(client, path), io());
    assertEquals([added, count], [2, 32]);
    assertEquals((await idsIn(path)).slice(-3), [eventAt(100).id, "twin", eventAt(40).id]);
    assertEquals(asked.map(({ options: { minDate, maxDate }, pageNum }) => [minDate, maxDate, pageNum]), [
      [undefined, undefined, 1],
      [beforeNoon(100), undefined, 1],
      [undefined, beforeNoon(129), 1],
    ]);
  });
});

Deno.test("collectEvents() adds what is older than the file when --since says so", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 20 }, (_, i) => eventAt(i * 60));
    const { client } = eventSource({ events });
    await collectEvents(eventsRequest(client, path, { since: "-3m" }), io());
    assertEquals((await idsIn(path)).length, 4);
    const { added } = await collectEvents(eventsRequest(client, path, { since: "-9m" }), io());
    assertEquals([added, (await idsIn(path))[0]], [6, eventAt(540).id]);
  });
});

Deno.test("collectEvents() asks for all when the file has no events of the scope or the type", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const ofOrg = [10, 20, 30, 40].map((at) =>
      eventAt(at, { eventTypeName: at % 20 === 0 ? "HOST_UP" : "HOST_DOWN" })
    );
    const ofProject = [15, 25].map((at) => eventAt(at, { orgId: "c".repeat(24), groupId: PROJECT.id }));
    const { client } = eventSource({
      events: ({ kind }) => kind === "project" ? ofProject : ofOrg,
      pageSize: 1,
    });
    const counts = [];
    for (
      const over of [
        { types: ["HOST_UP"] },
        { types: ["HOST_DOWN"] },
        { types: ["HOST_DOWN"], scopes: [ORG, PROJECT] },
      ]
    ) counts.push((await collectEvents(eventsRequest(client, path, over), io())).count);
    assertEquals(counts, [2, 4, 6]);
  });
});

Deno.test("collectEvents() fills the gaps of a file when the API counts more than it has", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 12 }, (_, i) => eventAt(i));
    const { client } = eventSource({ events });
    await collectEvents(eventsRequest(client, path), io());
    const lines = (await Deno.readTextFile(path)).split("\n");
    await Deno.writeTextFile(path, lines.toSpliced(4, 3).join("\n"));
    const { added, count, problems } = await collectEvents(eventsRequest(client, path), io());
    assertEquals([added, count, problems], [3, 12, []]);
  });
});

Deno.test("collectEvents() keeps events of the file that the API no longer has", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = [eventAt(1), eventAt(2), eventAt(3)];
    await collectEvents(eventsRequest(eventSource({ events }).client, path), io());
    const later = eventSource({ events: [eventAt(0), eventAt(1)] });
    const { added, count, problems } = await collectEvents(eventsRequest(later.client, path), io());
    assertEquals([added, count, problems], [1, 4, []]);
  });
});

Deno.test("collectEvents() takes an empty file, and one in any order, with empty lines and CRLF", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const { client } = eventSource({ events: [eventAt(5), eventAt(6)] });
    for (const text of ["", `\ufeff${JSON.stringify(eventAt(1))}\r\n\r\n${JSON.stringify(eventAt(9))}`]) {
      await Deno.writeTextFile(path, text);
      const { added } = await collectEvents(eventsRequest(client, path), io());
      assertEquals(added, 2);
    }
    assertEquals(await idsIn(path), [9, 6, 5, 1].map((at) => eventAt(at).id));
  });
});

Deno.test("collectEvents() does not touch a file that it did not write, and asks for nothing", async () => {
  const line = (event: SourceEvent) => `${JSON.stringify(event)}\n`;
  const cases: readonly (readonly [string | Uint8Array<ArrayBuffer>, number])[] = [
    ["my notes\n", 1],
    [line(eventAt(1)) + '{"created": "2026-05-11T1', 2],
    [line(eventAt(1)) + "\n" + line({ level: "ERROR" }), 3],
    ["[]\n", 1],
    ["null\n", 1],
    [JSON.stringify({ results: [eventAt(1)] }, undefined, 2), 1],
    [Uint8Array.of(0x1f, 0x8b, 8, 0, 0), 1],
    [new Uint8Array(100), 1],
  ];
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const { client, asked } = eventSource({ events: [eventAt(1)] });
    for (const [content, lineNumber] of cases) {
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(path, bytes);
      const error = await assertRejects(() => collectEvents(eventsRequest(client, path), io()), UsageError);
      assertStringIncludes(
        error.message,
        `it was not written by fetch events (line ${lineNumber} is no event)`,
      );
      assertEquals(await Deno.readFile(path), bytes);
      assertEquals(await filesIn(folder), ["e"]);
    }
    assertEquals(asked, []);
  });
});

Deno.test("collectEvents() is not misled by an event of a time to come", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = [eventAt(90), eventAt(-86_400)];
    // Knows neither times to come nor how many events there are.
    const { client } = eventSource({ events: () => events, count: () => null, pageSize: 1 });
    const until = "2026-06-01T00:00:00Z";
    await collectEvents(eventsRequest(client, path, { until }), io());
    events.push(...[10, 20, 30].map((at) => eventAt(at)));
    assertEquals((await collectEvents(eventsRequest(client, path), io())).added, 3);
  });
});
