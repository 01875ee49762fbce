import { loadRules } from "../../lib/rules/load_rules.ts";

/** The first line of a rule file. */
export const HEAD: string = "rules:\n";
/** A good rule of a rule file: lines 2 to 10 below {@linkcode HEAD}. */
export const GOOD: string = `  - id: test.needle
    title: A needle
    severity: low
    confidence: high
    categories: [application]
    detection:
      - literal: needle
    explanation: There is a needle.
    remediation: Remove it.
`;

/** What is wrong with the text of a file `a.yaml`, as `a.yaml:line:column: message`. */
export function problemsOf(text: string): string[] {
  return loadRules([{ file: "a.yaml", text }]).problems
    .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}
