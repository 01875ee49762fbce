import type { EventRow } from "../../events/event_row.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeTime } from "../../report/describe_time.ts";
import { html, type HtmlValue, type SafeHtml } from "../../report/html/html.ts";
import { badge, type Column, tableView, timeView } from "../../report/html/table_view.ts";
import { addressOf } from "./address.ts";

const SUMMARY_LENGTH = 300;
const COLUMNS: readonly Column[] = [
  { head: "Time" },
  { head: "Role" },
  { head: "Event", kind: "wide" },
  { head: "By" },
];

/** Events, one a row; those that may be causes are marked. */
export function eventTable(
  caption: string,
  events: readonly EventRow[],
  causeIds: ReadonlySet<string>,
): SafeHtml {
  return tableView(caption, COLUMNS, events, events.length, (event) => eventCells(event, causeIds));
}

function eventCells(event: EventRow, causeIds: ReadonlySet<string>): HtmlValue[] {
  const { id, time, role, summary, type, user, remoteAddress } = event;
  return [
    timeView(time, describeTime(time)),
    html`${badge(role)}${
      causeIds.has(id) && html`
        ${badge("candidate")}
      `
    }`,
    html`<a href="${addressOf("events", id)}">${
      fitLine(summary || type, SUMMARY_LENGTH)
    }</a><br><code class="meta">${type}</code>`,
    html`${user}${remoteAddress && html`<br><span class="meta">${remoteAddress}</span>`}`,
  ];
}
