import type { Trace } from "../../analyze/analysis.ts";
import type { Cause } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import type { Confidence } from "../../rules/rule.ts";
import { describeDuration } from "../../report/describe_duration.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { PageSource } from "../page_source.ts";
import { foldedEvidence, type PlacedEvidence, placeEvidence } from "./evidence_view.ts";
import { timeView } from "./time_view.ts";

/** How a change arrived: the request that made it, and what the server logged for it. */
export interface CausePath {
  /** The access line; null: none was found. */
  readonly request: PlacedEvidence | null;
  /** Request minus event; null: not known. */
  readonly offsetMs: number | null;
  /** How sure it is that they belong together; null: it is not told. */
  readonly confidence: Confidence | null;
  /** The first records. */
  readonly records: readonly PlacedEvidence[];
  /** Records that are not among them. */
  readonly more: number;
}

const RECORDS_SHOWN = 8;
const RECORDS_OPEN = 2;

/** Finds how a change arrived. */
export function causePath(
  { eventId, origin }: Pick<Cause, "eventId" | "origin">,
  source: PageSource,
): CausePath {
  const traces = source.index.tracesByEvent.get(eventId) ?? [];
  const trace = traces.find(({ request }) => request !== null) ?? traces[0];
  const request = trace?.request ?? origin;
  const records = traces.flatMap((one) => one.records);
  return {
    request: request === null ? null : placeEvidence([request], source)[0] ?? null,
    offsetMs: trace?.request ? trace.offsetMs : null,
    confidence: trace?.request ? trace.confidence : null,
    records: placeEvidence(records.slice(0, RECORDS_SHOWN), source),
    more: Math.max(0, records.length - RECORDS_SHOWN),
  };
}

/** The way from the event over its request to the records, as a list of steps with their lines. */
export function pathView(event: EventStep, path: CausePath, frame: PageFrame): SafeHtml {
  const { request, records, more } = path;
  return html`
    <ol class="path">
      <li>
        <p><b>Event</b> ${timeView(event.time)} <code>${event.type}</code></p>
      </li>
      <li>
        <p><b>Request</b> ${request === null ? "none was found in the access logs" : requestWords(path)}</p>
        ${request !== null && foldedEvidence([request], 1, frame)}
      </li>
      <li>
        <p><b>Records</b> ${records.length === 0 ? "none were found for it" : ""}</p>
        ${foldedEvidence(records, RECORDS_OPEN, frame)}
        ${more > 0 && html`<p class="more">and ${describeAmount(more, "more record")}</p>`}
      </li>
    </ol>
  `;
}

/** What a path begins with. */
export interface EventStep extends Pick<EventRow, "type"> {
  /** When; null: the event is not carried. */
  readonly time: string | null;
}

function requestWords(
  { offsetMs, confidence }: Pick<Trace, "offsetMs"> & Pick<CausePath, "confidence">,
): string {
  const when = offsetMs === null
    ? ""
    : offsetMs === 0
    ? "in the same second"
    : `${describeDuration(offsetMs)} ${offsetMs < 0 ? "before" : "after"} the event`;
  return [when, ...(confidence === null ? [] : [`${confidence} confidence`])].filter((text) => text !== "")
    .join(", ");
}
