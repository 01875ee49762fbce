import { describeAmount, describeCount } from "../../../report/describe_quantity.ts";
import type { CliIo } from "../../cli_io.ts";
import { startStatusLine } from "../../terminal/status_line.ts";

const REWRITE_EVERY_MS = 200;

/** One line on stderr that is rewritten while pages come. */
export interface EventsProgress {
  /** Says that a page came, with so many events, of so many as the API counts. */
  readonly addPage: (events: number, totalCount: number | null) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** Starts a line; it stays empty when stderr is not a terminal. */
export function startEventsProgress({ stderr, now }: CliIo, quiet: boolean): EventsProgress {
  if (quiet || !stderr.isTerminal) return { addPage: () => {}, clear: () => {} };
  const line = startStatusLine(stderr);
  const startMs = now();
  let shownMs = -Infinity;
  let pages = 0;
  let events = 0;
  return {
    addPage(added, totalCount) {
      pages++;
      events += added;
      if (now() - shownMs < REWRITE_EVERY_MS) return;
      shownMs = now();
      line.show(describeEventsProgress({ pages, events, totalCount, elapsedMs: shownMs - startMs }));
    },
    clear: line.clear,
  };
}

/** `fetching events: 12 pages, 6,000 events, 100,000 in this window, 1.9 pages/s`. */
export function describeEventsProgress(
  { pages, events, totalCount, elapsedMs }: {
    pages: number;
    events: number;
    totalCount: number | null;
    elapsedMs: number;
  },
): string {
  const rate = (pages / Math.max(elapsedMs, 1) * 1000).toFixed(1);
  const total = totalCount === null ? [] : [`${describeCount(totalCount)} in this window`];
  const done = [describeAmount(pages, "page"), describeAmount(events, "event"), ...total];
  return `fetching events: ${done.join(", ")}, ${rate} pages/s`;
}
