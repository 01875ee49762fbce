/** The shape of a rule in a rule file. */
import { CORRELATION } from "./shape/correlation_shape.ts";
import { captureShape, LITERAL, REQUEST, selectionShape } from "./shape/detection_shape.ts";
import type { Engine } from "./expression/compile_expression.ts";
import { flag, listOf, mapping, oneOf, optional, optionalList, type Shape, text } from "./node_shape.ts";
import { type AnySerious, CATEGORIES, type Guard, type Rule, type RuleEvents, SEVERITIES } from "./rule.ts";
import { TESTS } from "./shape/test_shape.ts";
import { VERSION_RANGE } from "./shape/version_shape.ts";
import type { Report, YamlNode } from "./yaml_tree.ts";

/** A rule as it is written. */
type RuleFields = Omit<Rule, "engine">;

const SENTENCES = text({ max: 2000 });
const ID = text({
  max: 64,
  form: [/^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id like "area.problem"'],
});
const REFERENCE = text({
  max: 64,
  form: [/^[a-z0-9][a-z0-9.-]*\*?$/, 'a rule id, or its beginning and "*"'],
});
const EVENT_TYPE = text({ max: 128, form: [/^[A-Z][A-Z0-9_]*$/, 'an event type like "HOST_DOWN"'] });

const GUARD = mapping<Guard>("guard", {
  contains: { ...optionalList(LITERAL), about: "Texts that must all occur in the record" },
  notContains: { ...optionalList(LITERAL), about: "Texts none of which may occur in the record" },
  loggers: { ...optionalList(text({ max: 256 })), about: "Beginnings of loggers, one of which must fit" },
  notRules: { ...optionalList(REFERENCE), about: "Rules none of which may hit the same record" },
  serious: { shape: flag(), fallback: false, about: "Only records at WARN or ERROR, or with an exception" },
});

const CONFIDENCE = oneOf("high", "medium", "low");

const ANY_SERIOUS = mapping<AnySerious>("any_serious", {
  categories: { shape: listOf(oneOf(...CATEGORIES), { min: 1, max: CATEGORIES.length }), about: "Logs" },
  confidence: { shape: CONFIDENCE, about: "How sure such a hit is" },
});

const EVENTS = mapping<RuleEvents>("events", {
  raises: { ...optionalList(EVENT_TYPE), about: "Types that raise the rule without any log" },
  until: { ...optionalList(EVENT_TYPE), about: "Types that end what others raised" },
  confirms: { ...optionalList(EVENT_TYPE), about: "Types that tell the same as a hit in the logs" },
  of: { ...optional(oneOf("appdb")), about: "Only events about the application database" },
});

const RULE_FIELDS: Readonly<Record<Engine, Shape<RuleFields>>> = {
  native: ruleShape("native"),
  linear: ruleShape("linear"),
};

/** JSON Schema of a rule. */
export const RULE_SCHEMA: Shape<RuleFields>["schema"] = RULE_FIELDS.linear.schema ?? {};

function ruleShape(engine: Engine): Shape<RuleFields> {
  return mapping<RuleFields>("rule", {
    id: { shape: ID, about: "area.problem; never renamed, never used again" },
    title: { shape: text({ max: 120 }), about: "One line, no period" },
    severity: { shape: oneOf(...SEVERITIES), about: "How bad it is" },
    confidence: { shape: CONFIDENCE, about: "How sure it is that a hit means this" },
    categories: { ...optionalList(oneOf(...CATEGORIES)), about: "Logs in which it is looked for" },
    detection: { ...optionalList(selectionShape(engine)), about: "What to find; any one suffices" },
    requests: { ...optionalList(REQUEST), about: "Requests that count as well; any one suffices" },
    anySerious: {
      ...optional(ANY_SERIOUS),
      about: "Logs whose records at ERROR or with an exception all count",
    },
    correlation: { ...optional(CORRELATION), about: "How hits must go together to raise the rule" },
    guard: {
      shape: GUARD,
      fallback: { contains: [], notContains: [], loggers: [], notRules: [], serious: false },
      about: "What else must hold of a record",
    },
    captures: {
      ...optionalList(captureShape(engine)),
      about: "Expressions run near a hit for their named groups",
    },
    events: {
      shape: EVENTS,
      fallback: { raises: [], until: [], confirms: [], of: null },
      about: "Events that belong to it",
    },
    explains: { ...optionalList(REFERENCE), about: "Rules whose hits on the same record this one explains" },
    versions: { ...optionalList(VERSION_RANGE), about: "Versions it applies to; left out: all" },
    requirements: {
      ...optionalList(oneOf(...CATEGORIES, "events")),
      about: "Sources without which it cannot be said that it was not found",
    },
    explanation: { shape: SENTENCES, about: "What it means: sentences" },
    remediation: { shape: SENTENCES, about: "What to do: sentences" },
    references: { ...optionalList(text({ max: 500 })), about: "URLs and names of documents" },
    secret: { shape: flag(), fallback: false, about: "Its records are counted and not shown" },
    tests: {
      shape: TESTS,
      fallback: { match: [], noMatch: [] },
      about: "Records it must hit, and records it must not hit",
    },
  });
}

/** Reads a rule; undefined when something was reported. */
export function readRule(node: YamlNode, report: Report, engine: Engine): Rule | undefined {
  const rule = RULE_FIELDS[engine](node, report);
  if (rule === undefined) return undefined;
  const fault = faultOf(rule);
  if (fault !== null) {
    report(node.place, `Cannot read rule: ${fault}`);
    return undefined;
  }
  const { correlation } = rule;
  if (correlation === null || correlation.rules.length > 0) return { ...rule, engine };
  return { ...rule, engine, correlation: { ...correlation, rules: [rule.id] } };
}

function faultOf({ categories, detection, requests, correlation, events }: RuleFields): string | null {
  if (detection.length + requests.length + events.raises.length === 0 && correlation === null) {
    return 'it has none of "detection", "requests", "correlation", "events.raises", expected one of them';
  }
  if (detection.length > 0 && categories.length === 0) {
    return 'it has "detection" but no "categories", expected at least one';
  }
  if (requests.length > 0 && !categories.includes("http_access")) {
    return 'it has "requests" but not "http_access" in "categories"';
  }
  return null;
}
