import { describeTime } from "../../report/describe_time.ts";
import { html, type SafeHtml } from "../html.ts";

/** A time, in UTC until the reader asks for local time; the page's script rewrites it then. */
export function timeView(time: string | null): SafeHtml | null {
  return time === null ? null : html`<time datetime="${time}">${describeTime(time)}</time>`;
}

/** A stretch of time. */
export function spanView(start: string, end: string): SafeHtml {
  return html`${timeView(start)} to ${timeView(end)}`;
}

/** What a reader of local times must know of a sentence with times in it. */
export function utcNote(): SafeHtml {
  return html`
    <span class="only-local meta">Times in these sentences are UTC.</span>
  `;
}
