import { type CollectedEvents, collectEvents } from "../../../../lib/cli/fetch/events/collect_events.ts";
import { RemoteError } from "../../../../lib/errors.ts";
import { assert, assertEquals } from "../../../../lib/std/assert.ts";
import { fc } from "../../../helpers/property.ts";
import { withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo } from "../../fake_io.ts";
import { eventAt, eventsIn, eventSource, eventsRequest, NOON_MS, type SourceEvent } from "./event_source.ts";

/** What happens before a page is given. */
type Happening =
  | { readonly kind: "nothing" | "cut" }
  /** An event appears, so many seconds before noon. */
  | { readonly kind: "insert"; readonly at: number }
  /** The page has some of its events twice. */
  | { readonly kind: "repeat"; readonly many: number };

/** Few times, so that many events share one. */
const times = fc.integer({ min: 0, max: 9 });
const happenings: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: "nothing" } as const) },
  { weight: 1, arbitrary: fc.constant({ kind: "cut" } as const) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("insert" as const), at: times }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("repeat" as const), many: fc.integer({ min: 1, max: 3 }) }),
  },
);

const CUT = new RemoteError("Cannot list the events: the connection was cut", { remedy: "try again" });
const keyOf = ({ created, id }: SourceEvent) => `${created} ${id}`;
const sorted = (events: readonly SourceEvent[]) =>
  events.map((event) => [keyOf(event), event] as const).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0)
    .map(([, event]) => event);

/** Runs until it is not cut any more. */
async function collectAtLast(run: () => Promise<CollectedEvents>): Promise<CollectedEvents> {
  while (true) {
    try {
      return await run();
    } catch (error) {
      if (error !== CUT) throw error;
    }
  }
}

Deno.test("collectEvents() gives all events sorted, each once, whatever arrives, repeats or is cut meanwhile", async () => {
  const property = fc.asyncProperty(
    fc.array(times, { maxLength: 15 }),
    fc.array(happenings, { maxLength: 12 }),
    fc.integer({ min: 1, max: 4 }),
    fc.boolean(),
    async (initial, story, pageSize, counts) => {
      let made = 0;
      // Ids that are not in the order of time.
      const makeEvent = (at: number) => eventAt(at, { id: `${(made * 7) % 23}-${made++}` });
      const events = initial.map(makeEvent);
      const first = [...events];
      const left = [...story];
      let many = 0;
      const { client } = eventSource({
        events: () => events,
        pageSize,
        ...(counts ? {} : { count: () => null }),
        beforePage: () => {
          const now = left.shift();
          many = now?.kind === "repeat" ? now.many : 0;
          if (now?.kind === "insert") events.push(makeEvent(now.at));
          if (now?.kind === "cut") throw CUT;
        },
        page: (page) => [...page, ...page.slice(0, many)],
      });
      await withFolder(async (folder) => {
        const path = `${folder}/e`;
        const io = fakeIo({ now: () => NOON_MS });
        const collect = (over = {}) =>
          collectAtLast(() => collectEvents(eventsRequest(client, path, over), io));

        const { count } = await collect();
        const written = await eventsIn(path);
        assertEquals(written, sorted(written));
        assertEquals([written.length, new Set(written.map(({ id }) => id)).size], [count, count]);
        const ids = new Set(written.map(({ id }) => id));
        assert(first.every(({ id }) => ids.has(id)), "an event that was there all the time is lost");
        const known = new Set(events.map((event) => JSON.stringify(event)));
        assert(written.every((event) => known.has(JSON.stringify(event))), "an event is not as it came");

        // Nothing happens any more: an API that counts gives everything now.
        left.length = 0;
        if (!counts) return;
        const { problems, added } = await collect();
        assertEquals([await eventsIn(path), problems], [sorted(events), []]);
        assertEquals(added, events.length - count);
      });
    },
  );
  await fc.assert(property, { numRuns: 100, seed: 4 });
});
