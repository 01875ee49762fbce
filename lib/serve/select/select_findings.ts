import type { Finding } from "../../analyze/finding.ts";
import { SEVERITIES, type Severity } from "../../rules/rule.ts";
import { choiceParameter, type ParameterTable, textParameter } from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

/** Which findings are asked for. */
export interface FindingChoice {
  /** Exactly this severity. */
  severity: Severity | undefined;
  /** On this host. */
  host: string | undefined;
  /** Text in title, rule or explanation. */
  q: string | undefined;
}

/** Parameters that choose findings. */
export const FINDING_PARAMETERS: ParameterTable<FindingChoice> = {
  severity: choiceParameter("only of this severity", SEVERITIES),
  host: textParameter("only on this host"),
  q: textParameter("text that is in its title, rule, explanation or id"),
};

/** Chooses findings; the order stays. */
export function selectFindings(
  findings: readonly Finding[],
  { severity, host, q }: FindingChoice,
): readonly Finding[] {
  return findings.filter((finding) =>
    (severity === undefined || finding.severity === severity) &&
    (host === undefined || finding.hosts.includes(host)) &&
    holdsText(q, [finding.title, finding.rule, finding.explanation, finding.id])
  );
}
