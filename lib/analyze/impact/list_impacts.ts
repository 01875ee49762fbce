import type { Impact } from "../analysis.ts";
import { compareText } from "../compare_text.ts";
import type { MeasuredImpact } from "./measured_impact.ts";

const MAX_OF_EVENT = 12;
const MAX_IMPACTS = 5000;
/** What changed in none of these is worth telling before any one message. */
const MAIN_METRICS: readonly string[] = [
  "errors5xx",
  "errors4xx",
  "p95LatencyMs",
  "agentRequests",
  "requests",
  "records",
];

/**
 * The impacts that are told of each event, by event, metric, scope: what is significant first, the surest first; then of
 * the main metrics and of messages what is nearest to it, so that "no effect" is told as well.
 */
export function listImpacts(byEvent: ReadonlyMap<string, readonly MeasuredImpact[]>): Impact[] {
  const share = Math.floor(MAX_IMPACTS / Math.max(1, byEvent.size));
  const most = Math.min(MAX_OF_EVENT, Math.max(1, share));
  return [...byEvent].flatMap(([eventId, all]) =>
    all.toSorted(byWorth).slice(0, most).sort(byName).map(({ count: _, ...impact }) => ({
      eventId,
      ...impact,
    }))
  ).slice(0, MAX_IMPACTS);
}

function byWorth(a: MeasuredImpact, b: MeasuredImpact): number {
  return Number(b.significant) - Number(a.significant) ||
    (a.significant ? 0 : rankOf(a) - rankOf(b)) || a.pValue - b.pValue || byName(a, b);
}

function rankOf({ metric }: MeasuredImpact): number {
  return MAIN_METRICS.includes(metric) ? 0 : 1;
}

function byName(a: MeasuredImpact, b: MeasuredImpact): number {
  return compareText(a.metric, b.metric) || compareText(a.scope, b.scope);
}
