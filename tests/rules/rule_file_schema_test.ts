import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { RULE_FILE_SCHEMA } from "../../lib/rules/load_rules.ts";
import { parseYamlTree, type YamlNode } from "../../lib/rules/yaml_tree.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { createValidator } from "../helpers/json_schema.ts";

const validate = createValidator(RULE_FILE_SCHEMA);

/** A tree as editors read it: by YAML's core schema `8.0` is a number and `true` is none of a text. */
function toValue(node: YamlNode | null): unknown {
  if (node?.kind === "list") return node.items.map(toValue);
  if (node?.kind === "map") {
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, toValue(value)]));
  }
  if (node === null || /^(?:null|~|)$/.test(node.text)) return null;
  if (/^(?:true|false)$/.test(node.text)) return node.text === "true";
  return /^-?\d+(?:\.\d+)?$/.test(node.text) ? Number(node.text) : node.text;
}

function problemsOf(text: string): string[] {
  const problems: string[] = [];
  const root = parseYamlTree(text, (_place, message) => problems.push(message));
  return [...problems, ...validate(toValue(root))];
}

for (const { file, text } of BUILTIN_RULE_FILES) {
  Deno.test(`RULE_FILE_SCHEMA takes ${file}`, () => assertEquals(problemsOf(text), []));
}

const GOOD = `rules:
  - id: test.needle
    title: 404
    severity: low
    confidence: high
    categories: [application]
    detection: [{ literal: needle }]
    explanation: true
    remediation: Remove it.
    versions: [{ from: 7.0, before: 8.0.1 }]
    guard: { serious: true }
    correlation: { type: event_count, timespan: 5m, condition: { gte: 3 } }
    tests:
      match: [needle, 404, { text: 5, captures: { n: ["1", 2] } }, { request: GET /, status: 200 }]
      no_match: [{ records: [{ at: 0s, text: x }], ends: 1h }]
`;

Deno.test("RULE_FILE_SCHEMA takes numbers and words as texts where editors see them so", () => {
  assertEquals(problemsOf(GOOD), []);
});

/** Each: a change of the file, and where the schema sees it. */
const WRONG: readonly (readonly [string, string, string])[] = [
  ["severity: low", "severity: bad", "/rules/0/severity"],
  ["title: 404", "tilte: 404", "/rules/0"],
  ["test.needle", "Needle", "/rules/0/id"],
  ["{ literal: needle }", "{ pattern: needle }", "/rules/0/detection/0"],
  ["event_count", "count", "/rules/0/correlation/type"],
  ["gte: 3", "gte: -3", "/rules/0/correlation/condition/gte"],
  ["timespan: 5m", "timespan: 5 minutes", "/rules/0/correlation/timespan"],
  ["status: 200", "status: 2000", "/rules/0/tests/match/3/status"],
  ["serious: true", "serious: yes", "/rules/0/guard/serious"],
];

for (const [good, bad, path] of WRONG) {
  Deno.test(`RULE_FILE_SCHEMA refuses ${bad}`, () => {
    const problems = problemsOf(GOOD.replace(good, bad));
    assert(problems.some((problem) => problem.startsWith(`${path} `)), problems.join("\n"));
  });
}

Deno.test("RULE_FILE_SCHEMA explains every key of a rule", () => {
  const [schema] = [RULE_FILE_SCHEMA].map((root) => JSON.parse(JSON.stringify(root)));
  const { properties } = schema.properties.rules.items;
  assertEquals(Object.keys(properties).filter((key) => !properties[key].description), []);
});
