import { assert, assertEquals, assertThrows } from "../../lib/std/assert.ts";
import { compileRules, type RecordContext } from "../../lib/rules/match_rules.ts";
import type { RequestContext } from "../../lib/rules/match_requests.ts";
import type { Guard, RequestSelection, Rule } from "../../lib/rules/rule.ts";
import { makeRule } from "./make_rule.ts";

const RECORD: RecordContext = { category: "application", level: "INFO", logger: "com.xgen.svc.core.A" };
const NO_GUARD: Guard = makeRule().guard;

function hits(rules: readonly Rule[], text: string, context: RecordContext = RECORD): string[] {
  return compileRules(rules).match(text, context).map(({ rule }) => rule.id);
}

function capturesOf(rule: Rule, text: string): Readonly<Record<string, readonly string[]>> | undefined {
  return compileRules([rule]).match(text, RECORD)[0]?.captures;
}

Deno.test("RuleSet.match() leaves brackets out of captures that nothing in them opens", () => {
  const rule = makeRule({
    detection: [{ literal: "needle", pattern: null }],
    captures: ["needle (?<value>[^\\n]+)"],
  });
  const valueOf = (text: string) => capturesOf(rule, `needle ${text}`)?.["value"];
  assertEquals(valueOf("Apr 12 2026}}]"), ["Apr 12 2026"]);
  assertEquals(valueOf("alert (certificate [expired])"), ["alert (certificate [expired])"]);
  assertEquals(valueOf("a]b) c"), ["a]b) c"]);
});

Deno.test("RuleSet.literals has each literal once, of all selections", () => {
  const two = makeRule({
    detection: [{ literal: "needle", pattern: null }, { literal: "pin", pattern: "pin\\b" }],
  });
  assertEquals(compileRules([makeRule(), two, makeRule({ detection: [] })]).literals, ["needle", "pin"]);
});

Deno.test("RuleSet.watchLiterals has the literals of all rules whose records are correlated, each once", () => {
  const needles = {
    type: "event_count",
    condition: null,
    field: null,
    only: null,
    groupBy: [],
    timespanMs: 1,
  } as const;
  const detection = (...literals: readonly string[]) =>
    literals.map((literal) => ({ literal, pattern: null }));
  const rules = [
    makeRule({
      id: "user.one",
      detection: detection("own"),
      correlation: { ...needles, rules: ["named.one"] },
    }),
    makeRule({ id: "named.one", detection: detection("pin", "needle") }),
    makeRule({
      id: "self.one",
      detection: detection("hay", "pin"),
      correlation: { ...needles, rules: ["self.one"] },
    }),
    makeRule({ id: "other.one", detection: detection("straw") }),
  ];
  assertEquals(compileRules(rules).watchLiterals, ["pin", "needle", "hay"]);
});

Deno.test("RuleSet.match() runs expressions on the engine of the rule", () => {
  const detection = [{ literal: "needle", pattern: "(?:needle){2}(?=!)" }];
  assertEquals(hits([makeRule({ detection })], "needleneedle!"), ["test.needle"]);
  const linear = makeRule({ detection, engine: "linear" });
  assertThrows(() => compileRules([linear]), SyntaxError, "look-ahead");
});

Deno.test("RuleSet.match() ends soon when an expression of a user explodes on another engine", () => {
  const rule = makeRule({ engine: "linear", detection: [{ literal: "aaa", pattern: "(?:aaa|a)*(?<v>b)$" }] });
  const start = performance.now();
  assertEquals(hits([rule], `${"a".repeat(100_000)}b!`), []);
  assert(performance.now() - start < 5000);
  assertEquals(capturesOf(rule, "aaab"), { v: ["b"] });
});

/** Each: requests of a rule, a request that it hits, one that it does not. */
const REQUESTS:
  readonly (readonly [Partial<RequestSelection>, Partial<RequestContext>, Partial<RequestContext>])[] = [
    [{ status: ["429"] }, { status: 429 }, { status: 428 }],
    [{ status: ["5xx", "403"] }, { status: 599 }, { status: 499 }],
    [{ methods: ["POST", "PUT"] }, { method: "PUT" }, { method: "GET" }],
    [{ path: "/wtcheckpoint/" }, { route: "/backup/wtcheckpoint/{gid}" }, { route: "/backup/wtcheckpoint" }],
    [{ notPath: "/backup/" }, { route: "/api/public/v1.0/groups" }, { route: "/backup/wtcheckpoint/{gid}" }],
    [{}, { category: "http_access" }, { category: "application" }],
    [{}, { version: "7.0.1" }, { version: "8.0.0" }],
  ];

for (const [changes, good, bad] of REQUESTS) {
  Deno.test(`RuleSet.matchRequest() tells ${JSON.stringify(good)} from ${JSON.stringify(bad)}`, () => {
    const selection = { status: ["200", "429"], methods: [], path: null, notPath: null, ...changes };
    const versions = [{ from: null, before: "8.0" }];
    const rule = makeRule({ categories: ["http_access"], requests: [selection], versions });
    const { matchRequest } = compileRules([rule, makeRule()]);
    const request = { category: "http_access", method: "POST", route: "/x", status: 429 } as const;
    assertEquals(matchRequest({ ...request, ...good }), [rule]);
    assertEquals(matchRequest({ ...request, ...bad }), []);
  });
}

Deno.test("RuleSet.matchRequest() gives a rule once, and rules in their order", () => {
  const requests = [["4xx"], ["429", "429"]].map((status) => ({
    status,
    methods: [],
    path: null,
    notPath: null,
  }));
  const rules = ["z.z", "a.a"].map((id) => makeRule({ id, categories: ["http_access"], requests }));
  const request = { category: "http_access", method: "GET", route: "/", status: 429 } as const;
  assertEquals(compileRules(rules).matchRequest(request), rules);
});

Deno.test("RuleSet.match() takes a literal as it is, not as an expression", () => {
  const rule = makeRule({ detection: [{ literal: "a.b(c", pattern: null }] });
  assertEquals(hits([rule], "x a.b(c"), ["test.needle"]);
  assertEquals(hits([rule], "x aXb(c"), []);
});

Deno.test("RuleSet.match() wants the literal and the pattern of one and the same selection", () => {
  const rule = makeRule({
    detection: [{ literal: "needle", pattern: "needle \\d" }, { literal: "pin", pattern: "pin [a-z]" }],
  });
  assertEquals(hits([rule], "needle x, pin 1"), []);
  assertEquals(hits([rule], "needle x, pin y"), ["test.needle"]);
  assertEquals(hits([rule], "needle 1"), ["test.needle"]);
  const loose = makeRule({
    detection: [{ literal: "needle", pattern: "needle|noodle" }, { literal: "pin", pattern: "pin 1" }],
  });
  assertEquals(hits([loose], "noodle, pin 2"), []);
});

Deno.test("RuleSet.match() gives hits in the order of the rules", () => {
  const rules = [
    makeRule({ id: "z.z" }),
    makeRule({ id: "a.a", detection: [{ literal: "hay", pattern: null }] }),
    makeRule(),
  ];
  assertEquals(hits(rules, "hay and a needle"), ["z.z", "a.a", "test.needle"]);
});

/** Each: a guard, a record it lets through, a record it does not. */
const GUARDS:
  readonly (readonly [Partial<Guard>, [string, Partial<RecordContext>], [string, Partial<RecordContext>]])[] =
    [
      [{ contains: ["hay", "stack"] }, ["needle hay stack", {}], ["needle hay", {}]],
      [{ notContains: ["pin", "hay"] }, ["needle", {}], ["needle hay", {}]],
      [{ loggers: ["org.", "com.xgen."] }, ["needle", {}], ["needle", { logger: "net.x" }]],
      [{ loggers: ["com.xgen."] }, ["needle", {}], ["needle", { logger: null }]],
      [{ serious: true }, ["needle", { level: "WARN" }], ["needle", { level: "INFO" }]],
      [{ serious: true }, ["needle", { level: "ERROR" }], ["no Errors: needle", { level: null }]],
      [{ serious: true }, ["needle\njava.io.IOException: x", {}], ["needle without Exceptional text", {}]],
    ];

for (const [guard, [good, goodContext], [bad, badContext]] of GUARDS) {
  Deno.test(`RuleSet.match() observes the guard ${JSON.stringify(guard)} (${JSON.stringify(good)})`, () => {
    const rule = makeRule({ guard: { ...NO_GUARD, ...guard } });
    assertEquals(hits([rule], good, { ...RECORD, ...goodContext }), ["test.needle"]);
    assertEquals(hits([rule], bad, { ...RECORD, ...badContext }), []);
  });
}

Deno.test("RuleSet.match() drops a rule when one of those it names hits the same record, and only then", () => {
  const general = makeRule({ id: "tls.failed", guard: { ...NO_GUARD, notRules: ["tls.*"] } });
  const special = makeRule({ id: "tls.expired", detection: [{ literal: "expired", pattern: null }] });
  const elsewhere = makeRule({
    id: "tls.access",
    categories: ["http_access"],
    detection: [{ literal: "hay", pattern: null }],
  });
  const rules = [general, special, elsewhere];
  assertEquals(hits(rules, "needle"), ["tls.failed"]);
  assertEquals(hits(rules, "needle expired"), ["tls.expired"]);
  assertEquals(hits(rules, "needle hay"), ["tls.failed"]);
});

Deno.test("RuleSet.match() lets two rules that exclude each other drop each other", () => {
  const rules = [
    makeRule({ id: "a.a", guard: { ...NO_GUARD, notRules: ["b.b"] } }),
    makeRule({ id: "b.b", guard: { ...NO_GUARD, notRules: ["a.a"] } }),
  ];
  assertEquals(hits(rules, "needle"), []);
});

Deno.test("RuleSet.match() looks at the categories of a rule only", () => {
  const rule = makeRule({ categories: ["migration", "daemon"] });
  assertEquals(hits([rule], "needle"), []);
  assertEquals(hits([rule], "needle", { ...RECORD, category: "daemon" }), ["test.needle"]);
});

Deno.test("RuleSet.match() applies a rule to its versions, and to an unknown one", () => {
  const rule = makeRule({ versions: [{ from: null, before: "7.0.9" }, { from: "8.0.2", before: "8.0.10" }] });
  const hitVersions = [
    "6.0.20",
    "7.0.8",
    "7.0.9",
    "7.0.10",
    "8.0.1",
    "8.0.2",
    "8.0.9",
    "8.0.9-rc1",
    "8.0.10",
    "9.0.0",
  ]
    .filter((version) => hits([rule], "needle", { ...RECORD, version }).length > 0);
  assertEquals(hitVersions, ["6.0.20", "7.0.8", "8.0.2", "8.0.9", "8.0.9-rc1"]);
  assertEquals(hits([rule], "needle", { ...RECORD, version: null }), ["test.needle"]);
});

Deno.test("RuleSet.match() captures named groups of patterns and of further expressions, each value once, in order", () => {
  const rule = makeRule({
    detection: [{ literal: "needle", pattern: "needle (?<size>\\d+)(?: in (?<place>\\w+))?( unnamed)?" }],
    captures: ["at (?<place>\\w{1,9})", "never (?<nothing>x)"],
  });
  const text = "at home: needle 3 in hay, needle 1 unnamed, needle 3 in barn, at hay";
  assertEquals(capturesOf(rule, text), { size: ["3", "1"], place: ["hay", "barn", "home"] });
});

Deno.test("RuleSet.match() gives the same result each time it is asked", () => {
  const ruleSet = compileRules([makeRule({ captures: ["(?<word>needle)"] })]);
  const results = ["needle", "a needle", "needle"].map((text) => ruleSet.match(text, RECORD)[0]?.captures);
  assertEquals(results, [{ word: ["needle"] }, { word: ["needle"] }, { word: ["needle"] }]);
});

Deno.test("RuleSet.match() bounds captured values: 100 of 256 characters, no half character", () => {
  const rule = makeRule({ captures: ["<(?<v>[^>]*)>", "(?<empty>x*)"] });
  const many = Array.from({ length: 150 }, (_, i) => `<${i}>`).join("");
  assertEquals(capturesOf(rule, `needle ${many}`)?.["v"]?.length, 100);
  const long = `${"a".repeat(255)}\u{1F600}`;
  const [value] = capturesOf(rule, `needle <${long}>`)?.["v"] ?? [];
  assertEquals(value, `${"a".repeat(255)}\uFFFD`);
});

Deno.test("RuleSet.match() goes on after a match of length 0", () => {
  assertEquals(capturesOf(makeRule({ captures: ["(?<v>x*)"] }), "needle xx xxx"), { v: ["xx", "xxx"] });
});

Deno.test("RuleSet.match() takes further values from near the match only", () => {
  const rule = makeRule({ captures: ["at (?<place>\\w{1,9})"] });
  const text = `at far ${"-".repeat(70_000)} at near needle at near2 ${"-".repeat(70_000)} at far2`;
  assertEquals(capturesOf(rule, text), { place: ["near", "near2"] });
});

Deno.test("match() counts any record at ERROR or with an exception where a rule says so, as surely as it says", () => {
  const rule = makeRule({
    categories: ["migration"],
    anySerious: { categories: ["migration"], confidence: "low" },
  });
  const { match } = compileRules([rule]);
  const hits = (text: string, level: string, category: "migration" | "daemon" = "migration") =>
    match(text, { category, level, logger: null }).map(({ confidence }) => confidence);
  assertEquals(hits("a needle", "INFO"), ["high"]);
  assertEquals(hits("a needle", "ERROR"), ["high"]);
  assertEquals(hits("a noodle", "ERROR"), ["low"]);
  assertEquals(hits("a noodle\njava.lang.IllegalStateException: x", "INFO"), ["low"]);
  assertEquals(hits("a noodle", "WARN"), []);
  assertEquals(hits("a noodle", "ERROR", "daemon"), []);
});

Deno.test("watchLiterals leaves out a rule that correlates its requests only", () => {
  const correlation = {
    type: "event_count",
    rules: ["test.needle"],
    groupBy: [],
    timespanMs: 1000,
    condition: { gt: null, gte: 2, lt: null, lte: null, eq: null },
    field: null,
    only: null,
  } as const;
  assertEquals(compileRules([makeRule({ correlation })]).watchLiterals, ["needle"]);
  assertEquals(
    compileRules([makeRule({ correlation: { ...correlation, only: "requests" } })]).watchLiterals,
    [],
  );
});
