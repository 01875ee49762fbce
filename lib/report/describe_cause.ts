import type { Cause } from "../analyze/finding.ts";
import { describeLag } from "./describe_duration.ts";
import type { ReportIndex } from "./report_index.ts";

/** From this score on a candidate is called likely. */
const LIKELY_SCORE = 0.6;

/** Two candidates closer than this are not told apart. */
const CLOSE_SCORE = 0.1;

/** What a term of a cause's score means. */
export const TERM_MEANINGS: Readonly<Record<keyof Cause["terms"], string>> = {
  time: "how shortly before the onset the event came",
  scope: "how well project, replica set, host, agent, user or address of the event and of the finding agree",
  kind: "how apt this kind of change is to cause this kind of trouble",
  effect: "how clearly something measured changed after the event",
  uniqueness: "how rare such events are in this data",
};

/** What happened, in the event's own summary, else its type. */
export function describeCauseEvent(cause: Cause, index: ReportIndex): string {
  return index.eventById.get(cause.eventId)?.summary || cause.eventType;
}

/** The best candidate as a sentence that claims no more than its score, or why there is none. */
export function describeBestCause(causes: readonly Cause[], index: ReportIndex): string {
  const [best, second] = causes;
  if (best === undefined) return describeNoCause(index);
  const sentence = `${capitalise(describeClaim(best))} (score ${best.score.toFixed(2)}): ${
    describeCauseEvent(best, index)
  }, ${describeLag(best.lagMs)}.`;
  const isClose = second !== undefined && best.score - second.score < CLOSE_SCORE;
  return isClose ? `${sentence} Another event scores nearly as high (${second.score.toFixed(2)}).` : sentence;
}

/** What a candidate may be called, by its score. */
export function describeClaim(cause: Cause): string {
  return cause.score >= LIKELY_SCORE ? "most likely cause" : "best candidate for a cause, but a weak one";
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Why no cause is named. */
export function describeNoCause({ analysis, lead }: ReportIndex): string {
  if (analysis.events.length === 0) return "No events were given, so no cause was looked for.";
  return lead === null
    ? "Nothing in the events explains this."
    : `No event within ${lead} before explains this.`;
}
