import type { Analysis } from "../analyze/analysis.ts";
import { ndjsonLine } from "./ndjson_line.ts";

/** The key of a line, by the list of the analysis that it comes from; in the order of the file. */
const KINDS = {
  incidents: "incident",
  findings: "finding",
  events: "event",
  impacts: "impact",
  traces: "trace",
  restarts: "restart",
  clocks: "clock",
  coverage: "coverage",
  signatures: "signature",
  agents: "agent",
  backups: "backup",
  diagnostics: "diagnostic",
} as const satisfies { readonly [List in keyof Analysis]?: string };

/**
 * Writes `analysis.ndjson`: one JSON object a line with a single key that tells what it is. First `analysis` with
 * everything that is no list, then `incident`, `finding`, `event` and so on, with the fields of analysis.json.
 */
export function renderNdjson(analysis: Analysis): string {
  const rest = Object.fromEntries(
    Object.entries(analysis).filter(([name, value]) => name === "inputs" || !Array.isArray(value)),
  );
  const lines = Object.entries(KINDS).flatMap(([list, kind]) =>
    analysis[list as keyof typeof KINDS].map((value) => ndjsonLine({ [kind]: value }))
  );
  return [ndjsonLine({ analysis: rest }), ...lines].join("");
}
