import { actWindows, windowMs } from "../../../lib/analyze/impact/act_windows.ts";
import { changeActs } from "../../../lib/analyze/causes/change_acts.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { gridOver } from "../../../lib/analyze/time_grid.ts";
import { spanOf } from "../access/access_case.ts";
import { rowAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];

/** Minutes `from at to` of each event in a log of so many minutes. */
function show(minutes: number, ...events: readonly EventRow[]): (string | null)[] {
  const span = spanOf(minutes);
  return actWindows([...new Set(changeActs(events).values())], span, gridOver(span.startMs, span.endMs))
    .map((windows) => windows && `${windows.from} ${windows.at} ${windows.to}`);
}

function published(minute: number, groupId?: string): EventRow {
  return rowAt(minute, "AUTOMATION_CONFIG_PUBLISHED_AUDIT", groupId === undefined ? {} : { groupId });
}

Deno.test("actWindows compares half an hour before and after, less in a short log", () => {
  assertEquals(show(1440, published(700.7)), ["671 700 731"]);
  assertEquals([windowMs(spanOf(320)), windowMs(spanOf(60))].map((ms) => Math.round(ms / 60_000)), [20, 10]);
});

Deno.test("actWindows ends at another change of the same project or of all, not nearer than ten minutes", () => {
  assertEquals(show(1440, published(700, A), published(715, A)), ["670 700 715", "700 715 745"]);
  assertEquals(show(1440, published(700, A), published(703)), ["670 700 710", "693 703 733"]);
  assertEquals(show(1440, published(700, A), published(715, B)), ["670 700 730", "685 715 745"]);
});

Deno.test("actWindows does not end at changes that hardly matter", () => {
  const created = rowAt(715, "GROUP_NAME_CHANGED", { groupId: A });
  assertEquals(show(1440, published(700, A), created), ["670 700 730", "700 715 745"]);
});

Deno.test("actWindows is cut at the edges of the logs, and nothing is compared with nothing", () => {
  assertEquals(show(1440, published(12), published(1428)), ["0 12 42", "1398 1428 1440"]);
  assertEquals(show(1440, published(4), published(1437)), [null, null]);
});
