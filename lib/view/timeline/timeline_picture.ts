import { describeTime } from "../../report/describe_time.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { fitLine } from "../../report/clip_text.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { jsonAttribute } from "../parts/json_attribute.ts";
import { lanePaths, plotBox } from "./lane_paths.ts";
import { lanePeak } from "./lane_words.ts";
import type { TimelineData } from "./timeline_data.ts";
import { timelineLayers } from "./timeline_layers.ts";
import { HEAD, type PlacedLane, timelineLayout } from "./timeline_layout.ts";

const HOST_LENGTH = 48;

/** The picture as it stands; the page's script moves in it without asking again. */
export function timelinePicture(data: TimelineData, frame: PageFrame): SafeHtml {
  const { shown, whole, lanes } = data;
  const layout = timelineLayout(data);
  const look = { scale: shown, ticks: {}, timeText: describeTime, href: frame.href };
  const { head, back, front } = timelineLayers(data, layout, look);
  return html`
    <div class="timeline timeline-live" id="timeline" role="group" aria-label="${describePicture(data)}"
      data-live="timeline" data-timeline="${jsonAttribute(data)}">
      <svg class="timeline-head" height="${HEAD.height}">
        <g data-layer="head">${head}</g>
        <rect class="brush" x="0" y="0" width="0" height="${HEAD.height}"/>
        <line class="cross" x1="-9" x2="-9" y1="${HEAD.labelY + 5}" y2="${HEAD.height}"/>
        <text class="cross-time" x="-999" y="${HEAD.labelY}"></text>
      </svg>
      <svg class="timeline-body" height="${layout.height}">
        <g data-layer="back">${back}</g>
        <svg class="timeline-plot" width="100%" height="${layout.height}" preserveAspectRatio="none"
          viewBox="${plotBox(shown, whole.startMs, layout.height)}">${lanePaths(
            layout.lanes,
            whole.startMs,
          )}</svg>
        <g data-layer="front">${front}</g>
        ${layout.lanes.map((placed) => laneLabel(placed))}
        ${layout.lanes.map(({ lane, y }) =>
          html`<text class="lane-value" x="100%" y="${y + 11}">${lanePeak(lane, shown)}</text>`
        )}
        <rect class="brush" x="0" y="0" width="0" height="${layout.height}"/>
        <line class="cross" x1="-9" x2="-9" y1="0" y2="${layout.height}"/>
      </svg>
      ${lanes.length === 0 && html`<p class="empty">No log fits.</p>`}
    </div>
  `;
}

function laneLabel({ lane: { host, category }, y }: PlacedLane): SafeHtml {
  return html`
    <text class="label" x="0" y="${y + 11}"><tspan class="lane-host">${fitLine(
      host,
      HOST_LENGTH,
    )}</tspan> ${category}</text>
  `;
}

function describePicture({ shown, events, incidents, findings, hostsShown }: TimelineData): string {
  const [start, end] = [shown.startMs, shown.endMs].map((ms) => describeTime(new Date(ms).toISOString()));
  const counts = [
    describeAmount(events.reduce((sum, { count }) => sum + count, 0), "event"),
    describeAmount(incidents.length, "incident"),
    describeAmount(findings.length, "finding"),
    describeAmount(hostsShown, "host"),
  ];
  return `Timeline, ${start} to ${end} UTC: ${counts.join(", ")}. The same is in the table below.`;
}
