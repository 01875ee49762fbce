import type { Impact } from "../../analyze/analysis.ts";
import { causeWords } from "../../analyze/causes/cause_words.ts";
import type { Cause } from "../../analyze/finding.ts";
import { describeCauseEvent, describeNoCause, TERM_MEANINGS } from "../describe_cause.ts";
import { describeMetric, describeShift } from "../describe_impact.ts";
import { describeLag } from "../describe_duration.ts";
import { describeList } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { evidenceList } from "./evidence_view.ts";
import { html, type SafeHtml } from "./html.ts";
import { timeView } from "./table_view.ts";

const CAUSES_SHOWN = 5;
const RECORDS_SHOWN = 3;
const IMPACTS_SHOWN = 4;
const SAME_CHANGE_SHOWN = 4;
const DIFFS_LENGTH = 4000;
const TERMS = ["time", "scope", "kind", "effect", "uniqueness"] as const;

/** Candidates, best first, each with the terms of its score, what changed after it, and how it arrived. */
export function causeList(causes: readonly Cause[], index: ReportIndex): SafeHtml {
  if (causes.length === 0) return html`<p class="no-cause">${describeNoCause(index)}</p>`;
  const more = causes.length - CAUSES_SHOWN;
  return html`
    <ol class="causes">${causes.slice(0, CAUSES_SHOWN).map((cause) => causeItem(cause, index))}</ol>
    ${more > 0 && html`<p class="more">and ${more} more in analysis.json</p>`}
  `;
}

function causeItem(cause: Cause, index: ReportIndex): SafeHtml {
  const event = index.eventById.get(cause.eventId);
  return html`
    <li>
      <p class="cause-title">
        <span>${describeCauseEvent(cause, index)}</span> <b class="score" title="score">${cause.score.toFixed(
          2,
        )}</b>
      </p>
      <p class="meta">
        <b>${describeLag(cause.lagMs)}</b>${event &&
          html`, ${timeView(event.time, describeTime(event.time))}`}
        <code>${cause.eventType}</code>${event?.user && html`
          by ${event.user}
        `}
        ${event?.remoteAddress && html`from ${event.remoteAddress}`}
      </p>
      ${termList(cause)}
      ${sameChangeView(cause, index)}
      ${impactList(index.impactsByEvent.get(cause.eventId) ?? [], index)} ${originView(cause, index)}
    </li>
  `;
}

/** The other events of the change. */
function sameChangeView({ sameChange }: Cause, index: ReportIndex): SafeHtml | null {
  if (sameChange.length === 0) return null;
  const summaries = sameChange.map((id) => index.eventById.get(id)?.summary ?? id);
  return html`<p class="meta">The same change: ${describeList(summaries, SAME_CHANGE_SHOWN)}</p>`;
}

/** The terms of a score as bars, and in words. */
export function termList(cause: Cause): SafeHtml {
  const words = causeWords(cause);
  return html`<dl class="terms">${TERMS.map((name) => termBar(name, cause.terms[name], words[name]))}</dl>`;
}

function termBar(name: keyof Cause["terms"], value: number, words: string): SafeHtml {
  return html`
    <div title="${TERM_MEANINGS[name]}">
      <dt>${name}</dt>
      <dd>
        <svg height="6" aria-hidden="true">
          <rect class="bar-ground" width="100%" height="6" rx="3" />
          <rect class="bar" width="${Math.round(100 * value)}%" height="6" rx="3" />
        </svg>
        ${value.toFixed(2)}
      </dd>
      <dd class="words">${words}</dd>
    </div>
  `;
}

/** What changed significantly after an event. */
export function impactList(impacts: readonly Impact[], index: ReportIndex): SafeHtml | null {
  if (impacts.length === 0) return null;
  const significant = impacts.filter((impact) => impact.significant);
  if (significant.length === 0) {
    return html`<p class="meta">Nothing that was measured changed significantly after it (${impacts.length} tested).</p>`;
  }
  return html`<ul class="impacts">${
    significant.slice(0, IMPACTS_SHOWN).map((impact) => {
      const [before, after] = describeShift(impact);
      return html`<li>${describeMetric(impact, index)}: ${before} before, <b>${after}</b> after (q = ${
        impact.qValue.toPrecision(1)
      })</li>`;
    })
  }</ul>`;
}

/** The access line of the change, the records of that request, and its differences. */
function originView({ origin, eventId }: Cause, index: ReportIndex): SafeHtml | null {
  const records = (index.tracesByEvent.get(eventId) ?? []).flatMap((trace) => trace.records);
  const diffs = index.eventById.get(eventId)?.diffs;
  if (origin === null && records.length === 0 && diffs === undefined) return null;
  return html`
    <details>
      <summary>How it arrived${diffs !== undefined && " and what it changed"}</summary>
      ${origin && evidenceList([origin], 1)} ${evidenceList(records, RECORDS_SHOWN)}
      ${diffs !== undefined &&
        html`<pre>${"\n" + JSON.stringify(diffs, null, 2).slice(0, DIFFS_LENGTH)}</pre>`}
    </details>
  `;
}
