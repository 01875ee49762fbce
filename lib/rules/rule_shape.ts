/** The shape of a rule in a rule file. */
import type { Category } from "../parse/member_origin.ts";
import {
  exactText,
  type Field,
  flag,
  listOf,
  mapping,
  oneOf,
  recordOf,
  type Shape,
  text,
} from "./node_shape.ts";
import type { Guard, Rule, RuleEvents, RuleTest, RuleTests, Selection, VersionRange } from "./rule.ts";
import type { Report, YamlNode } from "./yaml_tree.ts";

const CATEGORIES: readonly Category[] = ["application", "http_access", "migration", "daemon", "other"];
const NAMED_GROUP = /\(\?<[A-Za-z_$]/;

/** Expression of one or two lines at most: a longer one is a mistake, or an attack. */
const PATTERN_LIMITS = { min: 1, max: 1000 };
/** A shorter literal would be found everywhere. */
const LITERAL_LIMITS = { min: 3, max: 256 };
const SENTENCES = { max: 2000 };
const TEST_LIMITS = { min: 0, max: 65_536 };

const ID = text({
  max: 64,
  form: [/^[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*$/, 'an id like "area.problem"'],
});
const REFERENCE = text({
  max: 64,
  form: [/^[a-z0-9][a-z0-9.-]*\*?$/, 'a rule id, or its beginning and "*"'],
});
const EVENT_TYPE = text({ max: 128, form: [/^[A-Z][A-Z0-9_]*$/, 'an event type like "HOST_DOWN"'] });
const VERSION = text({ max: 32, form: [/^\d{1,5}(?:\.\d{1,5}){0,3}$/, 'a version like "8.0.25"'] });

function optional<T>(shape: Shape<T>): Field<T | null> {
  return { shape, fallback: null };
}

function optionalList<T>(item: Shape<T>): Field<readonly T[]> {
  return { shape: listOf(item), fallback: [] };
}

const PATTERN: Shape<string> = (node, report) => {
  const pattern = exactText(PATTERN_LIMITS)(node, report);
  if (pattern === undefined) return undefined;
  try {
    new RegExp(pattern);
    return pattern;
  } catch (error) {
    const reason = error instanceof Error
      ? error.message.slice(error.message.lastIndexOf(": ") + 2)
      : "no reason";
    report(node.place, `Cannot read pattern: it is not an ECMAScript expression (${reason})`);
  }
};

const CAPTURE: Shape<string> = (node, report) => {
  const pattern = PATTERN(node, report);
  if (pattern === undefined || NAMED_GROUP.test(pattern)) return pattern;
  report(
    node.place,
    'Cannot read capture: the pattern has no named group, expected one like "(?<address>…)"',
  );
};

const SELECTION_FIELDS = mapping<Selection>("selection", {
  literal: { shape: exactText(LITERAL_LIMITS) },
  pattern: optional(PATTERN),
});

/** A literal that the pattern does not spell out would hide what the pattern matches. */
const SELECTION: Shape<Selection> = (node, report) => {
  const selection = SELECTION_FIELDS(node, report);
  if (!selection?.pattern) return selection;
  const spelled = selection.pattern.replace(/\\(\W)/g, "$1");
  if (spelled.includes(selection.literal)) return selection;
  report(
    node.place,
    `Cannot read selection: literal ${JSON.stringify(selection.literal)} is not in its pattern`,
  );
};

const GUARD = mapping<Guard>("guard", {
  contains: optionalList(exactText(LITERAL_LIMITS)),
  notContains: optionalList(exactText(LITERAL_LIMITS)),
  loggers: optionalList(text({ max: 256 })),
  notRules: optionalList(REFERENCE),
  serious: { shape: flag(), fallback: false },
});

const EVENTS = mapping<RuleEvents>("events", {
  raises: optionalList(EVENT_TYPE),
  until: optionalList(EVENT_TYPE),
  confirms: optionalList(EVENT_TYPE),
});

const VERSION_RANGE = mapping<VersionRange>("version range", {
  from: optional(VERSION),
  before: optional(VERSION),
});

const TEST_FIELDS = mapping<RuleTest>("test", {
  text: { shape: exactText(TEST_LIMITS) },
  level: { shape: oneOf("TRACE", "DEBUG", "INFO", "WARN", "ERROR"), fallback: "INFO" },
  logger: optional(text({ max: 256 })),
  version: optional(VERSION),
  captures: { shape: recordOf(listOf(exactText(TEST_LIMITS))), fallback: {} },
});

/** A test that is only a text needs no mapping. */
const TEST: Shape<RuleTest> = (node, report) =>
  node.kind === "text"
    ? { text: node.text, level: "INFO", logger: null, version: null, captures: {} }
    : TEST_FIELDS(node, report);

const TESTS = mapping<RuleTests>("tests", { match: optionalList(TEST), noMatch: optionalList(TEST) });

const RULE_FIELDS = mapping<Rule>("rule", {
  id: { shape: ID },
  title: { shape: text({ max: 120 }) },
  severity: { shape: oneOf("critical", "high", "medium", "low", "info") },
  confidence: { shape: oneOf("high", "medium", "low") },
  categories: optionalList(oneOf(...CATEGORIES)),
  detection: optionalList(SELECTION),
  guard: {
    shape: GUARD,
    fallback: { contains: [], notContains: [], loggers: [], notRules: [], serious: false },
  },
  captures: optionalList(CAPTURE),
  events: { shape: EVENTS, fallback: { raises: [], until: [], confirms: [] } },
  explains: optionalList(REFERENCE),
  versions: optionalList(VERSION_RANGE),
  requirements: optionalList(oneOf(...CATEGORIES, "events")),
  explanation: { shape: text(SENTENCES) },
  remediation: { shape: text(SENTENCES) },
  references: optionalList(text({ max: 500 })),
  tests: { shape: TESTS, fallback: { match: [], noMatch: [] } },
});

/** Reads a rule; undefined when something was reported. */
export function readRule(node: YamlNode, report: Report): Rule | undefined {
  const rule = RULE_FIELDS(node, report);
  if (rule === undefined) return undefined;
  if (rule.detection.length === 0 && rule.events.raises.length === 0) {
    report(
      node.place,
      'Cannot read rule: it has neither "detection" nor "events.raises", expected one of them',
    );
  } else if (rule.detection.length > 0 && rule.categories.length === 0) {
    report(node.place, 'Cannot read rule: it has "detection" but no "categories", expected at least one');
  } else return rule;
}
