import type { Finding } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import { fitLine } from "../../report/clip_text.ts";
import { notThere } from "../address_error.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import { type DiffTable, diffView, readDiffs } from "../parts/event_diffs.ts";
import { evidenceList, type PlacedEvidence, placeEvidence } from "../parts/evidence_view.ts";
import { factList } from "../parts/fact_list.ts";
import { type ImpactRow, impactRows, impactView } from "../parts/impact_view.ts";
import { timeView } from "../parts/time_view.ts";
import { type View, view } from "../view.ts";
import { jsonBlock } from "./json_block.ts";
import { entityPath } from "../parts/entity_path.ts";

const FINDINGS_SHOWN = 50;
const IMPACTS_SHOWN = 100;
const LINES_SHOWN = 20;
const TITLE_LENGTH = 300;
const MARGIN_MS = 30 * 60_000;

interface EventPage {
  readonly event: EventRow;
  readonly caused: readonly Pick<Finding, "id" | "title" | "severity" | "onset">[];
  readonly confirmed: readonly Pick<Finding, "id" | "title" | "severity" | "onset">[];
  readonly impacts: readonly ImpactRow[];
  readonly diffs: DiffTable;
  readonly lines: readonly PlacedEvidence[];
}

/** One event: how it arrived, what changed after it, what it may have caused. */
export const EVENT_VIEW: View = view({
  path: "/events/{id}",
  parameters: {},
  load: (source, _values, id): EventPage => {
    const { index } = source;
    const event = index.eventById.get(id);
    if (event === undefined) throw notThere("event", id, "choose one of the events");
    const { findings } = index.analysis;
    const traces = index.tracesByEvent.get(id) ?? [];
    const lines = traces.flatMap((
      { request, records },
    ) => [...(request === null ? [] : [request]), ...records]);
    return {
      event,
      caused: findings.filter(({ causes }) => causes.some(({ eventId }) => eventId === id)).map(shortOf),
      confirmed: findings.filter(({ confirmedBy }) => confirmedBy.includes(id)).map(shortOf),
      impacts: impactRows(id, index).slice(0, IMPACTS_SHOWN),
      diffs: readDiffs(event.diffs),
      lines: placeEvidence(lines.slice(0, LINES_SHOWN), source),
    };
  },
  render: (data, frame) => ({
    title: fitLine(data.event.summary || data.event.type, TITLE_LENGTH),
    body: eventBody(data, frame),
  }),
});

function shortOf({ id, title, severity, onset }: Finding): EventPage["caused"][number] {
  return { id, title, severity, onset };
}

function eventBody(
  { event, caused, confirmed, impacts, diffs, lines }: EventPage,
  frame: PageFrame,
): SafeHtml {
  const { time, type, role, summary, raw } = event;
  return html`
    <p class="kicker"><a href="${frame.href("/events")}">Event</a> ${badge(role)} <code>${type}</code></p>
    <h1>${summary || type}</h1>
    <p class="when">${timeView(time)}</p>
    ${nearLinks(time, frame)}
    ${eventFacts(event)}
    ${findingList("What it may have caused", caused, frame)}
    ${findingList("What it confirms", confirmed, frame)}
    <h2>What changed after it</h2>
    ${impactView(impacts)}
    ${diffs.rows.length > 0 && html`<h2>What it changed</h2>${diffView(diffs)}`}
    ${lines.length > 0 && html`<h2>How it arrived</h2>${evidenceList(lines, frame)}`}
    ${raw !== null &&
      html`<details class="raw"><summary>The event as it was saved</summary>${jsonBlock(raw)}</details>`}
  `;
}

function nearLinks(time: string, frame: PageFrame): SafeHtml {
  const timeMs = Date.parse(time);
  const [since, until] = [timeMs - MARGIN_MS, timeMs + MARGIN_MS].map((ms) => new Date(ms).toISOString());
  return html`
    <p class="moves">
      <a href="${frame.href("/search", { since, until })}">Records around it</a>
      <a href="${frame.href("/timeline", { since, until })}">Timeline around it</a>
    </p>
  `;
}

function eventFacts({ groupId, host, replicaSet, cluster, user, remoteAddress, id }: EventRow): SafeHtml {
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

function findingList(title: string, list: EventPage["caused"], frame: PageFrame): SafeHtml | null {
  if (list.length === 0) return null;
  const more = list.length - FINDINGS_SHOWN;
  return html`
    <h2>${title}</h2>
    <ul class="plain">${list.slice(0, FINDINGS_SHOWN).map(({ id, title, severity, onset }) =>
      html`<li>${badge(severity)} <a href="${frame.href(entityPath("/findings", id))}">${
        fitLine(title, TITLE_LENGTH)
      }</a> <span class="meta">${timeView(onset)}</span></li>`
    )}</ul>
    ${more > 0 && html`<p class="more">and ${more} more</p>`}
  `;
}
