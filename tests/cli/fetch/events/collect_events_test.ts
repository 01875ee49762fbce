import { collectEvents } from "../../../../lib/cli/fetch/events/collect_events.ts";
import { describeEventsProgress } from "../../../../lib/cli/fetch/events/events_progress.ts";
import { RemoteError, UsageError } from "../../../../lib/errors.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { filesIn, withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import {
  beforeNoon,
  eventAt,
  eventsIn,
  eventSource,
  eventsRequest,
  idsIn,
  NOON_MS,
  ORG,
  PROJECT,
  type SourceEvent,
} from "./event_source.ts";

const io = () => fakeIo({ now: () => NOON_MS });
const CUT = new RemoteError("Cannot list the events: the connection was cut", { remedy: "try again" });

Deno.test("collectEvents() writes every event once, one a line as it came, by time and then id", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/events.ndjson`;
    const twins = ["c", "a", "b"].map((id) => eventAt(50, { id, nested: { n: [1, null, "é\u2028"] } }));
    const events = [eventAt(10), ...twins, eventAt(90), eventAt(70), eventAt(30)];
    const source = eventSource({ events, page: (page) => [...page, ...page.slice(0, 1)] });
    const result = await collectEvents(eventsRequest(source.client, path), io());
    assertEquals(await eventsIn(path), [
      eventAt(90),
      eventAt(70),
      twins[1],
      twins[2],
      twins[0],
      eventAt(30),
      eventAt(10),
    ]);
    assertEquals(result, {
      path,
      count: 7,
      added: 7,
      first: "2026-05-11T11:58:30.000Z",
      last: "2026-05-11T11:59:50.000Z",
      problems: [],
    });
    assertEquals(await filesIn(folder), ["events.ndjson"]);
  });
});

Deno.test("collectEvents() of a scope without events writes an empty file", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/events.ndjson`;
    const result = await collectEvents(eventsRequest(eventSource({ events: [] }).client, path), io());
    assertEquals(result, { path, count: 0, added: 0, first: null, last: null, problems: [] });
    assertEquals(await Deno.readTextFile(path), "");
  });
});

Deno.test("collectEvents() asks for whole seconds, relative to now, and for types and raw", async () => {
  await withFolder(async (folder) => {
    const { client, asked } = eventSource({ events: [eventAt(60), eventAt(5)] });
    const over = {
      since: "-2m",
      until: "2026-05-11T11:59:30.25Z",
      types: ["HOST_DOWN"],
      includeRaw: true,
    };
    const path = `${folder}/e`;
    await collectEvents(eventsRequest(client, path, over), io());
    assertEquals(asked.map(({ options }) => options), [{
      minDate: beforeNoon(120),
      maxDate: beforeNoon(29),
      types: ["HOST_DOWN"],
      includeRaw: true,
      firstPage: 1,
    }]);
    assertEquals(await idsIn(path), [eventAt(60).id]);
  });
});

Deno.test("collectEvents() of several scopes writes their union, each event once", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const shared = eventAt(20, { groupId: PROJECT.id });
    const { client } = eventSource({
      events: ({ kind }) => kind === "organization" ? [eventAt(10), shared] : [shared, eventAt(30)],
    });
    const scopes = [PROJECT, ORG, PROJECT];
    const { count, problems } = await collectEvents(eventsRequest(client, path, { scopes }), io());
    assertEquals([count, problems], [3, []]);
    assertEquals(await idsIn(path), [eventAt(30).id, shared.id, eventAt(10).id]);
  });
});

Deno.test("collectEvents() takes up to 50 scopes at once", async () => {
  await withFolder(async (folder) => {
    const { client } = eventSource({
      events: (scope) => [eventAt(scope.kind === "global" ? 0 : Number(scope.id))],
    });
    const scopes = Array.from({ length: 50 }, (_, i) => ({ ...PROJECT, id: String(i).padStart(24, "0") }));
    const { count, problems } = await collectEvents(eventsRequest(client, `${folder}/e`, { scopes }), io());
    assertEquals([count, problems], [50, []]);
    const tooMany = eventsRequest(client, `${folder}/e`, { scopes: [...scopes, ORG] });
    await assertRejects(() => collectEvents(tooMany, io()), UsageError, "51 organizations and projects");
  });
});

Deno.test("collectEvents() leaves out events of other types than asked for, and says so", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = [eventAt(1), eventAt(2, { eventTypeName: "HOST_UP" })];
    const { client } = eventSource({ events, ignoresTypes: true });
    const { count, problems } = await collectEvents(
      eventsRequest(client, path, { types: ["HOST_UP"] }),
      io(),
    );
    assertEquals([count, await idsIn(path)], [1, [eventAt(2).id]]);
    assertEquals(problems, ["1 event of other types than asked for: left out"]);
  });
});

Deno.test("collectEvents() keeps events without id or time: ids come from the content, no time comes last", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const nameless: SourceEvent = { created: beforeNoon(9), eventTypeName: "HOST_UP", n: 1 };
    const timeless = eventAt(0, { created: "yesterday", id: "0" });
    const events = [nameless, timeless, { ...nameless, n: 2 }, { junk: true }, eventAt(3)];
    const { client } = eventSource({ events });
    for (const added of [4, 0]) {
      const result = await collectEvents(eventsRequest(client, path), io());
      assertEquals([result.count, result.added, result.last], [4, added, "2026-05-11T11:59:57.000Z"]);
      assertEquals(result.problems, [
        "1 event without a time that can be read: last in the file",
        "1 result of the API that is no event: left out",
      ]);
    }
    const written = await eventsIn(path);
    assertEquals(written.slice(0, 2).map(({ n }) => n).sort(), [1, 2]);
    assertEquals(written.slice(2), [eventAt(3), timeless]);
  });
});

Deno.test("collectEvents() leaves out an event that is nested too deep to be written", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const deep = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    const { client } = eventSource({ events: [eventAt(1, { deep }), eventAt(2)] });
    const { problems } = await collectEvents(eventsRequest(client, path), io());
    assertEquals(await idsIn(path), [eventAt(2).id]);
    assertEquals(problems, ["1 result of the API that is no event: left out"]);
  });
});

Deno.test("collectEvents() walks once more when the API counts more than came, and finds what was missing", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 7 }, (_, i) => eventAt(i));
    let pages = 0;
    // The first time, page 2 comes without its first event.
    const { client, asked } = eventSource({ events, page: (page) => ++pages === 2 ? page.slice(1) : page });
    const result = await collectEvents(eventsRequest(client, path), io());
    assertEquals([result.count, result.problems, asked.length], [7, [], 6]);
  });
});

Deno.test("collectEvents() walks again as long as more comes, as rows of the same time may change places", async () => {
  await withFolder(async (folder) => {
    const events = Array.from({ length: 9 }, (_, i) => eventAt(1, { id: `e${i}` }));
    // Of its three events, a page gives one in the first walk, two in the second, and all in the third.
    const { client, asked } = eventSource({
      events,
      page: (page, { pageNum }) => page.slice(0, asked.filter((one) => one.pageNum === pageNum).length),
    });
    const { count, problems } = await collectEvents(eventsRequest(client, `${folder}/e`), io());
    assertEquals([count, problems, asked.length], [9, [], 9]);
  });
});

Deno.test("collectEvents() tells ids apart that differ in halves of surrogate pairs and zero bytes only", async () => {
  await withFolder(async (folder) => {
    const ids = ["a\ud800", "a\ud801", "a\udc00", "a\0", "a\0b", "a"];
    const { client } = eventSource({ events: ids.map((id) => eventAt(1, { id })), pageSize: 9 });
    await collectEvents(eventsRequest(client, `${folder}/e`), io());
    assertEquals(new Set(await idsIn(`${folder}/e`)), new Set(ids));
  });
});

Deno.test("collectEvents() says when the API still counts more than came; it is no failure", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const { client, asked } = eventSource({ events: [eventAt(1), eventAt(2)], count: (n) => n + 5 });
    const { count, problems } = await collectEvents(eventsRequest(client, path), io());
    assertEquals([count, asked.length], [2, 2]);
    assertEquals(problems, [`Ops Manager counts 7 events of organization ${ORG.id}, 2 came`]);
  });
});

Deno.test("collectEvents() does not mind an API that does not count", async () => {
  await withFolder(async (folder) => {
    const { client, asked } = eventSource({ events: [eventAt(1), eventAt(2)], count: () => null });
    const { problems } = await collectEvents(eventsRequest(client, `${folder}/e`), io());
    assertEquals([problems, asked.length], [[], 1]);
  });
});

Deno.test("collectEvents() refuses times that do not fit and files that cannot be written, before any request", async () => {
  await withFolder(async (folder) => {
    const { client, asked } = eventSource({ events: [eventAt(1)] });
    await Deno.mkdir(`${folder}/dir`);
    await Deno.writeTextFile(`${folder}/taken.part`, "notes of somebody else\n");
    const cases = [
      [{ since: "-1h", until: "-2h" }, "-1h is not before -2h"],
      [{ since: "2026-05-12" }, "2026-05-12 is not before now"],
      [{ since: "soon" }, '"soon" is not a time'],
      [{ path: `${folder}/dir` }, "it is no file"],
      [{ path: `${folder}/absent/e` }, "its folder cannot be written"],
      [{ path: `${folder}/taken` }, "something else has this name"],
    ] as const;
    for (const [over, why] of cases) {
      const request = eventsRequest(client, `${folder}/e`, over);
      const error = await assertRejects(() => collectEvents(request, io()), UsageError);
      assertStringIncludes(error.message, why);
    }
    assertEquals(asked, []);
    assertEquals(await filesIn(folder), ["dir/", "taken.part"]);
  });
});

Deno.test("collectEvents() leaves nothing behind when the first page is refused", async () => {
  await withFolder(async (folder) => {
    const { client } = eventSource({
      events: [],
      beforePage: () => {
        throw CUT;
      },
    });
    await assertRejects(() => collectEvents(eventsRequest(client, `${folder}/e`), io()), RemoteError);
    assertEquals(await filesIn(folder), []);
  });
});

Deno.test("collectEvents() has one writer: a second one is told to wait", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const refusals: string[] = [];
    const { client } = eventSource({
      events: [eventAt(1)],
      beforePage: async () => {
        const second = () => collectEvents(eventsRequest(client, path), io());
        refusals.push((await assertRejects(second, UsageError)).message);
      },
    });
    await collectEvents(eventsRequest(client, path), io());
    assertEquals(refusals.length, 1);
    assertStringIncludes(refusals[0] ?? "", "another omlens is writing it");
    assertEquals(await idsIn(path), [eventAt(1).id]);
  });
});

Deno.test("collectEvents() shows its progress on a terminal, in one line that it takes away", async () => {
  await withFolder(async (folder) => {
    const { client } = eventSource({ events: [eventAt(1), eventAt(2)] });
    for (const [quiet, shown] of [[false, "\r\x1b[2K"], [true, ""]] as const) {
      const terminal = fakeIo({ now: () => NOON_MS, terminal: true });
      await collectEvents(eventsRequest(client, `${folder}/${quiet}`, { quiet }), terminal);
      const line = "fetching events: 1 page, 2 events, 2 in this window, 1000.0 pages/s";
      assertEquals(terminal.printed, { out: "", err: quiet ? "" : `${shown}${line}${shown}` });
    }
  });
});

Deno.test("describeEventsProgress() says pages, events and the rate", () => {
  const progress = { pages: 12, events: 6000, totalCount: 100_000, elapsedMs: 6000 };
  assertEquals(
    describeEventsProgress(progress),
    "fetching events: 12 pages, 6,000 events, 100,000 in this window, 2.0 pages/s",
  );
});
