/** Many rules on one record at a time. */
import type { Category } from "../parse/member_origin.ts";
import { type CaptureSets, captureValues } from "./capture_values.ts";
import { deferExpression, type Expression } from "./expression/compile_expression.ts";
import { compileLiteralSearch } from "./literal_search.ts";
import { compileRequestSearch, type RequestSearch } from "./match_requests.ts";
import { type Confidence, refersTo, type Rule } from "./rule.ts";
import { isInRanges } from "./version_range.ts";
import { watchLiterals } from "./watch_literals.ts";

/** Rules, ready to be tried. */
export interface RuleSet {
  /** All its rules, also those that only events raise. */
  readonly rules: readonly Rule[];
  /** Different literals of all selections: a text without any of them matches nothing. */
  readonly literals: readonly string[];
  /** Those whose records are wanted one by one, because a correlation looks at them. */
  readonly watchLiterals: readonly string[];
  /** The rules that hit a record, in the order of the rules. A rule with a correlation hits by its own detection. */
  match(text: string, context: RecordContext): readonly RuleMatch[];
  /** The rules that a request in an access log hits, in the order of the rules. */
  readonly matchRequest: RequestSearch;
}

/** What is known of a record besides its text. */
export interface RecordContext {
  /** Kind of log. */
  readonly category: Category;
  /** Level as logged; null: the log has none. */
  readonly level: string | null;
  /** Logger; null: the log has none. */
  readonly logger: string | null;
  /** Ops Manager version of the host at that time, when known. */
  readonly version?: string | null;
}

/** A rule that hits a record. */
export interface RuleMatch {
  /** The rule. */
  readonly rule: Rule;
  /** Values by name of the group, in order of occurrence, each once. */
  readonly captures: Readonly<Record<string, readonly string[]>>;
  /** How sure it is. */
  readonly confidence: Confidence;
}

/** How far before and after the first match the expressions of `captures` look, in UTF-16 units. */
const CAPTURE_REACH = 65_536;
/** A class line of an exception, or one inside a message. Bounded: it is tried at every blank and line feed. */
const EXCEPTION = /(?:^|\s)[\w$.]{0,200}(?:Exception|Error)\b/;

interface CompiledRule {
  readonly rule: Rule;
  readonly selections: readonly { readonly literal: number; readonly find: Expression }[];
  readonly captures: readonly Expression[];
}

interface Hit {
  readonly compiled: CompiledRule;
  readonly patterns: readonly Expression[];
  readonly firstIndex: number;
}

/** Prepares rules as {@linkcode loadRules} gives them. Throws a SyntaxError at an expression that it would refuse. */
export function compileRules(rules: readonly Rule[]): RuleSet {
  const literals = [
    ...new Set(rules.flatMap((rule) => rule.detection.map((selection) => selection.literal))),
  ];
  const numberOf = new Map(literals.map((literal, number) => [literal, number]));
  const compiled = rules.map((rule) => compileRule(rule, numberOf));
  const usersOf: number[][] = literals.map(() => []);
  compiled.forEach(({ selections }, index) =>
    selections.forEach(({ literal }) => usersOf[literal]?.push(index))
  );
  const search = compileLiteralSearch(literals);
  const anySerious = compiled.filter(({ rule }) => rule.anySerious !== null);
  return {
    rules,
    literals,
    match,
    watchLiterals: watchLiterals(rules),
    matchRequest: compileRequestSearch(rules),
  };

  function match(text: string, context: RecordContext): readonly RuleMatch[] {
    const found = new Set(search(text));
    const isSerious = context.level === "ERROR" || (anySerious.length > 0 && EXCEPTION.test(text));
    const others = isSerious ? anySerious.filter(({ rule }) => countsAny(rule, context)) : [];
    if (found.size === 0 && others.length === 0) return [];
    const candidates = new Set([...found].flatMap((literal) => usersOf[literal] ?? []));
    const hits = [...candidates].sort((a, b) => a - b).flatMap((index) =>
      hit(compiled[index], found, text, context)
    );
    const matches = hits.filter((one) => !isExcluded(one, hits)).map((one) => toMatch(one, text));
    const rest = others.filter(({ rule }) => matches.every((match) => match.rule !== rule));
    return [...matches, ...rest.map((compiled) => seriousMatch(compiled, text))];
  }
}

function compileRule(rule: Rule, numberOf: ReadonlyMap<string, number>): CompiledRule {
  const selections = rule.detection.map(({ literal, pattern }) => ({
    literal: numberOf.get(literal) ?? -1,
    find: pattern === null ? literalExpression(literal) : deferExpression(pattern, rule),
  }));
  return { rule, selections, captures: rule.captures.map((pattern) => deferExpression(pattern, rule)) };
}

function literalExpression(literal: string): Expression {
  const groups = new Map<string, string>();
  return {
    test: (text) => text.includes(literal),
    exec(text, from) {
      const index = text.indexOf(literal, from);
      return index < 0 ? null : { index, end: index + literal.length, groups };
    },
  };
}

/** The hit, or nothing. Cheap conditions first: an expression may walk all of a large record. */
function hit(
  compiled: CompiledRule | undefined,
  found: ReadonlySet<number>,
  text: string,
  context: RecordContext,
): Hit[] {
  if (compiled === undefined || !applies(compiled.rule, text, context)) return [];
  const patterns: Expression[] = [];
  let firstIndex = text.length;
  for (const { literal, find } of compiled.selections) {
    if (!found.has(literal)) continue;
    const index = find.exec(text, 0)?.index;
    if (index === undefined) continue;
    patterns.push(find);
    firstIndex = Math.min(firstIndex, index);
  }
  return patterns.length > 0 ? [{ compiled, patterns, firstIndex }] : [];
}

function applies({ categories, versions, guard }: Rule, text: string, context: RecordContext): boolean {
  return categories.includes(context.category) && isInRanges(context.version ?? null, versions) &&
    (guard.loggers.length === 0 || guard.loggers.some((prefix) => context.logger?.startsWith(prefix))) &&
    guard.contains.every((part) => text.includes(part)) &&
    !guard.notContains.some((part) => text.includes(part)) &&
    (!guard.serious || context.level === "WARN" || context.level === "ERROR" || EXCEPTION.test(text));
}

/** Whether another rule hits the record that must not. Rules that are excluded themselves count. */
function isExcluded(one: Hit, hits: readonly Hit[]): boolean {
  const { guard } = one.compiled.rule;
  return guard.notRules.length > 0 &&
    hits.some((other) => other !== one && guard.notRules.some((id) => refersTo(id, other.compiled.rule.id)));
}

function countsAny({ anySerious, versions }: Rule, { category, version }: RecordContext): boolean {
  return anySerious !== null && anySerious.categories.includes(category) &&
    isInRanges(version ?? null, versions);
}

function seriousMatch(compiled: CompiledRule, text: string): RuleMatch {
  const match = toMatch({ compiled, patterns: [], firstIndex: 0 }, text);
  return { ...match, confidence: compiled.rule.anySerious?.confidence ?? match.confidence };
}

function toMatch({ compiled, patterns, firstIndex }: Hit, text: string): RuleMatch {
  const captures: CaptureSets = new Map();
  for (const pattern of patterns) captureValues(pattern, text, captures);
  const near = text.slice(Math.max(0, firstIndex - CAPTURE_REACH), firstIndex + CAPTURE_REACH);
  for (const pattern of compiled.captures) captureValues(pattern, near, captures);
  return {
    rule: compiled.rule,
    confidence: compiled.rule.confidence,
    captures: Object.fromEntries([...captures].map(([name, values]) => [name, [...values]])),
  };
}
