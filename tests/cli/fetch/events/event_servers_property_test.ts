import { collectEvents } from "../../../../lib/cli/fetch/events/collect_events.ts";
import { eventPages } from "../../../../lib/fetch/event_pages.ts";
import { assertEquals } from "../../../../lib/std/assert.ts";
import { fakeSession, linksTo, queryValue } from "../../../fetch/fake_session.ts";
import { fc } from "../../../helpers/property.ts";
import { withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import { eventAt, eventsIn, eventsRequest, NOON_MS, type SourceEvent } from "./event_source.ts";

type Order = "newest first" | "oldest first" | "by id";

/** How a server differs from the documented one. */
const servers = fc.record({
  order: fc.constantFrom<Order>("newest first", "oldest first", "by id"),
  /** Most results a page, whatever is asked for. */
  cap: fc.integer({ min: 1, max: 7 }),
  hasLinks: fc.boolean(),
  totalCount: fc.constantFrom("right", "none", "too low", "too high", "of the page", "text"),
  created: fc.constantFrom("seconds", "milliseconds", "epoch", "$date"),
  isInEnvelope: fc.boolean(),
});
/** Before each page: events that appear so many seconds before noon, and how many of the oldest are forgotten. */
const stories = fc.array(
  fc.record({
    inserts: fc.array(fc.integer({ min: -2, max: 30 }), { maxLength: 2 }),
    forgets: fc.integer({ min: 0, max: 1 }),
  }),
  { maxLength: 8 },
);

type Server = typeof servers extends fc.Arbitrary<infer T> ? T : never;
type Row = { readonly atMs: number; readonly event: SourceEvent };

function makeRow(seconds: number, number: number, created: Server["created"]): Row {
  const atMs = NOON_MS - seconds * 1000;
  const iso = new Date(atMs).toISOString();
  const forms = { seconds: iso.replace(".000", ""), milliseconds: iso, epoch: atMs, $date: { $date: iso } };
  // Ids that are not in the order of time.
  return { atMs, event: eventAt(seconds, { id: `${(number * 7) % 31}-${number}`, created: forms[created] }) };
}

const keyOf: Record<Order, (row: Row) => number | string> = {
  "newest first": ({ atMs }) => -atMs,
  "oldest first": ({ atMs }) => atMs,
  "by id": ({ event }) => event.id ?? "",
};

/** A page, as this server gives it. */
function pageOf(server: Server, there: readonly Row[], pageNum: number): Record<string, unknown> {
  const key = keyOf[server.order];
  const sorted = there.toSorted((a, b) => key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  const results = sorted.slice((pageNum - 1) * server.cap, pageNum * server.cap).map(({ event }) => event);
  const counts = {
    right: there.length,
    none: undefined,
    "too low": there.length >> 1,
    "too high": there.length + 3,
    "of the page": results.length,
    text: String(there.length),
  };
  const next = pageNum * server.cap < there.length ? pageNum + 1 : null;
  return {
    results,
    totalCount: counts[server.totalCount],
    ...(server.hasLinks && { links: linksTo(next) }),
    ...(server.isInEnvelope && { status: 200 }),
  };
}

Deno.test("collectEvents() loses nothing and has nothing twice, whatever server it is and whatever happens meanwhile", async () => {
  const initial = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 25 });
  const property = fc.asyncProperty(servers, initial, stories, async (server, times, story) => {
    let made = 0;
    let rows = times.map((seconds) => makeRow(seconds, made++, server.created));
    const ever = new Map(rows.map((row) => [row.event.id, row.event]));
    let always = new Set(rows.map(({ event }) => event.id));
    const left = [...story];
    const session = fakeSession((request) => {
      const now = left.shift();
      for (const seconds of now?.inserts ?? []) {
        // On the first pages of a list that is not sorted by time, as many as a page has would never let it end.
        if (server.cap <= 2) break;
        rows.push(makeRow(seconds, made++, server.created));
        ever.set(rows.at(-1)?.event.id, rows.at(-1)!.event);
      }
      // Elsewhere than at the end of the list, what is forgotten moves rows to pages that have come already.
      if (now?.forgets === 1 && server.order === "newest first") {
        rows = rows.toSorted((a, b) => b.atMs - a.atMs).slice(0, -1);
        always = new Set([...always].filter((id) => rows.some(({ event }) => event.id === id)));
      }
      const time = (name: string) => Date.parse(queryValue(request, name) ?? "");
      const there = rows.filter(({ atMs }) => !(atMs < time("minDate")) && !(atMs > time("maxDate")));
      return pageOf(server, there, Number(queryValue(request, "pageNum")));
    });
    const client = {
      apiUrl: "https://om.example.com/api/public/v1.0",
      eventPages: (
        ...[scope, options = {}]: Parameters<typeof eventsRequest>[0]["eventPages"] extends
          (...args: infer A) => unknown ? A : never
      ) => eventPages(session, scope, options, () => NOON_MS),
    };
    await withFolder(async (folder) => {
      const io = fakeIo({ now: () => NOON_MS });
      const collect = () => collectEvents(eventsRequest(client, `${folder}/e`), io);
      const ids = async () => (await eventsIn(`${folder}/e`)).map(({ id }) => id);
      await collect();
      const first = await ids();
      assertEquals(first.length, new Set(first).size);
      assertEquals([...always].filter((id) => !first.includes(id)), []);
      assertEquals(first.filter((id) => !ever.has(id)), []);
      // Nothing is lost by adding, either.
      left.length = 0;
      await collect();
      const second = await ids();
      assertEquals(second.length, new Set(second).size);
      assertEquals(first.filter((id) => !second.includes(id)), []);
    });
  });
  await fc.assert(property, { numRuns: 150, seed: 11 });
});
