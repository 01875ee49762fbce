/** Whether what rules say about each other leads somewhere. */
import { correlationOrder } from "./correlate/correlation_order.ts";
import { nearestName } from "./nearest_name.ts";
import { CORRELATION_KEYS, PROGRAM_RULE_IDS, refersTo, type Rule } from "./rule.ts";
import { nodeAt, type PlacedText, textsAt } from "./texts_at.ts";
import type { Report, YamlNode } from "./yaml_tree.ts";

/** A rule in its file; undefined when it could not be read. */
export interface RuleNode {
  /** Where it is. */
  readonly node: YamlNode;
  /** What it says. */
  readonly rule: Rule | undefined;
  /** Tells what is wrong in its file. */
  readonly report: Report;
}

/** Looking for the nearest of thousands of names is only worth it for what will be read. */
const MAX_HINTS = 200;
const NAMED_GROUP = /\(\?<([A-Za-z_$][\w$]*)>/g;

/**
 * Reports what leads nowhere. Rules that could not be read count as rules: a bad rule is one problem, not one more for each
 * rule that names it.
 */
export function checkReferences(nodes: readonly RuleNode[]): void {
  const checker = new ReferenceChecker(nodes);
  for (const { node, rule, report } of nodes) {
    if (rule === undefined) continue;
    for (const reference of [...textsAt(node, "explains"), ...textsAt(node, "guard", "not_rules")]) {
      checker.checkReference(reference, report);
    }
    if (rule.correlation !== null) checker.checkCorrelation(rule, node, report);
  }
}

class ReferenceChecker {
  readonly #ids: ReadonlySet<string>;
  readonly #rules = new Map<string, Rule>();
  readonly #ordered: ReadonlySet<string>;
  /** What is captured, by rule. */
  readonly #captures: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #isKnown = new Map<string, boolean>();
  #hints = 0;

  constructor(nodes: readonly RuleNode[]) {
    this.#ids = new Set([
      ...PROGRAM_RULE_IDS,
      ...nodes.flatMap(({ node }) => textsAt(node, "id").map(({ text }) => text)),
    ]);
    for (const { rule } of nodes) if (rule !== undefined) this.#rules.set(rule.id, rule);
    const rules = [...this.#rules.values()];
    const ordered = correlationOrder(rules);
    this.#ordered = new Set(ordered.map(({ id }) => id));
    this.#captures = capturesOf(rules, ordered);
  }

  checkReference({ text, place }: PlacedText, report: Report): void {
    const isKnown = this.#isKnown.get(text) ??
      (this.#ids.has(text) || [...this.#ids].some((id) => refersTo(text, id)));
    this.#isKnown.set(text, isKnown);
    if (!isKnown) report(place, `Cannot read rule: rule "${text}" is unknown${this.#hint(text, this.#ids)}`);
  }

  checkCorrelation(rule: Rule, node: YamlNode, report: Report): void {
    const { place } = nodeAt(node, "correlation") ?? node;
    const written = textsAt(node, "correlation", "rules");
    const faults = (written.length > 0 ? written : [{ text: rule.id, place }]).flatMap((reference) => {
      const fault = this.#faultOf(reference.text, rule);
      return fault === null ? [] : [{ ...reference, fault }];
    });
    for (const { place, fault } of faults) report(place, `Cannot read correlation: ${fault}`);
    if (faults.length > 0) return;
    if (!this.#ordered.has(rule.id)) {
      report(place, "Cannot read correlation: its rules lead back to themselves, expected no circle");
    }
    const words = [...textsAt(node, "correlation", "group_by"), ...textsAt(node, "correlation", "field")];
    for (const word of words) this.#checkWord(word, rule, report);
  }

  #faultOf(id: string, user: Rule): string | null {
    if (PROGRAM_RULE_IDS.includes(id)) {
      return `"${id}" is found by the program, expected a rule of a rule file`;
    }
    if (!this.#ids.has(id)) return `rule "${id}" is unknown${this.#hint(id, this.#ids)}`;
    const rule = this.#rules.get(id);
    if (rule === undefined || rule.detection.length + rule.requests.length > 0) return null;
    if (id === user.id) return `"${id}" has no "detection" or "requests" of its own to correlate`;
    return rule.correlation === null ? `"${id}" is raised by events only, which are not correlated` : null;
  }

  #checkWord({ text, place }: PlacedText, { correlation }: Rule, report: Report): void {
    if (CORRELATION_KEYS.some((key) => key === text)) return;
    const captures = (correlation?.rules ?? []).flatMap((id) => {
      const names = this.#captures.get(id);
      return names === undefined ? [] : [{ id, names }];
    });
    const without = captures.find(({ names }) => !names.has(text));
    if (without === undefined) return;
    const known = [...CORRELATION_KEYS, ...captures.flatMap(({ names }) => [...names])];
    const fault = known.includes(text)
      ? `rule "${without.id}" captures no "${text}"`
      : `"${text}" is unknown${this.#hint(text, known)}`;
    report(place, `Cannot read correlation: ${fault}`);
  }

  #hint(name: string, known: Iterable<string>): string {
    const nearest = this.#hints++ < MAX_HINTS ? nearestName(name, known) : null;
    return nearest === null ? "" : `, expected "${nearest}"`;
  }
}

/** A rule that correlates others passes on what they capture. */
function capturesOf(rules: readonly Rule[], ordered: readonly Rule[]): Map<string, Set<string>> {
  const captures = new Map(rules.map((rule) => [rule.id, ownCaptures(rule)]));
  for (const { id, correlation } of ordered) {
    const names = captures.get(id);
    for (const other of correlation?.rules ?? []) {
      for (const name of captures.get(other) ?? []) names?.add(name);
    }
  }
  return captures;
}

function ownCaptures({ detection, captures }: Rule): Set<string> {
  const expressions = [...captures, ...detection.map(({ pattern }) => pattern ?? "")].join("\n");
  return new Set([...expressions.matchAll(NAMED_GROUP)].flatMap(([, name]) => name ?? []));
}
