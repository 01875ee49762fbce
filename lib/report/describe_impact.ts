import type { Impact } from "../analyze/analysis.ts";
import { fitLine } from "./clip_text.ts";
import type { ReportIndex } from "./report_index.ts";

const TEMPLATE_LENGTH = 90;
const METRICS: ReadonlyMap<string, string> = new Map(Object.entries({
  errors5xx: "5xx answers",
  errors4xx: "4xx answers",
  requests: "requests",
  records: "log records",
  agentRequests: "calls of agents",
  p95LatencyMs: "latency (p95)",
}));
const SIGNATURE = "signature:";

/** What was measured and on what, in words: `messages "Timed out after #", project 5f…`. */
export function describeMetric({ metric, scope }: Impact, { analysis: { signatures } }: ReportIndex): string {
  const where = scope === "all" ? "overall" : scope.replace(":", " ");
  if (!metric.startsWith(SIGNATURE)) return `${METRICS.get(metric) ?? metric}, ${where}`;
  const id = metric.slice(SIGNATURE.length);
  const template = signatures.find((signature) => signature.id === id)?.template ?? id;
  return `messages "${fitLine(template, TEMPLATE_LENGTH)}", ${where}`;
}

/** Before and after, with the unit. */
export function describeShift({ metric, before, after }: Impact): readonly [before: string, after: string] {
  const unit = metric === "p95LatencyMs" ? " ms" : " a minute";
  return [shortNumber(before), shortNumber(after) + unit];
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(3)));
}
