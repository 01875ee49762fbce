/** Impacts of events on small synthetic logs. */
import { type MeasuredImpacts, measureImpacts } from "../../../lib/analyze/impact/measure_impacts.ts";
import type { MeasuredLogs } from "../../../lib/analyze/impact/measured_logs.ts";
import { signatureTable } from "../../../lib/analyze/signature_table.ts";
import type { EventRow } from "../../../lib/events/event_row.ts";
import { compileRules } from "../../../lib/rules/match_rules.ts";
import { scanCase } from "../scan_case.ts";

/** What is measured on. */
export async function logsOf(files: Readonly<Record<string, string>>): Promise<MeasuredLogs> {
  const { tally, span } = await scanCase(files);
  return { tally, span, signatures: signatureTable(tally, compileRules([]), []), clocks: () => 0 };
}

/** Measures around events. */
export async function impactsOf(
  files: Readonly<Record<string, string>>,
  events: readonly EventRow[],
): Promise<MeasuredImpacts> {
  return measureImpacts(await logsOf(files), events);
}

/** All that was measured for an event, significant or not: `*` marks what is; signatures without their id. */
export function show(measured: MeasuredImpacts, eventId: string): string[] {
  return measured.of(eventId).map(({ metric, scope, before, after, significant }) =>
    `${significant ? "* " : ""}${metric.replace(/:.*/, "")} ${
      scope.replace(/(.)\1{23}/, "$1")
    } ${before} ${after}`
  );
}
