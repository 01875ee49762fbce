import { causeWords } from "../../analyze/causes/cause_words.ts";
import type { Cause } from "../../analyze/finding.ts";
import type { EventRow } from "../../events/event_row.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeCauseEvent, describeClaim, describeNoCause } from "../../report/describe_cause.ts";
import { describeLag } from "../../report/describe_duration.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { PageSource } from "../page_source.ts";
import { type CausePath, causePath, pathView } from "./cause_path.ts";
import { causeTerms } from "./cause_terms.ts";
import { type DiffTable, diffView, readDiffs } from "./event_diffs.ts";
import { type ImpactRow, impactRows, impactView } from "./impact_view.ts";
import { timeView } from "./time_view.ts";
import { entityPath } from "./entity_path.ts";

/** An event in short. */
export type EventBrief = Pick<EventRow, "id" | "time" | "type" | "role" | "summary">;

/** A candidate for a cause with everything that is told of it. */
export interface ShownCause extends Omit<Cause, "origin" | "sameChange"> {
  /** What happened. */
  readonly summary: string;
  /** What its score lets the best candidate be called; null: it is not the best. */
  readonly claim: string | null;
  /** Its terms in words. */
  readonly words: Record<keyof Cause["terms"], string>;
  /** The event; null: it is not carried. */
  readonly event: (EventBrief & Pick<EventRow, "user" | "remoteAddress">) | null;
  /** Events of the same change. */
  readonly sameChange: readonly EventBrief[];
  /** What it changed. */
  readonly diffs: DiffTable;
  /** What changed after it. */
  readonly impacts: readonly ImpactRow[];
  /** How it arrived. */
  readonly path: CausePath;
}

/** Candidates for causes, or why there are none. */
export interface ShownCauses {
  /** Best first. */
  readonly causes: readonly ShownCause[];
  /** Candidates that are not among them. */
  readonly more: number;
  /** Why no cause is named. */
  readonly none: string;
}

const CAUSES_SHOWN = 10;
const SAME_CHANGE_SHOWN = 20;
const SUMMARY_LENGTH = 400;

/** Gathers what is told of candidates. */
export function gatherCauses(causes: readonly Cause[], source: PageSource): ShownCauses {
  return {
    causes: causes.slice(0, CAUSES_SHOWN).map((cause, i) =>
      gatherCause(cause, i === 0 ? describeClaim(cause) : null, source)
    ),
    more: Math.max(0, causes.length - CAUSES_SHOWN),
    none: describeNoCause(source.index),
  };
}

function gatherCause(cause: Cause, claim: string | null, source: PageSource): ShownCause {
  const { eventId, eventType, score, lagMs, terms, sameChange } = cause;
  const { index } = source;
  const event = index.eventById.get(eventId);
  return {
    eventId,
    eventType,
    score,
    lagMs,
    terms,
    summary: fitLine(describeCauseEvent(cause, index), SUMMARY_LENGTH),
    claim,
    words: causeWords(cause),
    event: event === undefined ? null : { ...briefEvent(event), ...byWhom(event) },
    sameChange: sameChange.slice(0, SAME_CHANGE_SHOWN).flatMap((id) => index.eventById.get(id) ?? [])
      .map(briefEvent),
    diffs: readDiffs(event?.diffs),
    impacts: impactRows(eventId, index),
    path: causePath(cause, source),
  };
}

/** What a list shows of an event. */
export function briefEvent({ id, time, type, role, summary }: EventRow): EventBrief {
  return { id, time, type, role, summary: fitLine(summary || type, SUMMARY_LENGTH) };
}

function byWhom({ user, remoteAddress }: EventRow): Pick<EventRow, "user" | "remoteAddress"> {
  return { ...(user !== undefined && { user }), ...(remoteAddress !== undefined && { remoteAddress }) };
}

/** Candidates, best first, or that there are none. */
export function causeList({ causes, more, none }: ShownCauses, frame: PageFrame): SafeHtml {
  if (causes.length === 0) return html`<p class="no-cause">${none}</p>`;
  return html`
    <ol class="causes">${causes.map((cause, i) => causeItem(cause, i + 1, frame))}</ol>
    ${more > 0 && html`<p class="more">and ${describeAmount(more, "more candidate")} that score lower</p>`}
  `;
}

function causeItem(cause: ShownCause, rank: number, frame: PageFrame): SafeHtml {
  const { eventId, eventType, score, lagMs, summary, claim, event, diffs, sameChange, impacts, path } = cause;
  return html`
    <li>
      <h3 class="cause-title">
        <a href="${frame.href(entityPath("/events", eventId))}">${summary}</a>
        <span class="score">${score.toFixed(2)} <span class="meta">of 1${claim !== null &&
          `: ${claim}`}</span></span>
      </h3>
      <p class="meta"><b>${describeLag(lagMs)}</b>${event &&
        html`, ${timeView(event.time)}`} <code>${eventType}</code>${event?.user !== undefined && html`
        by ${event.user}
      `}${event?.remoteAddress !== undefined && html`
        from ${event.remoteAddress}
      `}</p>
      ${causeTerms(cause.terms, cause.words)}
      ${sameChangeView(sameChange, frame)}
      ${diffs.rows.length > 0 &&
        html`<h4>What it changed</h4>${diffView(diffs, `What candidate ${rank} changed`)}`}
      <h4>What changed after it</h4>
      ${impactView(impacts, `candidate ${rank}`)}
      <h4>How it arrived</h4>
      ${pathView({ time: event?.time ?? null, type: eventType }, path, frame)}
    </li>
  `;
}

function sameChangeView(events: readonly EventBrief[], frame: PageFrame): SafeHtml | null {
  if (events.length === 0) return null;
  return html`
    <details class="same-change">
      <summary>The same change: ${describeAmount(events.length, "more event")}</summary>
      ${eventList(events, frame)}
    </details>
  `;
}

/** Events, one a line. */
export function eventList(events: readonly EventBrief[], frame: PageFrame): SafeHtml {
  return html`
    <ul class="event-list">${events.map(({ id, time, type, summary }) =>
      html`
        <li>${timeView(time)} <a href="${frame.href(
          entityPath("/events", id),
        )}">${summary}</a> <code
          class="meta">${type}</code></li>
      `
    )}</ul>
  `;
}
