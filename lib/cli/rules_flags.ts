import { type FlagTable, listFlag, switchFlag } from "./flags/flag.ts";
import { readText } from "./flags/flag_values.ts";

/** What the flags of `omlens rules` give. */
export interface RulesValues {
  /** Paths. */
  rules: string[];
  /** Without the rules that come with omlens. */
  "no-builtin-rules": true;
  /** Machine-readable. */
  json: true;
  /** The JSON Schema of rule files. */
  schema: true;
}

/** Flags of `omlens rules`. */
export const RULES_FLAGS: FlagTable<RulesValues> = {
  rules: listFlag("PATH", "more rules: a YAML file or a folder of them", readText),
  "no-builtin-rules": switchFlag("leave out the rules that come with omlens"),
  json: switchFlag("print JSON on stdout"),
  schema: switchFlag("check: print the JSON Schema of rule files, for editors"),
};
