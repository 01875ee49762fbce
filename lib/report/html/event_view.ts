import type { EventRow } from "../../events/event_row.ts";
import { describeCount } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { html, type HtmlValue, type SafeHtml } from "./html.ts";
import { badge, type Column, sectionView, tableView, timeView } from "./table_view.ts";

const CHANGES_SHOWN = 200;
const OTHERS_SHOWN = 300;
const COLUMNS: readonly Column[] = [{ head: "Time" }, { head: "Event", kind: "wide" }, { head: "By" }, {
  head: "Type",
  kind: "wide",
}];

/** Changes in full, everything else folded. */
export function eventSection({ analysis: { events }, causeIds }: ReportIndex): SafeHtml | null {
  if (events.length === 0) return null;
  const changes = events.filter(({ id, role }) => role === "change" || causeIds.has(id));
  const others = events.filter(({ id, role }) => role !== "change" && !causeIds.has(id));
  return sectionView(
    "events",
    "Events",
    html`
      <h3>Changes (${describeCount(changes.length)})</h3>
      ${changes.length > 0
        ? tableView("Changes", COLUMNS, changes, CHANGES_SHOWN, (event) => eventCells(event, causeIds))
        : html`<p>None.</p>`}
      ${others.length > 0 && html`
        <details>
          <summary>Alerts, recoveries, access and other events (${describeCount(others.length)})</summary>
          ${tableView("Other events", COLUMNS, others, OTHERS_SHOWN, (event) => eventCells(event, causeIds))}
        </details>
      `}
    `,
  );
}

function eventCells(
  { id, time, role, summary, user, remoteAddress, type }: EventRow,
  causeIds: ReadonlySet<string>,
): HtmlValue[] {
  return [
    timeView(time, describeTime(time)),
    html`${
      causeIds.has(id)
        ? html`
          ${badge("candidate")}
        `
        : role !== "change" && html`
          ${badge(role)}
        `
    }${summary}`,
    html`${user}${remoteAddress && html`<br><span class="meta">${remoteAddress}</span>`}`,
    html`<code>${type}</code>`,
  ];
}
