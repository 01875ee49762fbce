import type { Incident } from "../../analyze/finding.ts";
import type { ReportIndex } from "../report_index.ts";
import { incidentBlocks } from "./incident_sections.ts";
import { codeSpan, inlineText, inlineTitle } from "./markdown_text.ts";

/**
 * Writes one incident as a ticket: GitHub-flavoured Markdown that stands alone, with its causes, what changed, what to
 * do, the lines that prove it, and which archives they are in. Text of others starts no markup, link or mention.
 */
export function renderIncidentMarkdown(incident: Incident, index: ReportIndex): string {
  return [
    `# ${inlineTitle(incident.title)} (${incident.severity})`,
    ...incidentBlocks(incident, index),
    "---",
    ...sourceBlocks(incident, index),
    "All times are UTC. " +
    `Every line above can be checked: ${codeSpan("tar xzOf INPUT MEMBER | sed -n LINEp")}. ` +
    `Incident ${codeSpan(incident.id)}, made by omlens ${inlineText(index.analysis.tool.version)}.`,
  ].join("\n\n") + "\n";
}

/** The inputs that its lines are in, each with what tells it from others of the same name. */
function sourceBlocks({ findings }: Incident, index: ReportIndex): string[] {
  const evidence = findings.flatMap((id) => index.findingById.get(id)?.evidence ?? []);
  const names = new Set(evidence.map(({ input }) => input));
  const lines = index.analysis.inputs.filter(({ name }) => names.has(name))
    .map(({ name, sha256 }) => `- ${codeSpan(name)}, SHA-256 ${codeSpan(sha256)}`);
  return lines.length === 0 ? [] : ["Lines are from:", lines.join("\n")];
}
