import type { EventRow } from "../../events/event_row.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { describeTime } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { badge } from "../../report/html/table_view.ts";
import { EVENT_PARAMETERS, ROLES, selectEvents } from "../select/select_events.ts";
import { sliceList, sliceParameters } from "../select/slice_list.ts";
import { notFound } from "../serve_error.ts";
import type { ServedCase } from "../served_case.ts";
import { address, timeValue } from "./address.ts";
import { impactList } from "../../report/html/cause_view.ts";
import { eventTable } from "./event_table.ts";
import { evidenceLinks } from "./evidence_links.ts";
import { factList } from "./fact_list.ts";
import { filterForm } from "./filter_form.ts";
import { findingTable } from "./finding_table.ts";
import { NO_PARAMETERS, type PageRoute, pageRoute } from "./page.ts";
import { pager } from "./pager.ts";

const RAW_LENGTH = 100_000;
const FINDINGS_SHOWN = 50;
const MARGIN_MS = 30 * 60_000;

/** Events by time. */
export const EVENTS_PAGE: PageRoute = pageRoute(
  "/events",
  { ...EVENT_PARAMETERS, ...sliceParameters(200, 1000) },
  ({ index }, values) => {
    const { role, type, q } = values;
    const [since, until] = [timeValue(values.since), timeValue(values.until)];
    const slice = sliceList(selectEvents(index.analysis.events, values), values);
    return {
      title: "Events",
      view: "/events",
      body: html`
        <h1>${describeAmount(slice.total, "event")}</h1>
        ${index.analysis.events.length === 0 && html`<p>No events were given with the logs.</p>`}
        ${filterForm("/events", "Choose events", [
          { name: "q", label: "Text", value: q },
          { name: "role", label: "Role", value: role, choices: ROLES },
          { name: "type", label: "Type", value: type },
          { name: "since", label: "From", value: since },
          { name: "until", label: "To", value: until },
        ])}
        ${slice.total > 0 && eventTable("Events", slice.items, index.causeIds)}
        ${pager("/events", { role, type, q, since, until }, slice, values)}
      `,
    };
  },
);

/** One event: how it arrived, what changed after it, what it may have caused. */
export const EVENT_PAGE: PageRoute = pageRoute("/events/{id}", NO_PARAMETERS, (served, _values, id) => {
  const event = served.index.eventById.get(id);
  if (event === undefined) throw notFound("event", id, "choose one of the events of this case");
  return { title: event.summary || event.type, view: "/events", body: eventView(event, served) };
});

function eventView(event: EventRow, served: ServedCase): SafeHtml {
  const { index } = served;
  const { id, time, type, role, summary, diffs, raw } = event;
  const traces = index.tracesByEvent.get(id) ?? [];
  const lines = traces.flatMap((
    { request, records },
  ) => [...(request === null ? [] : [request]), ...records]);
  return html`
    <p class="kicker">Event ${badge(role)} <code>${type}</code></p>
    <h1>${summary || type}</h1>
    <p class="when">${describeTime(time)}</p>
    ${nearLinks(event)}
    ${facts(event)}
    ${caused(id, served)}
    <h2>What changed after it</h2>
    ${impactList(index.impactsByEvent.get(id) ?? [], index) ?? html`<p>Nothing was measured for it.</p>`}
    ${lines.length > 0 && html`<h2>How it arrived</h2>${evidenceLinks(lines, served)}`}
    ${diffs !== undefined && html`<h2>What it changed</h2>${jsonBlock(diffs)}`}
    <details class="raw"><summary>The event as it was saved</summary>${jsonBlock(raw)}</details>
  `;
}

function nearLinks({ time }: EventRow): SafeHtml {
  const timeMs = Date.parse(time);
  const [from, to] = [timeValue(timeMs - MARGIN_MS), timeValue(timeMs + MARGIN_MS)];
  return html`
    <p class="moves">
      <a href="${address("/search", { around: time })}">Records around it</a>
      <a href="${address("/timeline", { from, to })}">Timeline around it</a>
    </p>
  `;
}

function facts({ groupId, host, replicaSet, cluster, user, remoteAddress, id }: EventRow): SafeHtml {
  return factList([
    ["By", user],
    ["From", remoteAddress],
    ["Project", groupId],
    ["Host", host],
    ["Replica set", replicaSet],
    ["Cluster", cluster],
    ["Id", id],
  ]);
}

function caused(id: string, { index: { analysis: { findings } } }: ServedCase): SafeHtml | null {
  const possible = findings.filter(({ causes }) => causes.some(({ eventId }) => eventId === id));
  if (possible.length === 0) return null;
  return html`
    <h2>What it may have caused</h2>
    ${findingTable("Findings that it may have caused", possible.slice(0, FINDINGS_SHOWN))}
  `;
}

function jsonBlock(value: unknown): SafeHtml {
  const text = JSON.stringify(value, null, 2) ?? "";
  return html`<pre>${"\n" + text.slice(0, RAW_LENGTH)}${text.length > RAW_LENGTH && "…"}</pre>`;
}
