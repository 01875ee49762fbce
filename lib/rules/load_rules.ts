/** Rule files to rules. */
import { nearestName } from "./nearest_name.ts";
import { mapping, type Shape } from "./node_shape.ts";
import { PROGRAM_RULE_IDS, refersTo, type Rule } from "./rule.ts";
import { readRule } from "./rule_shape.ts";
import { parseYamlTree, type Place, type Report, type YamlNode } from "./yaml_tree.ts";

/** The text of a rule file: YAML with one key, `rules`, a list. */
export interface RuleFile {
  /** Its name, as problems name it. */
  readonly file: string;
  /** Its content. */
  readonly text: string;
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

interface RuleNode {
  readonly file: RuleFile;
  readonly node: YamlNode;
  readonly rule: Rule | undefined;
}

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
  const rules = withoutDuplicates(nodes, reportIn);
  checkReferences(nodes, reportIn);
  return { rules, problems: [...problems.values()].flatMap(firstInOrder) };
}

const FILE_SHAPE = mapping<{ rules: readonly YamlNode[] }>("rule file", { rules: { shape: ruleNodes } });

function ruleNodes(
  ...[node, report]: Parameters<Shape<readonly YamlNode[]>>
): readonly YamlNode[] | undefined {
  if (node.kind === "list" && node.items.length <= MAX_RULES_PER_FILE) return node.items;
  report(node.place, `Cannot read rule file: "rules" is not a list of at most ${MAX_RULES_PER_FILE}`);
}

function readFile(file: RuleFile, report: Report): RuleNode[] {
  const root = parseYamlTree(file.text, report);
  const nodes = root === null ? [] : FILE_SHAPE(root, report)?.rules ?? [];
  return nodes.map((node) => ({ file, node, rule: readRule(node, report) }));
}

function withoutDuplicates(nodes: readonly RuleNode[], reportIn: (file: RuleFile) => Report): Rule[] {
  const rules = new Map<string, Rule>();
  const firstPlaces = new Map(PROGRAM_RULE_IDS.map((id) => [id, "the program itself"]));
  for (const { file, node, rule } of nodes) {
    for (const { text: id, place } of textsAt(node, "id")) {
      const taken = firstPlaces.get(id);
      if (taken !== undefined) reportIn(file)(place, `Cannot read rule: id "${id}" is taken by ${taken}`);
      else {
        firstPlaces.set(id, `${file.file}:${place.line}:${place.column}`);
        if (rule !== undefined) rules.set(id, rule);
      }
    }
  }
  return [...rules.values()];
}

/** Rules that were left out count: a bad rule is one problem, not one more for each rule that names it. */
function checkReferences(nodes: readonly RuleNode[], reportIn: (file: RuleFile) => Report): void {
  const ids = [...PROGRAM_RULE_IDS, ...nodes.flatMap(({ node }) => textsAt(node, "id").map((id) => id.text))];
  const exact = new Set(ids);
  const checked = new Map<string, boolean>();
  const leadsSomewhere = (reference: string): boolean => {
    const known = checked.get(reference) ??
      (exact.has(reference) || ids.some((id) => refersTo(reference, id)));
    checked.set(reference, known);
    return known;
  };
  const unknown = nodes.filter(({ rule }) => rule !== undefined).flatMap(({ file, node }) =>
    [...textsAt(node, "explains"), ...textsAt(node, "guard", "not_rules")]
      .filter(({ text }) => !leadsSomewhere(text)).map((reference) => ({ ...reference, file }))
  );
  for (const [index, { file, text, place }] of unknown.entries()) {
    // Looking for the nearest of thousands of ids is only worth it for what will be told.
    const nearest = index < MAX_RULE_PROBLEMS ? nearestName(text, exact) : null;
    const hint = nearest === null ? "" : `, expected "${nearest}"`;
    reportIn(file)(place, `Cannot read rule: rule "${text}" is unknown${hint}`);
  }
}

/** The text, or the texts of the list, under a path of keys. */
function textsAt(
  node: YamlNode,
  ...path: readonly string[]
): { readonly text: string; readonly place: Place }[] {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const child = node.kind === "map" ? node.entries.find((entry) => entry.key === key)?.value : undefined;
    return child === undefined ? [] : textsAt(child, ...rest);
  }
  if (node.kind === "text") return [{ text: node.text.trim(), place: node.place }];
  return node.kind === "list" ? node.items.flatMap((item) => item.kind === "text" ? textsAt(item) : []) : [];
}

function firstInOrder(problems: readonly RuleProblem[]): readonly RuleProblem[] {
  const ordered = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const next = ordered[MAX_RULE_PROBLEMS];
  if (next === undefined) return ordered;
  const message =
    `Cannot tell all problems: there are ${ordered.length}, the first ${MAX_RULE_PROBLEMS} are told`;
  return [...ordered.slice(0, MAX_RULE_PROBLEMS), { ...next, message }];
}
