import { printFilter } from "../../query/print_filter.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";

/** What lasted, and where. */
export interface Lasting {
  /** When it began. */
  readonly start: string;
  /** When it ended. */
  readonly end: string;
  /** Hosts it was on; none: it names none. */
  readonly hosts: readonly string[];
}

const MARGIN_MS = 10 * 60_000;
/** An address with more would be too long for some. */
const HOSTS_ASKED = 50;

/** What else there is of the time around: the ways to the other views, with some minutes before and after. */
export function nearLinks({ start, end, hosts }: Lasting, own: SafeHtml | null, frame: PageFrame): SafeHtml {
  const window = { since: timeWithin(start, -MARGIN_MS), until: timeWithin(end, MARGIN_MS) };
  const onHosts = hosts.length > 0 && hosts.length <= HOSTS_ASKED;
  const q = onHosts
    ? printFilter({ kind: "like", field: "host", values: hosts.map((host) => [host]) })
    : undefined;
  return html`
    <p class="moves">
      ${own}
      <a href="${frame.href("/search", { q, ...window })}">All records${onHosts
        ? " of its hosts"
        : ""} around it</a>
      <a href="${frame.href("/timeline", window)}">Timeline around it</a>
      <a href="${frame.href("/events", window)}">Events around it</a>
      <a href="${frame.same(window)}">Keep all views to this time</a>
    </p>
  `;
}

function timeWithin(time: string, offsetMs: number): string {
  return new Date(Date.parse(time) + offsetMs).toISOString();
}
