import type { Analysis } from "../analyze/analysis.ts";

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
  const lists = Object.keys(KINDS);
  const rest = Object.fromEntries(Object.entries(analysis).filter(([name]) => !lists.includes(name)));
  const lines = Object.entries(KINDS).flatMap(([list, kind]) =>
    analysis[list as keyof typeof KINDS].map((value) => line(kind, value))
  );
  return [line("analysis", rest), ...lines].join("");
}

/** Separators that are legal in JSON end a line for some readers. */
function line(kind: string, value: object): string {
  return JSON.stringify({ [kind]: value }).replace(
    /[\u2028\u2029\u0085]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ) + "\n";
}
