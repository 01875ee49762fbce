/**
 * Times rules on 10,000 templates: the built-in pack, the pack twenty times, literals alone, expressions on both engines, and
 * correlations of 100,000 records. Run by hand: `deno run tests/bench/rules_bench.ts`.
 */
import { correlate } from "../../lib/rules/correlate/correlate.ts";
import type { MatchedRecord } from "../../lib/rules/correlate/matched_record.ts";
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { compileLiteralSearch } from "../../lib/rules/literal_search.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { compileRules, type RecordContext } from "../../lib/rules/match_rules.ts";
import { type Correlation, CORRELATION_TYPES, type Rule } from "../../lib/rules/rule.ts";

const TEMPLATES = 10_000;
const RECORDS = 100_000;
const COPIES = 20;
const CONTEXT: RecordContext = { category: "application", level: "WARN", logger: "com.xgen.svc.core.A" };

const { rules } = time("load the built-in rules", () => loadRules(BUILTIN_RULE_FILES));
time(
  "load them for the linear-time engine",
  () => loadRules(BUILTIN_RULE_FILES.map(({ file, text }) => ({ file, text }))),
);
const texts = templates(rules);
const length = texts.reduce((sum, text) => sum + text.length, 0);
print(`${texts.length} templates, ${(length / 1e6).toFixed(1)} M characters, ${rules.length} rules\n`);

timeLiterals(rules.flatMap(({ detection }) => detection.map(({ literal }) => literal)));
timeLiterals(Array.from({ length: 5000 }, (_, i) => `${words(i, 3)} number ${i}`));
timeMatch("the pack", rules);
timeMatch(
  `the pack x${COPIES}, each with its own literals`,
  copies(rules, (literal, copy) => `${literal} (${copy})`),
);
timeMatch(`the pack x${COPIES}, all the same`, copies(rules, (literal) => literal));
timeMatch("the pack, linear-time engine", rules.map((rule) => ({ ...rule, engine: "linear" })));
for (const type of CORRELATION_TYPES) timeCorrelation(type);

/** A tenth are records that rules are tested with, all with a stack trace of some length. */
function templates(rules: readonly Rule[]): string[] {
  const tested = rules.flatMap(({ tests }) => tests.match.map(({ text }) => text));
  return Array.from({ length: TEMPLATES }, (_, i) => {
    const message = i % 10 === 0 ? tested[i % tested.length] ?? "" : `Cannot ${words(i, 12)}`;
    const frames = Array.from(
      { length: i % 20 },
      (_, at) => `\tat com.xgen.svc.${words(i + at, 2)}(A.java:${at})`,
    );
    return [message, ...frames].join("\n");
  });
}

function words(seed: number, count: number): string {
  const known = [
    "agent",
    "snapshot",
    "connection",
    "refresh",
    "timed out",
    "exception",
    "replica set",
    "Mongo",
    "job",
  ];
  return Array.from({ length: count }, (_, i) => known[(seed * 31 + i * i * 7) % known.length]).join(" ");
}

function copies(rules: readonly Rule[], vary: (literal: string, copy: number) => string): Rule[] {
  return Array.from({ length: COPIES }, (_, copy) =>
    rules.map((rule): Rule => ({
      ...rule,
      id: `${rule.id}-${copy}`,
      detection: rule.detection.map(({ literal, pattern }) => {
        const varied = copy === 0 ? literal : vary(literal, copy);
        return { literal: varied, pattern: varied === literal ? pattern : null };
      }),
    }))).flat();
}

function timeLiterals(literals: readonly string[]): void {
  const search = time(`build a search of ${literals.length} literals`, () => compileLiteralSearch(literals));
  const found = time("search all templates", () => texts.reduce((sum, text) => sum + search(text).length, 0));
  print(`  ${found} found`);
}

function timeMatch(what: string, rules: readonly Rule[]): void {
  const ruleSet = time(
    `compile ${what}: ${rules.length} rules, ${count(rules)} expressions`,
    () => compileRules(rules),
  );
  const hits = time(
    "match all templates",
    () => texts.reduce((sum, text) => sum + ruleSet.match(text, CONTEXT).length, 0),
  );
  print(`  ${hits} hits`);
}

function count(rules: readonly Rule[]): number {
  return rules.reduce((sum, { detection, captures }) => sum + detection.length + captures.length, 0);
}

function timeCorrelation(type: Correlation["type"]): void {
  const isCount = type === "event_count" || type === "value_count";
  const correlation: Correlation = {
    type,
    rules: ["a", "b"],
    groupBy: ["host"],
    timespanMs: 300_000,
    condition: isCount ? { gt: null, gte: 3, lt: null, lte: null, eq: null } : null,
    field: type === "value_count" ? "address" : null,
    only: null,
  };
  const records = Array.from({ length: RECORDS }, (_, i): MatchedRecord<number> => ({
    rule: i % 3 === 0 ? "a" : "b",
    timeMs: i * 100,
    keys: { host: `om-${i % 5}`, gid: null, replica_set: null, client: null, agent: null, logger: null },
    captures: { address: [`10.0.0.${i % 250}`] },
    ref: i,
  }));
  time(
    `correlate ${RECORDS} records: ${type}`,
    () => correlate(correlation, records, { logEndMs: () => Number.POSITIVE_INFINITY }),
  );
}

function time<T>(what: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  print(`${(performance.now() - start).toFixed(0).padStart(6)} ms  ${what}`);
  return result;
}

function print(line: string): void {
  // deno-lint-ignore no-console -- a bench prints what it measured
  console.log(line);
}
