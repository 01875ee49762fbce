import { describeSpan } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";
import { percentAt, type TimeScale } from "../parts/time_scale.ts";

/** What a picture of a span shows. */
export interface PicturedSpan {
  /** When it began. */
  readonly start: string;
  /** When it ended. */
  readonly end: string;
  /** How bad it was. */
  readonly severity: string;
  /** When its likeliest cause was; null: nothing explains it. */
  readonly causeTime: string | null;
}

const HEIGHT = 18;

/** Where something lies in the whole time, with its likeliest cause as a mark. */
export function spanPicture({ start, end, severity, causeTime }: PicturedSpan, scale: TimeScale): SafeHtml {
  const [from, to] = [start, end].map((time) => percentAt(scale, Date.parse(time))) as [number, number];
  const whole = [scale.startMs, scale.endMs].map((ms) => new Date(ms).toISOString()) as [string, string];
  const cause = causeTime === null ? "" : ", its likeliest cause before it";
  return html`
    <svg class="span-picture" role="img" height="${HEIGHT}"
      aria-label="${describeSpan(start, end)}${cause}, in ${describeSpan(...whole)}">
      <line class="base" x1="0" x2="100%" y1="9" y2="9"/>
      <rect class="fill-${severity}" x="${Math.min(from, 99.6)}%" y="4" width="3" height="10"/>
      <rect class="fill-${severity}" x="${from}%" y="4" width="${Math.round(1000 * (to - from)) /
        1000}%" height="10"/>
      ${causeTime !== null &&
        html`
          <use href="#mark-cause" class="mark-cause" x="${percentAt(scale, Date.parse(causeTime))}%" y="9" />
        `}
    </svg>
  `;
}
