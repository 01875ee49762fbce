import { CellClock } from "../../../lib/analyze/access/cell_clock.ts";
import { CELL_MS } from "../../../lib/analyze/access/cell_counts.ts";
import { API_CLOCK } from "../../../lib/analyze/finding_draft.ts";
import type { LogSpan } from "../../../lib/analyze/span_of_logs.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { START_MS } from "../log_case.ts";
import { spanOf, tallyOf } from "./access_case.ts";

/** Hosts `om-0`, `om-1`, … with clocks that are ahead by so much. */
function clockOf(offsetsMs: readonly number[], span: LogSpan = spanOf(1440)): CellClock {
  const tally = tallyOf(Object.fromEntries(offsetsMs.map((_, at) => [`om-${at}`, []])));
  return new CellClock({ tally, span, offsetOf: (host) => offsetsMs[Number(host.slice(3))]! });
}

const OFFSET = fc.integer({ min: -4_000_000, max: 4_000_000 });

Deno.test("CellClock moves cells by whole cells and takes the rest off the times in them", () => {
  const clock = clockOf([0, 700_000, -700_000]);
  assertEquals([0, 1, 2].map((host) => clock.shiftOf(host)), [0, 2, -2]);
  assertEquals(clock.apiMs(1, START_MS + 700_000), START_MS);
  const secondOf = (...hosts: number[]) =>
    (clock.timeOf(hosts, START_MS / CELL_MS - clock.range.first) - START_MS) / 1000;
  assertEquals([secondOf(0), secondOf(1), secondOf(2)], [0, -100, 100]);
  // Of several hosts it is in the middle.
  assertEquals([secondOf(0, 1), secondOf(0, 1, 2), secondOf()], [-50, 0, 0]);
});

Deno.test("CellClock finds the time again that a host logged in a cell", () => {
  fc.assert(fc.property(OFFSET, OFFSET, fc.nat(86_399_999), (one, other, ms) => {
    const clock = clockOf([one, other]);
    const loggedMs = START_MS + ms;
    const cells = loggedMs / CELL_MS - clock.shiftOf(1) - clock.range.first;
    assert(Math.abs(clock.timeOf([1], cells) - clock.apiMs(1, loggedMs)) <= 1);
    assertEquals(clock.apiMs(1, loggedMs), loggedMs - other);
  }));
});

Deno.test("CellClock has a place for every cell of every host, and none to spare", () => {
  const offsetLists = fc.array(OFFSET, { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(offsetLists, fc.nat(CELL_MS), fc.nat(CELL_MS), (offsets, cutMs, moreMs) => {
    const startMs = START_MS + cutMs;
    const endMs = START_MS + 86_400_000 + moreMs;
    const clock = clockOf([0, ...offsets], { startMs, endMs });
    const cells = [0, ...offsets].flatMap((_, host) =>
      [startMs, endMs].map((ms) => Math.floor(ms / CELL_MS) - clock.shiftOf(host) - clock.range.first)
    );
    assertEquals([Math.min(...cells), Math.max(...cells)], [0, clock.range.length - 1]);
  }));
});

Deno.test("CellClock tells a finding of one host by its clock, else by the API's", () => {
  const clock = clockOf([0, 700_000]);
  const { range } = clock;
  const own = { first: range.first + 2, length: range.length };
  assertEquals(clock.ownClock(["om-1"]), { onsetHost: "om-1", aheadMs: 700_000, range: own });
  assertEquals(clock.ownClock(["om-0", "om-1"]), { onsetHost: API_CLOCK, aheadMs: 0, range });
  assertEquals(clock.ownClock([]), { onsetHost: API_CLOCK, aheadMs: 0, range });
});
