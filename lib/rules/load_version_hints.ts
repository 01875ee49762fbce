import versionHintsText from "./builtin/version_hints.yaml" with { type: "text" };
import { flag, listOf, mapping, oneOf, optional, optionalList, type Shape, text } from "./node_shape.ts";
import { CATEGORIES, SEVERITIES } from "./rule.ts";
import { VERSION, VERSION_RANGE } from "./shape/version_shape.ts";
import type { VersionHint } from "./version_hints.ts";
import { parseYamlTree, type Report } from "./yaml_tree.ts";

const HINT = mapping<VersionHint>("version hint", {
  changedIn: { shape: listOf(VERSION) },
  versions: { shape: listOf(VERSION_RANGE) },
  findings: { shape: listOf(text({ form: [/^[a-z0-9][a-z0-9.-]*\*?$/, "a rule id"] })) },
  categories: optionalList(oneOf(...CATEGORIES)),
  contains: optionalList(text()),
  afterUpgrade: { shape: flag(), fallback: false },
  lowersTo: optional(oneOf(...SEVERITIES)),
  text: { shape: text() },
});

const FILE: Shape<{ readonly hints: readonly VersionHint[] }> = mapping("version hints", {
  hints: { shape: listOf(HINT) },
});

/** The hints that come with the program. */
export function loadVersionHints(): readonly VersionHint[] {
  const report: Report = ({ line, column }, message) => {
    throw new SyntaxError(`${message} (version_hints.yaml:${line}:${column})`);
  };
  const root = parseYamlTree(versionHintsText, report);
  return root === null ? [] : FILE(root, report)?.hints ?? [];
}
