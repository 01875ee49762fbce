import appdb from "./builtin/appdb.yaml" with { type: "text" };
import type { RuleFile } from "./load_rules.ts";

/** The rule files that come with the program. */
export const BUILTIN_RULE_FILES: readonly RuleFile[] = [
  { file: "builtin/appdb.yaml", text: appdb },
];
