import type { Analysis, Input } from "../analyze/analysis.ts";
import type { Finding } from "../analyze/finding.ts";
import { relativeUri, sarifBaseId, type SarifObject } from "./sarif/sarif_location.ts";
import { sarifNotification } from "./sarif/sarif_notification.ts";
import { SARIF_LEVELS, sarifResult, scopeFingerprints } from "./sarif/sarif_result.ts";
import { visibleText } from "./visible_text.ts";

/**
 * Writes `findings.sarif`: SARIF 2.1.0 (OASIS Standard), a result for each finding, its lines as locations. A member's
 * URI is its path below the base `INPUT`, the archive it is in. Fingerprints are the same in every run: one of the
 * finding itself, one of rule and scope that does not change from day to day.
 */
export function renderSarif(analysis: Analysis): string {
  const { tool, findings, diagnostics } = analysis;
  const rules = [...new Map(findings.map((finding) => [finding.rule, finding])).values()];
  const inputs = analysis.inputs.map(({ name }) => name);
  const context = {
    ruleIndex: new Map(rules.map(({ rule }, index) => [rule, index])),
    inputs,
    fingerprints: scopeFingerprints(findings),
  };
  const run = {
    tool: { driver: { name: tool.name, version: tool.version, rules: rules.map(sarifRule) } },
    automationDetails: { id: "omlens/" },
    invocations: [{
      // What was cut or damaged is told as notifications; the analysis of the rest did succeed.
      executionSuccessful: true,
      toolExecutionNotifications: diagnostics.map((diagnostic) => sarifNotification(diagnostic, inputs)),
    }],
    originalUriBaseIds: Object.fromEntries(inputs.map((name, index) => [sarifBaseId(index), {
      description: { text: `Members of ${visibleText(name)}` },
    }])),
    artifacts: analysis.inputs.map(sarifInput),
    columnKind: "utf16CodeUnits",
    results: findings.map((finding) => sarifResult(finding, context)),
  };
  const log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return JSON.stringify(log, null, 2) + "\n";
}

function sarifInput({ name, sha256, inputBytes }: Input): SarifObject {
  return { location: { uri: relativeUri(name) }, length: inputBytes, hashes: { "sha-256": sha256 } };
}

function sarifRule({ rule, title, explanation, remediation, references, severity }: Finding): SarifObject {
  const url = references.find((reference) => URL.canParse(reference) && /^https?:/.test(reference));
  return {
    id: rule,
    shortDescription: { text: visibleText(title) },
    ...(explanation === "" ? {} : { fullDescription: { text: visibleText(explanation, "\n") } }),
    help: { text: visibleText(remediation, "\n") || visibleText(title) },
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: SARIF_LEVELS[severity].level },
    properties: { tags: [rule.split(".", 1)[0]] },
  };
}
