import type { Diagnostic, DiagnosticSeverity } from "../../errors.ts";
import { choiceParameter, type ParameterTable, textParameter } from "../../view/params/parameter.ts";
import { holdsText } from "./slice_list.ts";

const SEVERITIES: readonly DiagnosticSeverity[] = ["error", "warning", "note"];

/** Which diagnostics are asked for. */
export interface DiagnosticChoice {
  /** Exactly this severity. */
  severity: DiagnosticSeverity | undefined;
  /** Text in message, code, input or log file. */
  q: string | undefined;
}

/** Parameters that choose diagnostics. */
export const DIAGNOSTIC_PARAMETERS: ParameterTable<DiagnosticChoice> = {
  severity: choiceParameter("only of this severity", SEVERITIES),
  q: textParameter("text that is in its message, code, input or log file"),
};

/** Chooses diagnostics; the order stays. */
export function selectDiagnostics(
  diagnostics: readonly Diagnostic[],
  { severity, q }: DiagnosticChoice,
): readonly Diagnostic[] {
  return diagnostics.filter((one) =>
    (severity === undefined || one.severity === severity) &&
    holdsText(q, [one.message, one.code, one.input, one.member])
  );
}
