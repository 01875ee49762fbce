import prepared from "./prepared_rules.json" with { type: "json" };
import type { Rule } from "./rule.ts";
import type { VersionHint } from "./version_hints.ts";

// Literal types are lost in JSON. A test compares it with what the YAML files say.
const { rules, versionHints } = prepared as unknown as {
  rules: readonly Rule[];
  versionHints: readonly VersionHint[];
};

/** The rules that come with the program, as `deno task build:rules` read them from their files; without their tests. */
export const BUILTIN_RULES: readonly Rule[] = rules;
/** The version hints that come with the program. */
export const VERSION_HINTS: readonly VersionHint[] = versionHints;
