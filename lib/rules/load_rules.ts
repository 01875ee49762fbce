/** Rule files to rules. */
import { checkReferences, type RuleNode } from "./check_references.ts";
import type { Engine } from "./expression/compile_expression.ts";
import { described, mapping, type NodeSchema, type Shape } from "./node_shape.ts";
import { PROGRAM_RULE_IDS, type Rule } from "./rule.ts";
import { readRule, RULE_SCHEMA } from "./rule_shape.ts";
import { textsAt } from "./texts_at.ts";
import { parseYamlTree, type Report, type YamlNode } from "./yaml_tree.ts";

/** The text of a rule file: YAML with one key, `rules`, a list. */
export interface RuleFile {
  /** Its name, as problems name it. */
  readonly file: string;
  /** Its content. */
  readonly text: string;
  /** What runs its expressions; `native` only for those that are known to be bounded. @default {"linear"} */
  readonly engine?: Engine;
}

/** Something wrong in a rule file. */
export interface RuleProblem {
  /** Name of the file. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** In UTF-16 units, 1-based. */
  readonly column: number;
  /** One sentence, no final period. */
  readonly message: string;
}

/** Most problems told of one file. */
export const MAX_RULE_PROBLEMS = 200;
/** Most rules of one file. */
export const MAX_RULES_PER_FILE = 5000;

/**
 * Reads rule files that belong together: ids must be unique and references must lead somewhere in all of them. A rule with
 * a problem is left out, all others are given, in the order of the files. Problems are by file, line, column.
 */
export function loadRules(
  files: readonly RuleFile[],
): { readonly rules: readonly Rule[]; readonly problems: readonly RuleProblem[] } {
  const problems = new Map(files.map((file) => [file, new Array<RuleProblem>()]));
  const reportIn = (file: RuleFile): Report => ({ line, column }, message) => {
    problems.get(file)?.push({ file: file.file, line, column, message });
  };
  const nodes = files.flatMap((file) => readFile(file, reportIn(file)));
  const rules = withoutDuplicates(nodes);
  checkReferences(nodes);
  return { rules, problems: [...problems.values()].flatMap(firstInOrder) };
}

const RULE_NODES: Shape<readonly YamlNode[]> = described((node, report) => {
  if (node.kind === "list" && node.items.length <= MAX_RULES_PER_FILE) return node.items;
  report(node.place, `Cannot read rule file: "rules" is not a list of at most ${MAX_RULES_PER_FILE}`);
}, { type: "array", items: RULE_SCHEMA, maxItems: MAX_RULES_PER_FILE });

const FILE_SHAPE = mapping<{ rules: readonly YamlNode[] }>("rule file", {
  rules: { shape: RULE_NODES, about: "The rules" },
});

/** JSON Schema 2020-12 of a rule file, for editors. */
export const RULE_FILE_SCHEMA: NodeSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "omlens rule file",
  ...FILE_SHAPE.schema,
};

interface FileNode extends RuleNode {
  readonly file: RuleFile;
}

function readFile(file: RuleFile, report: Report): FileNode[] {
  const root = parseYamlTree(file.text, report);
  const nodes = root === null ? [] : FILE_SHAPE(root, report)?.rules ?? [];
  const engine = file.engine ?? "linear";
  return nodes.map((node) => ({ file, node, report, rule: readRule(node, report, engine) }));
}

function withoutDuplicates(nodes: readonly FileNode[]): Rule[] {
  const rules = new Map<string, Rule>();
  const firstPlaces = new Map(PROGRAM_RULE_IDS.map((id) => [id, "the program itself"]));
  for (const { file, node, rule, report } of nodes) {
    for (const { text: id, place } of textsAt(node, "id")) {
      const taken = firstPlaces.get(id);
      if (taken !== undefined) report(place, `Cannot read rule: id "${id}" is taken by ${taken}`);
      else {
        firstPlaces.set(id, `${file.file}:${place.line}:${place.column}`);
        if (rule !== undefined) rules.set(id, rule);
      }
    }
  }
  return [...rules.values()];
}

function firstInOrder(problems: readonly RuleProblem[]): readonly RuleProblem[] {
  const ordered = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const next = ordered[MAX_RULE_PROBLEMS];
  if (next === undefined) return ordered;
  const message =
    `Cannot tell all problems: there are ${ordered.length}, the first ${MAX_RULE_PROBLEMS} are told`;
  return [...ordered.slice(0, MAX_RULE_PROBLEMS), { ...next, message }];
}
