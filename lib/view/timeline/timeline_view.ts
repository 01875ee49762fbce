import { describeCount } from "../../report/describe_quantity.ts";
import { CATEGORIES } from "../../rules/rule.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { choiceParameter, switchParameter, textParameter } from "../params/parameter.ts";
import { filterForm } from "../parts/filter_form.ts";
import { spanView } from "../parts/time_view.ts";
import { type View, view } from "../view.ts";
import { coveredCategories, HOSTS_AT_FIRST, type TimelineData, timelineData } from "./timeline_data.ts";
import { timelineLegend } from "./timeline_legend.ts";
import { timelinePicture } from "./timeline_picture.ts";
import { timelineTables } from "./timeline_table.ts";
import { panBy, windowOf, zoomAround } from "./zoom.ts";

/** Events, incidents, findings, and what each host logged, over time. */
export const TIMELINE_VIEW: View = view({
  path: "/timeline",
  parameters: {
    host: textParameter("only hosts with this in their names"),
    category: choiceParameter("only logs of this kind", CATEGORIES),
    all: switchParameter("all hosts, however many"),
  },
  load: (source, values) => ({
    data: timelineData(source, values),
    categories: coveredCategories(source.index),
  }),
  render: ({ data, categories }, frame) => ({
    title: "Timeline",
    body: data === null
      ? html`
        <h1>Timeline</h1>
        <p class="nothing">No record, event or incident has a time.</p>
      `
      : html`
        <h1>Timeline</h1>
        ${allTime(data, frame)}
        ${moves(data, frame)}
        ${filterForm("Filter the timeline", [
          { name: "host", label: "Host" },
          { name: "category", label: "Category", choices: categories },
          { name: "since", label: "From" },
          { name: "until", label: "To" },
        ], frame)}
        ${timelinePicture(data, frame)}
        ${leftOut(data, frame)}
        ${timelineLegend()}
        ${keyHelp()}
        ${timelineTables(data, frame)}
      `,
  }),
});

/** As high as what the head says of a window, so that the picture stays where it is when one is chosen. */
function allTime({ shown }: TimelineData, { window: { since, until } }: PageFrame): SafeHtml | null {
  if (since !== undefined || until !== undefined) return null;
  return html`<p class="window-bar"><b>All time</b> ${
    spanView(isoOf(shown.startMs), isoOf(shown.endMs))
  }</p>`;
}

/** Links that need no script, and no wheel. */
function moves({ whole, shown }: TimelineData, frame: PageFrame): SafeHtml | null {
  if (frame.isStatic) return null;
  const lengthMs = shown.endMs - shown.startMs;
  const middleMs = shown.startMs + lengthMs / 2;
  const links = [
    ["earlier", "◂ Earlier", panBy(whole, shown, -lengthMs / 2)],
    ["later", "Later ▸", panBy(whole, shown, lengthMs / 2)],
    ["closer", "Zoom in", zoomAround(whole, shown, 2, middleMs)],
    ["wider", "Zoom out", zoomAround(whole, shown, 1 / 2, middleMs)],
    ["everything", "All time", whole],
  ] as const;
  return html`
    <p class="moves">${links.map(([id, name, scale]) =>
      html`<a id="timeline-${id}" href="${frame.same(windowOf(whole, scale))}">${name}</a>`
    )}</p>
  `;
}

function leftOut(
  { hostCount, hostsShown, incidentCount, incidents }: TimelineData,
  frame: PageFrame,
): SafeHtml {
  const moreHosts = hostCount - hostsShown;
  const moreIncidents = incidentCount - incidents.length;
  return html`
    ${moreHosts > 0 && html`
      <p class="more">${describeCount(
        moreHosts,
      )} more hosts are not in the picture${hostsShown <= HOSTS_AT_FIRST &&
        html`: <a id="timeline-all" href="${frame.same({ all: true })}">show all</a>`}</p>
    `}
    ${moreIncidents > 0 && html`
      <p class="more"><a href="${frame.href("/incidents")}">${describeCount(moreIncidents)} more incidents</a>
        are not in the picture</p>
    `}
  `;
}

function keyHelp(): SafeHtml {
  return html`
    <details class="behind needs-script" id="timeline-help">
      <summary>Ways to move in the timeline</summary>
      <p>Drag to choose a time: all views keep to it. Drag with shift, or turn the wheel with shift, to move; turn the
        wheel with Ctrl, or when the picture has the focus, to zoom; a double click zooms out.</p>
      <p>Keys when it has the focus: <kbd>←</kbd> <kbd>→</kbd> move, <kbd>+</kbd> <kbd>-</kbd> zoom,
        <kbd>Home</kbd> all time, <kbd>[</kbd> <kbd>]</kbd> from event to event, <kbd>↑</kbd> <kbd>↓</kbd> from finding
        to finding, <kbd>Enter</kbd> open it, <kbd>,</kbd> <kbd>.</kbd> read the values at a time,
        <kbd>Esc</kbd> put that away.</p>
    </details>
  `;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}
