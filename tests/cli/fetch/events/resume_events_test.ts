import { DatabaseSync } from "node:sqlite";
import { type CollectedEvents, collectEvents } from "../../../../lib/cli/fetch/events/collect_events.ts";
import { RemoteError, UsageError } from "../../../../lib/errors.ts";
import { assertEquals, assertRejects, assertStringIncludes } from "../../../../lib/std/assert.ts";
import { filesIn, withFolder } from "../../../helpers/temporary_folder.ts";
import { type FakeIo, fakeIo } from "../../fake_io.ts";
import {
  type AskedPage,
  eventAt,
  eventSource,
  eventsRequest,
  idsIn,
  NOON_MS,
  type SourceEvent,
} from "./event_source.ts";

const UNTIL = "2026-05-11T12:00:00Z";
const io = () => fakeIo({ now: () => NOON_MS });
const CUT = new RemoteError("Cannot list the events: the connection was cut", { remedy: "try again" });

/** A folder with what a run left that was cut before its third page; 7 events of 30 seconds, 3 a page. */
async function withCutRun(
  use: (cut: {
    path: string;
    events: SourceEvent[];
    asked: AskedPage[];
    io: FakeIo;
    folder: string;
    goOn: (over?: { until?: string | null; since?: string }) => Promise<CollectedEvents>;
    clock: { ms: number };
  }) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 7 }, (_, i) => eventAt(i));
    let cuts = 1;
    const clock = { ms: NOON_MS };
    const { client, asked } = eventSource({
      events: () => events,
      now: () => clock.ms,
      beforePage: ({ pageNum }) => {
        if (pageNum === 3 && cuts-- > 0) throw CUT;
      },
    });
    const io = fakeIo({ now: () => clock.ms });
    const goOn = (over: { until?: string | null; since?: string } = {}) =>
      collectEvents(eventsRequest(client, path, { until: UNTIL, ...over }), io);
    await assertRejects(goOn, RemoteError);
    assertEquals(await filesIn(folder), ["e.part"]);
    assertStringIncludes(io.printed.err, "the same command goes on from there");
    asked.length = 0;
    await use({ path, events, asked, io, folder, goOn, clock });
  });
}

Deno.test("collectEvents() goes on with the last page that came, and removes its spool in the end", async () => {
  await withCutRun(async ({ path, events, asked, folder, goOn }) => {
    assertEquals((await goOn()).added, 7);
    assertEquals(asked.map(({ pageNum }) => pageNum), [2, 3]);
    assertEquals(await idsIn(path), events.map(({ id }) => id).reverse());
    assertEquals(await filesIn(folder), ["e"]);
  });
});

Deno.test("collectEvents() that goes on loses nothing when the server removed events meanwhile", async () => {
  await withCutRun(async ({ path, events, goOn }) => {
    const all = events.map(({ id }) => id);
    events.splice(0, 2);
    await goOn();
    assertEquals(await idsIn(path), all.reverse());
  });
});

Deno.test("collectEvents() until now that goes on asks also for what came since it began", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 7 }, (_, i) => eventAt(i));
    const clock = { ms: NOON_MS };
    const interruption = new AbortController();
    const { client } = eventSource({ events: () => events, now: () => clock.ms });
    const io = fakeIo({ now: () => clock.ms });
    interruption.abort();
    const { signal } = interruption;
    const interrupted = () => collectEvents(eventsRequest(client, path, { since: "-1d", signal }), io);
    assertEquals((await assertRejects(interrupted)).name, "AbortError");
    clock.ms += 86_000_000;
    events.push(eventAt(-60));
    const { added, last } = await collectEvents(eventsRequest(client, path, { since: "-1d" }), io);
    assertEquals([added, last], [8, "2026-05-11T12:01:00.000Z"]);
  });
});

Deno.test("collectEvents() drops what an interrupted run of another request left, and says so", async () => {
  await withCutRun(async ({ asked, io, goOn }) => {
    const { added } = await goOn({ since: "2026-05-11T11:59:58Z" });
    assertEquals([added, asked.map(({ pageNum }) => pageNum)], [3, [1]]);
    assertStringIncludes(io.printed.err, "dropped");
    assertStringIncludes(io.printed.err, "it was of another request");
  });
});

Deno.test("collectEvents() drops what an interrupted run left when the file changed since", async () => {
  await withCutRun(async ({ path, goOn, io }) => {
    await Deno.writeTextFile(path, `${JSON.stringify(eventAt(500))}\n`);
    const { added, count } = await goOn();
    assertEquals([added, count], [7, 8]);
    assertStringIncludes(io.printed.err, "it was of another request");
  });
});

Deno.test("collectEvents() drops a spool that is torn, at whatever place, and starts again", async () => {
  const damages: readonly ((bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>)[] = [
    (bytes) => bytes.slice(0, bytes.length - 4096),
    (bytes) => bytes.slice(0, 1000),
    () => new Uint8Array(0),
    (bytes) => new Uint8Array(bytes.length),
    (bytes) => bytes.fill(0, 4096),
    (bytes) => bytes.fill(0xff, 4096, 8192),
    (bytes) => bytes.fill(0xff, bytes.length - 4096),
  ];
  for (const damage of damages) {
    await withCutRun(async ({ path, asked, io, goOn }) => {
      await Deno.writeFile(`${path}.part`, damage(await Deno.readFile(`${path}.part`)));
      assertEquals((await goOn()).count, 7);
      assertEquals(asked.map(({ pageNum }) => pageNum), [1, 2, 3]);
      assertStringIncludes(io.printed.err, "it is incomplete or damaged");
    });
  }
});

Deno.test("collectEvents() drops a spool that was not filled, or is of another version", async () => {
  for (const sql of ["PRAGMA user_version = 0", "PRAGMA user_version = 99"]) {
    await withCutRun(async ({ path, asked, goOn }) => {
      const database = new DatabaseSync(`${path}.part`);
      database.exec(sql);
      database.close();
      assertEquals((await goOn()).count, 7);
      assertEquals(asked.length, 3);
    });
  }
});

Deno.test("collectEvents() does not touch a database of somebody else", async () => {
  await withCutRun(async ({ path, asked, goOn }) => {
    const database = new DatabaseSync(`${path}.part`);
    database.exec("PRAGMA application_id = 7");
    database.close();
    const bytes = await Deno.readFile(`${path}.part`);
    assertStringIncludes((await assertRejects(goOn, UsageError)).message, "something else has this name");
    assertEquals([await Deno.readFile(`${path}.part`), asked], [bytes, []]);
  });
});

Deno.test("collectEvents() that is interrupted while it writes leaves the file as it was, and asks nothing again", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 7 }, (_, i) => eventAt(i, { text: "x".repeat(100_000) }));
    const { client, asked } = eventSource({ events });
    const before = `${JSON.stringify(eventAt(500))}\n`;
    await Deno.writeTextFile(path, before);
    const interruption = new AbortController();
    const open: typeof Deno.open = (name, options) => {
      if (options?.write && `${name}`.endsWith(".part-new")) interruption.abort();
      return Deno.open(name, options);
    };
    const over = { until: UNTIL, signal: interruption.signal };
    const interrupted = () =>
      collectEvents(eventsRequest(client, path, over), { ...io(), fs: { ...Deno, open } });
    assertEquals((await assertRejects(interrupted)).name, "AbortError");
    assertEquals([await Deno.readTextFile(path), await filesIn(folder)], [before, ["e", "e.part"]]);
    asked.length = 0;
    const { added } = await collectEvents(eventsRequest(client, path, { until: UNTIL }), io());
    assertEquals([added, asked, (await idsIn(path)).length], [7, [], 8]);
  });
});
