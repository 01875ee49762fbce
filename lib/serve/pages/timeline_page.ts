import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { sectionView } from "../../report/html/table_view.ts";
import { isWithin, type TimeScale } from "../../report/html/time_scale.ts";
import { timelineLegend } from "../../report/html/timeline_legend.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { timeParameter } from "../params/parameter.ts";
import { ServeError } from "../serve_error.ts";
import { address, searchAddress, timeValue } from "./address.ts";
import { eventTable } from "./event_table.ts";
import { filterForm } from "./filter_form.ts";
import { findingTable } from "./finding_table.ts";
import { type PageRoute, pageRoute } from "./page.ts";
import { timelineFigure, wholeScale } from "./timeline_figure.ts";

const ROWS_SHOWN = 100;
const MOST_HOSTS = 200;
const SHORTEST_MS = 1000;

/** All hosts over time; `from` and `to` zoom. */
export const TIMELINE_PAGE: PageRoute = pageRoute(
  "/timeline",
  { from: timeParameter("left edge"), to: timeParameter("right edge") },
  ({ index }, { from, to }) => {
    const whole = wholeScale(index);
    const scale = whole && { startMs: from ?? whole.startMs, endMs: to ?? whole.endMs };
    if (scale !== null && scale.endMs - scale.startMs < SHORTEST_MS) throw emptySpan();
    return {
      title: "Timeline",
      view: "/timeline",
      body: html`
        <h1>Timeline</h1>
        ${whole === null || scale === null
          ? html`<p>Nothing in this case has a time.</p>`
          : html`${zoomBar(scale, whole)}
            ${timelineFigure(index, scale, { mostHosts: MOST_HOSTS })}${timelineLegend()}
            ${listsWithin(index, scale)}`}
      `,
    };
  },
);

function emptySpan(): ServeError {
  return new ServeError('Cannot show the timeline: "to" is not a second after "from"', {
    status: 422,
    code: "parameter",
    remedy: "swap the two, or leave one out",
  });
}

function zoomBar(scale: TimeScale, whole: TimeScale): SafeHtml {
  const width = scale.endMs - scale.startMs;
  const isWhole = scale.startMs <= whole.startMs && scale.endMs >= whole.endMs;
  const to = (startMs: number, endMs: number) =>
    address("/timeline", { from: timeValue(startMs), to: timeValue(endMs) });
  const moves: readonly (readonly [name: string, href: string])[] = [
    ["Earlier", to(scale.startMs - width / 2, scale.endMs - width / 2)],
    ["Later", to(scale.startMs + width / 2, scale.endMs + width / 2)],
    ["Zoom in", to(scale.startMs + width / 4, scale.endMs - width / 4)],
    ["Zoom out", to(scale.startMs - width / 2, scale.endMs + width / 2)],
  ];
  const [from, end] = [timeValue(scale.startMs), timeValue(scale.endMs)];
  return html`
    <div class="zoom">
      ${filterForm("/timeline", "Stretch of time", [
        { name: "from", label: "From", value: from },
        { name: "to", label: "To", value: end },
      ])}
      <p class="moves">${moves.map(([name, href]) =>
        html`
          <a href="${href}">${name}</a>
        `
      )}
        ${!isWhole && html`<a href="/timeline">All</a>`}
        <a href="${searchAddress(null, { since: from, until: end })}">Records of this time</a></p>
    </div>
    <p class="meta only-script">Drag over the picture to zoom in.</p>
  `;
}

function listsWithin(index: ReportIndex, scale: TimeScale): SafeHtml {
  const { analysis: { events, findings }, causeIds } = index;
  const [startMs, endMs] = [scale.startMs, scale.endMs];
  const inside = events.filter(({ time }) => isWithin(scale, Date.parse(time)));
  const begun = findings.filter(({ onset, last }) =>
    Date.parse(last) >= startMs && Date.parse(onset) <= endMs
  );
  const allEvents = address("/events", { since: timeValue(startMs), until: timeValue(endMs) });
  return html`
    ${begun.length > 0 &&
      sectionView(
        "findings",
        `Findings in this time (${describeCount(begun.length)})`,
        html`${findingTable("Findings in this time", begun.slice(0, ROWS_SHOWN))}
          ${
          begun.length > ROWS_SHOWN &&
          html`<p class="more">and ${describeAmount(begun.length - ROWS_SHOWN, "more finding")}</p>`
        }`,
      )}
    ${inside.length > 0 &&
      sectionView(
        "events",
        `Events in this time (${describeCount(inside.length)})`,
        html`${eventTable("Events in this time", inside.slice(0, ROWS_SHOWN), causeIds)}
          ${inside.length > ROWS_SHOWN && html`<p class="more"><a href="${allEvents}">All of them</a></p>`}`,
      )}
  `;
}
