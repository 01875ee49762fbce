import { describeSpan } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";
import { percentAt, ticks, type TimeScale } from "./time_scale.ts";

/** A stretch of time on a strip. Times are ISO 8601. */
export interface StripMark {
  /** Left edge. */
  readonly start: string;
  /** Right edge. */
  readonly end: string;
  /** Class of it. */
  readonly kind: "life" | "silent";
  /** What it is. */
  readonly title: string;
}

const HEIGHT = 14;

/** A picture of when something was there, as high as a line of a table; its words are for those who cannot see it. */
export function lifeStrip(marks: readonly StripMark[], scale: TimeScale): SafeHtml {
  const label = marks.map(({ title, start, end }) => `${title} ${describeSpan(start, end)}`).join(", ");
  return html`
    <svg class="life-strip" role="img" height="${HEIGHT}" aria-label="${label}">
      <line class="base" x1="0" x2="100%" y1="${HEIGHT - 0.5}" y2="${HEIGHT - 0.5}" />
      ${stripMarks(marks, scale)}
    </svg>
  `;
}

/** Stretches of time on a strip, as far as they are within its edges. */
export function stripMarks(marks: readonly StripMark[], scale: TimeScale): SafeHtml {
  return html`${marks.map((mark) => stripMark(mark, scale))}`;
}

function stripMark({ start, end, kind, title }: StripMark, scale: TimeScale): SafeHtml | null {
  const [startMs, endMs] = [Date.parse(start), Date.parse(end)];
  if (!(endMs >= scale.startMs && startMs <= scale.endMs)) return null;
  const x = percentAt(scale, startMs);
  const width = Math.max(0.6, Math.round(1000 * (percentAt(scale, endMs) - x)) / 1000);
  const [y, height] = kind === "life" ? [5, 4] : [1, 12];
  return html`
    <rect class="strip-${kind}" x="${Math.min(x, 99.4)}%" y="${y}" width="${width}%" height="${height}">
      <title>${title}, ${describeSpan(start, end)}</title>
    </rect>
  `;
}

/** The axis above strips. */
export function stripAxis(scale: TimeScale): SafeHtml {
  return html`
    <svg class="strip-axis" height="14" aria-hidden="true">
      ${ticks(scale).map(({ timeMs, label, cut }) =>
        html`
          <text class="tick-label" x="${percentAt(scale, timeMs)}%" y="11"
            data-time="${new Date(timeMs).toISOString()}"
            data-cut="${cut}">${label}</text>
        `
      )}
    </svg>
  `;
}
