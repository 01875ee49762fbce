/** A program: collects 60 pages of synthetic events, 90 MB, into a file, twice, and prints what it says. */
import { collectEvents } from "../../lib/cli/fetch/events/collect_events.ts";
import type { EventPage } from "../../lib/fetch/event_pages.ts";
import { fakeIo } from "../cli/fake_io.ts";
import { eventAt, eventsRequest } from "../cli/fetch/events/event_source.ts";

const PAGES = 60;
const PAGE_SIZE = 500;
const EVENT_CHARS = 3000;

async function* eventPages(): AsyncGenerator<EventPage> {
  for (let pageNum = 1; pageNum <= PAGES; pageNum++) {
    await Promise.resolve();
    // Texts of their own, as a page of the API has them.
    const events = JSON.parse(JSON.stringify(Array.from({ length: PAGE_SIZE }, (_, i) => {
      const number = (pageNum - 1) * PAGE_SIZE + i;
      return eventAt(number, { text: String(number).padStart(EVENT_CHARS, "synthetic ") });
    })));
    const totalCount = PAGES * PAGE_SIZE;
    yield {
      pageNum,
      events,
      rejected: 0,
      totalCount,
      isLast: pageNum === PAGES,
      maxDate: "2026-05-11T12:00:00Z",
    };
  }
}

const client = { apiUrl: "https://om.example.com/api/public/v1.0", eventPages };
for (let run = 0; run < 2; run++) {
  const io = fakeIo({ now: () => Date.parse("2026-05-11T12:00:00Z") });
  const { count, added } = await collectEvents(eventsRequest(client, Deno.args[0] ?? ""), io);
  await Deno.stdout.write(new TextEncoder().encode(`${count} ${added}\n`));
}
