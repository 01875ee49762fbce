import type { QueriedEvent, QueryRow, RecordRow } from "../../query/query_row.ts";
import type { AccessFields, ApplicationFields } from "../../query/row_fields.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { badge, timeView } from "../../report/html/table_view.ts";
import type { ServedCase } from "../served_case.ts";
import { address, addressOf, lineAddress } from "./address.ts";
import { textBlock } from "./evidence_links.ts";
import { levelView } from "./signature_pages.ts";

/** Records and events in their order, each record with the way to its lines in the log file. */
export function recordList(rows: readonly QueryRow[], served: ServedCase): SafeHtml {
  return html`<ol class="records">${
    rows.map((row) => row.kind === "event" ? eventItem(row) : recordItem(row, served))
  }</ol>`;
}

function eventItem({ time, event }: QueriedEvent): SafeHtml {
  return html`
    <li class="event">
      <p class="meta">${timeView(time, shownTime(time))} ${badge(event.role)} <code>${event.type}</code></p>
      <p><a href="${addressOf("events", event.id)}">${event.summary || event.type}</a></p>
    </li>
  `;
}

function recordItem(row: RecordRow, served: ServedCase): SafeHtml {
  const { time, host, category, member, line, text, isMatch } = row;
  const found = served.memberOf(row);
  const place = `${member}:${line}`;
  const lastLine = line + (text.match(/\n/g)?.length ?? 0);
  return html`
    <li class="${!isMatch && "context"}">
      <p class="meta"><a href="${address("/search", {
        around: time,
      })}" title="Everything around this time">${timeView(
        time,
        shownTime(time),
      )}</a> ${host} ${category} ${levelOf(row.fields)} ${found === undefined
        ? place
        : html`<a class="line-link" href="${lineAddress(found.id, line, lastLine)}">${place}</a>`}</p>
      ${text === "" ? html`<p class="columns">${withoutText(row.fields)}</p>` : textBlock(text)}
    </li>
  `;
}

function shownTime(time: string): string {
  return time.slice(0, 23).replace("T", " ");
}

function levelOf(fields: ApplicationFields | AccessFields | null): SafeHtml | null {
  if (fields === null) return null;
  if ("level" in fields && fields.level !== undefined) return levelView(fields.level);
  return "status" in fields && fields.status !== undefined && fields.status >= 500
    ? html`<span class="level level-error">${fields.status}</span>`
    : null;
}

/** What columns say of a record whose text cannot be read. */
function withoutText(fields: ApplicationFields | AccessFields | null): string {
  const words = Object.values(fields ?? {}).filter((value) => typeof value !== "object");
  return words.map(String).join(" · ") || "(this line cannot be read)";
}
