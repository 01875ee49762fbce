import { describeCount } from "../../report/describe_quantity.ts";
import { html, type HtmlValue, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { entityPath } from "../parts/entity_path.ts";
import { isWithin } from "../parts/time_scale.ts";
import { spanView, timeView } from "../parts/time_view.ts";
import { describeValue } from "../parts/value_scale.ts";
import type { Lane, LaneSeriesName } from "./lanes.ts";
import type { TimeSpan } from "./span_rows.ts";
import type { TimelineData } from "./timeline_data.ts";
import { markHref } from "./timeline_layers.ts";

const MOST_ROWS = 60;

/** The tables behind the picture: of events, incidents and findings, and of what each log holds. */
export function timelineTables(data: TimelineData, frame: PageFrame): SafeHtml {
  const { shown } = data;
  const isShown = (span: TimeSpan) => span.endMs >= shown.startMs && span.startMs <= shown.endMs;
  const events = data.events.filter(({ timeMs }) => isWithin(shown, timeMs));
  const spans = [
    ...data.incidents.map((span) => ({ span, path: "/incidents" })),
    ...data.findings.map((span) => ({ span, path: "/findings" })),
  ].filter(({ span }) => isShown(span));
  return html`
    <details class="behind" id="timeline-tables">
      <summary>The timeline as tables</summary>
      ${plainTable(
        "Events",
        ["Time", "Role", "Event"],
        events.slice(0, MOST_ROWS).map((mark) => [
          timeView(isoOf(mark.timeMs)),
          mark.kind,
          html`<a href="${markHref(mark, frame.href)}">${mark.texts[0]?.[1]}</a>${
            mark.count > 1 && ` and ${describeCount(mark.count - 1)} more`
          }`,
        ]),
      )}
      ${moreRows(events.length, "/events", frame)}
      ${plainTable(
        "Incidents and findings",
        ["Time", "Severity", "What"],
        spans.slice(0, MOST_ROWS).map((
          { span, path },
        ) => [
          spanView(isoOf(span.startMs), isoOf(span.endMs)),
          span.severity,
          html`<a href="${frame.href(entityPath(path, span.id))}">${span.title}</a>`,
        ]),
      )}
      ${moreRows(spans.length, "/findings", frame)}
      ${plainTable("Logs", LANE_HEADINGS, data.lanes.map((lane) => laneCells(lane, data)))}
    </details>
  `;
}

const LANE_HEADINGS = [
  "Host",
  "Category",
  "Records",
  "Errors",
  "Warnings",
  "5xx",
  "Highest p95",
  "Gaps",
  "Starts",
];

function laneCells(lane: Lane, { shown, restarts }: TimelineData): HtmlValue[] {
  const sum = (name: LaneSeriesName) => {
    const values = shownValues(lane, name, shown);
    return values && describeCount(values.reduce<number>((total, value) => total + (value ?? 0), 0));
  };
  const latencies = shownValues(lane, "p95Ms", shown)?.filter((value) => value !== null) ?? [];
  const starts = restarts.filter(({ host, timeMs }) => host === lane.host && isWithin(shown, timeMs));
  return [
    lane.host,
    lane.category,
    ...(["records", "error", "warn", "errors5xx"] as const).map(sum),
    latencies.length > 0 && describeValue(Math.max(...latencies), "ms"),
    describeCount(lane.gaps.length),
    describeCount(starts.length),
  ];
}

function shownValues(
  { startMs, bucketMs, series }: Lane,
  name: LaneSeriesName,
  shown: TimelineData["shown"],
): (number | null)[] | undefined {
  return series[name]?.filter((_, i) => {
    const fromMs = startMs + i * bucketMs;
    return fromMs + bucketMs > shown.startMs && fromMs < shown.endMs;
  });
}

function plainTable(
  caption: string,
  heads: readonly string[],
  rows: readonly HtmlValue[][],
): SafeHtml | null {
  if (rows.length === 0) return null;
  return html`
    <div class="table" role="region" aria-label="Table: ${caption}" tabindex="0">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
        </thead>
        <tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
      </table>
    </div>
  `;
}

function moreRows(count: number, path: string, frame: PageFrame): SafeHtml | null {
  return count > MOST_ROWS
    ? html`<p class="more"><a href="${frame.href(path)}">and ${describeCount(count - MOST_ROWS)} more</a></p>`
    : null;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
