import { collectEvents } from "../../../../lib/cli/fetch/events/collect_events.ts";
import { BlockDivider, SavedBlocks } from "../../../../lib/cli/fetch/events/saved_blocks.ts";
import { UsageError } from "../../../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "../../../../lib/std/assert.ts";
import { fc } from "../../../helpers/property.ts";
import { filesIn, withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import { eventAt, eventsIn, eventSource, eventsRequest, NOON_MS, ORG, PROJECT } from "./event_source.ts";

/** Enough for four blocks. */
const MANY = 3500;

/** Clock at noon; remembers what is renamed. */
function recordingIo() {
  const renamed: string[] = [];
  const rename: typeof Deno.rename = (from, to) => {
    renamed.push(`${to}`);
    return Deno.rename(from, to);
  };
  return { io: { ...fakeIo({ now: () => NOON_MS }), fs: { ...Deno, rename } }, renamed };
}

Deno.test("collectEvents() does not write a large file again when nothing is new", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const { client, asked } = eventSource({
      events: Array.from({ length: MANY }, (_, i) => eventAt(i)),
      pageSize: 500,
    });
    const { io, renamed } = recordingIo();
    await collectEvents(eventsRequest(client, path), io);
    asked.length = renamed.length = 0;
    const { added, count, first, last, problems } = await collectEvents(eventsRequest(client, path), io);
    assertEquals([added, count, problems, renamed], [0, MANY, [], []]);
    assertEquals([first, last], ["2026-05-11T11:01:41.000Z", "2026-05-11T12:00:00.000Z"]);
    assertEquals([asked.length, await filesIn(folder)], [3, ["e"]]);
  });
});

Deno.test("collectEvents() brings a large file to what the API has, whatever it has of that, and keeps the rest", async () => {
  // Some share a second; those of the project are rare.
  const all = Array.from({ length: MANY }, (_, i) =>
    eventAt(Math.floor(i / 3) * 2, {
      id: `e${i}`,
      orgId: i % 900 === 7 ? "c".repeat(24) : ORG.id,
      ...(i % 900 === 7 ? { groupId: PROJECT.id } : {}),
    }));
  const missing = fc.array(fc.tuple(fc.nat(MANY), fc.integer({ min: 1, max: 400 })), { maxLength: 3 });
  const property = fc.asyncProperty(missing, fc.nat(3), fc.boolean(), async (gaps, removed, cuts) => {
    await withFolder(async (folder) => {
      const path = `${folder}/e`;
      const has = all.filter((_, i) => !gaps.some(([from, length]) => i >= from && i < from + length));
      const scopes = [ORG, PROJECT];
      const { io } = recordingIo();
      const ofScope = (events: typeof all) => ({ kind }: { kind: string }) =>
        events.filter(({ groupId }) => (groupId !== undefined) === (kind === "project"));
      const before = eventSource({ events: ofScope(has), pageSize: 500 });
      await collectEvents(eventsRequest(before.client, path, { scopes }), io);
      // The API forgets the oldest.
      const now = all.slice(0, MANY - removed);
      let left = cuts ? 2 : 0;
      const after = eventSource({
        events: ofScope(now),
        pageSize: 500,
        beforePage: ({ pageNum }) => {
          if (pageNum > 1 && left-- > 0) throw new Error("cut");
        },
      });
      const collect = () => collectEvents(eventsRequest(after.client, path, { scopes }), io);
      const { count } = await collect().catch(collect).catch(collect);
      const want = new Set([...has, ...now].map(({ id }) => id));
      const written = await eventsIn(path);
      // What the API forgot hides as many gaps: it counts no more than there is.
      const gone = [...want].filter((id) => !written.some((event) => event.id === id));
      assert(gone.length <= removed, `${gone.length} events are lost`);
      assertEquals([written.length, count], [want.size - gone.length, want.size - gone.length]);
      const keys = written.map(({ created, id }) => `${created} ${id}`);
      assertEquals(keys, keys.toSorted());
    });
  });
  await fc.assert(property, { numRuns: 6, seed: 7 });
});

Deno.test("collectEvents() finds what came late to the API on its first pages, without asking for all", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: 100 }, (_, i) => eventAt(i));
    const { client, asked } = eventSource({ events: () => events, pageSize: 5 });
    const { io } = recordingIo();
    await collectEvents(eventsRequest(client, path), io);
    asked.length = 0;
    events.push(eventAt(8, { id: "late" }));
    assertEquals((await collectEvents(eventsRequest(client, path), io)).added, 1);
    assertEquals(asked.map(({ pageNum }) => pageNum), [1, 1, 1, 1, 2]);
  });
});

Deno.test("collectEvents() adds older events in front of a large file, and counts from the middle of it", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/e`;
    const events = Array.from({ length: MANY + 5 }, (_, i) => eventAt(i));
    const { client, asked } = eventSource({ events, pageSize: 500 });
    const { io, renamed } = recordingIo();
    const collect = (seconds: number) =>
      collectEvents(
        eventsRequest(client, path, { since: new Date(NOON_MS - seconds * 1000).toISOString() }),
        io,
      );
    await collect(MANY - 1);
    assertEquals((await collect(MANY + 4)).added, 5);
    assertEquals(await eventsIn(path), events.toReversed());
    asked.length = renamed.length = 0;
    assertEquals([(await collect(1500)).added, renamed], [0, []]);
    // All is there, so no other page is asked for than the first, and what is newer.
    assertEquals(asked.map(({ pageNum, options }) => [pageNum, options.minDate]), [
      [1, "2026-05-11T11:35:00Z"],
      [1, "2026-05-11T12:00:00Z"],
    ]);
  });
});

for (const length of [MANY, 3]) {
  Deno.test(`collectEvents() does not write over a file of ${length} events that somebody else wrote meanwhile`, async () => {
    await withFolder(async (folder) => {
      const path = `${folder}/e`;
      const events = Array.from({ length }, (_, i) => eventAt(10 + i));
      const first = eventSource({ events, pageSize: 500 });
      const { io } = recordingIo();
      await collectEvents(eventsRequest(first.client, path), io);
      const { client } = eventSource({
        events: [eventAt(1), ...events],
        pageSize: 500,
        beforePage: () => Deno.writeTextFileSync(path, "mine\n"),
      });
      const error = await assertRejects(() => collectEvents(eventsRequest(client, path), io), UsageError);
      assertEquals(error.message, `Cannot add events to "${path}": it changed meanwhile`);
      assertEquals(await Deno.readTextFile(path), "mine\n");
    });
  });
}

Deno.test("collectEvents() says that the disk is full, and keeps what came", async () => {
  await withFolder(async (folder) => {
    const { client } = eventSource({ events: [eventAt(1)] });
    const open: typeof Deno.open = (name, options) =>
      `${name}`.endsWith(".part-new")
        ? Promise.reject(new Error("No space left on device (os error 28)"))
        : Deno.open(name, options);
    const io = { ...fakeIo({ now: () => NOON_MS }), fs: { ...Deno, open } };
    const error = await assertRejects(
      () => collectEvents(eventsRequest(client, `${folder}/e`), io),
      UsageError,
    );
    assertEquals(error.message, `Cannot write "${folder}/e": the disk is full`);
    assertEquals(await filesIn(folder), ["e.part"]);
  });
});

Deno.test({
  name: "collectEvents() leaves a file closed to others, and what is beside it",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await withFolder(async (folder) => {
      const path = `${folder}/e`;
      const modes: number[] = [];
      const modeOf = (name: string) => (Deno.statSync(name).mode ?? 0) & 0o777;
      const events = [eventAt(2)];
      const { client } = eventSource({
        events: () => events,
        beforePage: () => modes.push(modeOf(`${path}.part`)),
      });
      const io = fakeIo({ now: () => NOON_MS });
      await collectEvents(eventsRequest(client, path), io);
      await Deno.chmod(path, 0o600);
      events.push(eventAt(1));
      await collectEvents(eventsRequest(client, path), io);
      assertEquals([modeOf(path), new Set(modes)], [0o600, new Set([0o600])]);
    });
  },
});

Deno.test("BlockDivider.add() refuses a line that is not after the one before it", () => {
  const line = { createdMs: 5, id: "b", sizeBytes: 9, scopes: [] };
  for (
    const [second, isAfter] of [[{ createdMs: 4 }, false], [{}, false], [{ id: "a" }, false], [
      { id: "c" },
      true,
    ]] as const
  ) {
    const divider = new BlockDivider();
    assertEquals([divider.add(line), divider.add({ ...line, ...second })], [true, isAfter]);
  }
});

Deno.test("SavedBlocks tells where a time is, and counts what is not taken", () => {
  const divider = new BlockDivider();
  // 1,000 lines a block, but one time is never in two of them: 0 to 999, then 1,500 of one time, then two more.
  const times = [...Array(1000).keys(), ...Array(1500).fill(5000), 6000, 7000];
  for (const [i, createdMs] of times.entries()) {
    const id = String(i).padStart(5, "0");
    assert(divider.add({ createdMs, id, sizeBytes: 10, scopes: createdMs < 500 ? [0] : [0, 1] }));
  }
  const blocks = new SavedBlocks(divider.blocks, () => false);
  assertEquals(divider.blocks.map(({ offset, sizeBytes, lines }) => [offset, sizeBytes, lines]), [
    [0, 10_000, 1000],
    [10_000, 15_000, 1500],
    [25_000, 20, 2],
  ]);
  const offsetAt = (timeMs: number) => blocks.at(timeMs)?.offset ?? null;
  assertEquals([-1, 0, 999, 4999, 5000, 5999, 6000, 1e9].map(offsetAt), [
    0,
    0,
    0,
    0,
    10_000,
    10_000,
    25_000,
    25_000,
  ]);
  assertEquals([blocks.count(), blocks.count(1), blocks.count(2)], [2502, 2002, 0]);
  assertEquals(blocks.count(0, { minDate: "1970-01-01T00:00:05Z", maxDate: "1970-01-01T00:00:05Z" }), 1500);
  assertEquals([blocks.span(null), blocks.span(1)?.firstMs, blocks.span(2)], [
    { firstMs: 0, lastMs: 7000 },
    500,
    null,
  ]);
  for (const block of blocks.since(5000)) blocks.take(block);
  assertEquals([blocks.count(), offsetAt(5000), offsetAt(4999)], [1000, null, 0]);
  assertEquals(blocks.left().map(({ endMs }) => endMs), [5000]);
});
