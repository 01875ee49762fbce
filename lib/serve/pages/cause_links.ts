import type { Cause } from "../../analyze/finding.ts";
import { describeCauseEvent, describeNoCause } from "../../report/describe_cause.ts";
import { describeLag } from "../../report/describe_duration.ts";
import { describeTime } from "../../report/describe_time.ts";
import { impactList, termList } from "../../report/html/cause_view.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { timeView } from "../../report/html/table_view.ts";
import type { ServedCase } from "../served_case.ts";
import { addressOf } from "./address.ts";
import { evidenceLinks } from "./evidence_links.ts";

const CAUSES_SHOWN = 10;
const RECORDS_SHOWN = 5;

/** Candidates, best first: each with its event, the terms of its score, what changed after it, and how it arrived. */
export function causeLinks(causes: readonly Cause[], served: ServedCase): SafeHtml {
  if (causes.length === 0) return html`<p class="no-cause">${describeNoCause(served.index)}</p>`;
  return html`<ol class="causes">${
    causes.slice(0, CAUSES_SHOWN).map((cause) => causeItem(cause, served))
  }</ol>`;
}

function causeItem(cause: Cause, served: ServedCase): SafeHtml {
  const { index } = served;
  const event = index.eventById.get(cause.eventId);
  const records = (index.tracesByEvent.get(cause.eventId) ?? []).flatMap((trace) => trace.records);
  const lines = [...(cause.origin === null ? [] : [cause.origin]), ...records];
  return html`
    <li>
      <p class="cause-title"><a href="${addressOf("events", cause.eventId)}">${describeCauseEvent(
        cause,
        index,
      )}</a> <b class="score" title="score, 0 to 1">${cause.score.toFixed(2)}</b></p>
      <p class="meta"><b>${describeLag(cause.lagMs)}</b>${event &&
        html`, ${timeView(event.time, describeTime(event.time))}`} <code>${cause
        .eventType}</code>${event?.user && html`
        by ${event.user}
      `}${event?.remoteAddress && html`
        from ${event.remoteAddress}
      `}</p>
      ${termList(cause)}
      ${impactList(index.impactsByEvent.get(cause.eventId) ?? [], index)}
      ${lines.length > 0 && html`
        <details>
          <summary>How it arrived: the request and its records</summary>
          ${evidenceLinks(lines, served, RECORDS_SHOWN)}
        </details>
      `}
    </li>
  `;
}
