/** The list of known issues against the rules that come with the program: what it says, they do. */
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { compileRules } from "../../lib/rules/match_rules.ts";
import { refersTo, type Rule, type Selection } from "../../lib/rules/rule.ts";
import { testRules } from "../../lib/rules/test_rules.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";

async function readShared(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(new URL(`../../../shared/domain/${path}`, import.meta.url));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

const knownIssues = await readShared("known-issues.md") ?? "";
const eventCatalog = await readShared("event-catalog.md") ?? "";
const realLines = await readShared("real-lines.txt") ?? "";
const ignore = [knownIssues, eventCatalog, realLines].includes("");
const skipped = ignore ? " (skipped: ../shared is not there)" : "";

const { rules } = loadRules(BUILTIN_RULE_FILES);
const byId = new Map(rules.map((rule) => [rule.id, rule]));

const CATEGORY_OF = {
  A: "application",
  H: "http_access",
  M: "migration",
  D: "daemon",
  O: "other",
} as const;
/** Requests of these rules need no condition of their own: `access.errors-burst` counts status 500. */
const WITHOUT_REQUESTS = ["api.unexpected-error"];
/** Repetitions of the list that are bounded in the rule: unbounded they take quadratic time on hostile records. */
const BOUNDED = new Map([["\\(TS time:([^)]*?) inc:\\d+\\)", "\\(TS time:([^)]{1,60}?) inc:\\d+\\)"]]);
/** An expression that the list gives for all codes of the backup API, in words. */
const ERROR_CODE = /^Expression: `([^`]+)`/m;

interface KnownIssue {
  readonly id: string;
  readonly severity: string;
  readonly confidence: string;
  readonly where: readonly string[];
  readonly selections: readonly Selection[];
  /** Guards, events and captures, in words. */
  readonly conditions: string;
}

function section(heading: RegExp): string {
  return knownIssues.split(/^(?=##)/m).filter((part) => heading.test(part)).join("\n");
}

/** Cells of the table rows under a heading, without the outer bars. */
function tableRows(markdown: string): string[][] {
  return markdown.split("\n").filter((line) => /^\| [^-]/.test(line)).map((line) =>
    line.slice(2, -2).split(" | ")
  );
}

function codes(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

function toSelection(cell: string): Selection {
  const [expression = "", literal = ""] = codes(cell);
  return cell.endsWith("· =") ? { literal: expression, pattern: null } : { literal, pattern: expression };
}

const issues: readonly KnownIssue[] = tableRows(section(/^### 3\./)).filter(([id]) => id?.startsWith("`"))
  .map(([id = "", severity = "", confidence = "", where = "", expressions = "", conditions = ""]) => ({
    id: id.slice(1, -1),
    severity,
    confidence,
    where: where.split(" "),
    selections: expressions === "(events)" ? [] : expressions.split("<br>").map(toSelection),
    conditions,
  }));

function unnamed(pattern: string): string {
  return pattern.replace(/\(\?<\w+>/g, "(");
}

function eventTypes(text: string): string[] {
  return [...text.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([type]) => type);
}

function same(what: string, actual: unknown, expected: unknown): string[] {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  return a === e ? [] : [`${what} is ${a}, expected ${e}`];
}

function missing(what: string, expected: readonly string[], actual: readonly string[]): string[] {
  return expected.filter((one) => !actual.includes(one)).map((one) => `${what} lacks ${one}`);
}

/** What ends an event type, as the catalogue says: `until X`. */
function recoveriesOf(types: readonly string[]): string[] {
  return tableRows(eventCatalog).filter(([type = ""]) => types.includes(type.slice(1, -1)))
    .flatMap(([, , pair = ""]) => eventTypes(pair));
}

function headProblems(issue: KnownIssue, rule: Rule): string[] {
  const letters = Object.entries(CATEGORY_OF).filter(([letter]) => issue.where.includes(letter));
  const selections = rule.detection.map(({ literal, pattern }) => ({
    literal,
    pattern: pattern === null ? null : unnamed(pattern),
  }));
  return [
    ...same("severity", rule.severity, issue.severity),
    ...same("confidence", rule.confidence, issue.confidence),
    ...same("categories", rule.categories, letters.map(([, category]) => category)),
    ...same("detection", selections, issue.selections),
    ...same(
      "requests",
      rule.requests.length > 0,
      issue.where.includes("H") && !WITHOUT_REQUESTS.includes(rule.id),
    ),
  ];
}

function eventProblems({ where, conditions }: KnownIssue, { events }: Rule): string[] {
  const listed = eventTypes(conditions);
  const until = [...conditions.matchAll(/until ([A-Z_]+)/g)].flatMap(([, type = ""]) => type);
  const confirms = [...conditions.matchAll(/confirmed by ([A-Z_]+)|([A-Z_]+) confirms/g)]
    .flatMap(([, before, after]) => before ?? after ?? []);
  const raises = listed.filter((type) => !until.includes(type) && !confirms.includes(type));
  return [
    ...same("raised by events", events.raises.length + events.confirms.length > 0, listed.length > 0),
    ...missing("where", listed.length > confirms.length ? ["E"] : [], where),
    ...same("events.raises", events.raises, raises),
    ...same("events.confirms", events.confirms, confirms),
    ...missing("events.until", until, events.until),
    ...missing("events.until of the catalogue", events.until, [...until, ...recoveriesOf(raises)]),
    ...same("events.of", events.of, conditions.includes("of the AppDB replica set") ? "appdb" : null),
  ];
}

function conditionProblems({ conditions }: KnownIssue, rule: Rule): string[] {
  const { guard, captures, detection } = rule;
  const contained = [...conditions.matchAll(/record contains `([^`]*)`/g)].map(([, text]) => text);
  const excluded = [...conditions.matchAll(/does not contain `([^`]*)`/g)].map(([, text]) => text);
  const expressions = captures.map(unnamed).join("\n");
  const wanted = codes(conditions).filter((code) => /^[^/].*\(/.test(code)).map((code) =>
    BOUNDED.get(code) ?? code
  );
  const named = [...captures, ...detection.map(({ pattern }) => pattern ?? "")].some((pattern) =>
    pattern.includes("(?<")
  );
  const capturesNothing = conditions === "none" || conditions.includes("count only");
  return [
    ...same("guard.contains", guard.contains, contained),
    ...same("guard.not_contains", guard.notContains, excluded),
    ...same("guard.not_rules", guard.notRules.length > 0, /\bno (?:other )?\S+ rule hits/.test(conditions)),
    ...same("guard.serious", guard.serious, conditions.includes("WARN, ERROR or exception")),
    ...wanted.filter((code) => !expressions.includes(code)).map((code) => `captures lack ${code}`),
    ...(capturesNothing && named ? ["captures something, expected nothing"] : []),
  ];
}

/** What a rule says that the list does not, or the other way around. */
function problemsOf(issue: KnownIssue): string[] {
  const rule = byId.get(issue.id);
  if (rule === undefined) return ["not shipped"];
  return [headProblems, eventProblems, conditionProblems].flatMap((check) => check(issue, rule));
}

function testedAs({ detection, requests, correlation, tests }: Rule): string {
  if (detection.length + requests.length === 0) return correlation === null ? "events" : "correlation";
  const counts = `${tests.match.length}/${tests.noMatch.length}`;
  return tests.match.length >= 2 && tests.noMatch.length >= 2 ? counts : `${counts}: too few`;
}

function printTable(rows: readonly Readonly<Record<string, string | boolean>>[]): void {
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map(([id = "", ...cells]) =>
    `${String(id).padEnd(36)}${cells.map((cell) => String(cell).padEnd(10)).join("")}`.trimEnd()
  );
  Deno.stdout.writeSync(new TextEncoder().encode(`\n${lines.join("\n")}\n`));
}

Deno.test({
  name:
    `BUILTIN_RULE_FILES have every rule of the list of known issues, as it is there, with tests${skipped}`,
  ignore,
}, () => {
  const failing = new Set(testRules(rules).map(({ rule }) => rule));
  const rows = issues.map((issue) => {
    const rule = byId.get(issue.id);
    const tested = rule === undefined ? "-" : failing.has(rule.id) ? "failing" : testedAs(rule);
    return { rule: issue.id, shipped: rule !== undefined, tested, asListed: problemsOf(issue).length === 0 };
  });
  printTable(rows);
  assertEquals(issues.length, 98);
  assertEquals(issues.flatMap((issue) => problemsOf(issue).map((problem) => `${issue.id}: ${problem}`)), []);
  assertEquals(rows.filter(({ tested }) => !/^(?:\d+\/\d+|events)$/.test(tested)), []);
  const listed = new Set(issues.map(({ id }) => id));
  assertEquals([...byId.keys()].filter((id) => !listed.has(id)), []);
});

Deno.test({
  name: `BUILTIN_RULE_FILES capture the code of the backup API where the list names the rule${skipped}`,
  ignore,
}, () => {
  const text = section(/^## 7\./);
  const expression = ERROR_CODE.exec(text)?.[1] ?? "";
  const named = tableRows(text).flatMap(([, , rule = ""]) => codes(rule));
  assert(named.length >= 10 && expression.includes("errorCode"));
  const without = named.filter((id) =>
    !byId.get(id)?.captures.some((pattern) =>
      pattern.includes("(?<errorCode>") && unnamed(pattern) === expression
    )
  );
  assertEquals(without, []);
});

/** §4 of the list: the first explains all others in the same record, or keeps them away by their guards. */
const OVERLAPS: readonly (readonly [string, "explains" | "notRules", string])[] = [
  ["appdb.auth-failed", "explains", "appdb.timeout"],
  ["appdb.connection-refused", "explains", "appdb.timeout"],
  ["appdb.connect-timeout", "explains", "appdb.timeout"],
  ["network.unknown-host", "explains", "appdb.timeout"],
  ["tls.untrusted-certificate", "explains", "appdb.timeout"],
  ["tls.handshake-failed", "explains", "appdb.timeout"],
  ["appdb.timeout", "explains", "appdb.properties-refresh-failed"],
  ["jvm.gc-pressure", "explains", "jvm.out-of-memory-heap"],
  ["tls.name-mismatch", "notRules", "tls.handshake-failed"],
  ["jvm.out-of-memory-heap", "notRules", "jvm.out-of-memory-other"],
  ["backup.block-upload-cut", "notRules", "api.client-abort"],
  ["s3.no-such-key", "explains", "s3.write-failed"],
  ["s3.access-denied", "explains", "s3.write-failed"],
  ["backup.agent-abort", "explains", "backup.snapshot-aborted"],
];

for (const [winner, how, loser] of OVERLAPS) {
  Deno.test(`BUILTIN_RULE_FILES: ${winner} wins over ${loser} (${how})`, () => {
    const references = how === "explains"
      ? byId.get(winner)?.explains.map((reference) => [reference, loser] as const)
      : byId.get(loser)?.guard.notRules.map((reference) => [reference, winner] as const);
    assert(references?.some(([reference, id]) => refersTo(reference, id)));
  });
}

Deno.test({
  name: `BUILTIN_RULE_FILES hit the real lines that the list of known issues says, no others${skipped}`,
  ignore,
}, () => {
  const expected = tableRows(section(/^## 5\./)).filter(([time]) => /^\d/.test(time ?? "")).map((
    [time, ids = ""],
  ) => [time, codes(ids.replace(/\(.*\)/, "")).sort()]);
  const records = realLines.split("\n").filter((line) => !line.startsWith("#")).join("\n")
    .split(/^(?=\d{4}-\d{2}-\d{2}T|\[Starting)/m).filter((record) => /^\d/.test(record));
  assertEquals(records.length, 20);
  const ruleSet = compileRules(rules);
  const actual = records.map((record) => {
    const [, level = "", logger = ""] = /\b(TRACE|DEBUG|INFO|WARN|ERROR) +(\S+) \[/.exec(record) ?? [];
    const text = record.slice(record.indexOf("] - ") + 4);
    const hits = ruleSet.match(text, { category: "application", level, logger });
    return [record.slice(0, 23), hits.map(({ rule }) => rule.id).sort()];
  }).filter(([, ids]) => (ids?.length ?? 0) > 0);
  assertEquals(actual, expected);
  assertEquals(expected.length, 6);
});
