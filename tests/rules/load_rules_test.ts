import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules, MAX_RULE_PROBLEMS } from "../../lib/rules/load_rules.ts";
import { MAX_YAML_ALIASES, MAX_YAML_LENGTH } from "../../lib/rules/yaml_tree.ts";
import { makeTest } from "./make_rule.ts";
import { GOOD, HEAD, problemsOf } from "./rule_problems.ts";
import { fc } from "../helpers/property.ts";

const { captures: _, records: __, endsMs: ___, ...NO_RECORD } = makeTest("");

Deno.test("loadRules() fills what a short rule leaves out", () => {
  const { rules, problems } = loadRules([{ file: "a.yaml", text: HEAD + GOOD }]);
  assertEquals(problems, []);
  assertEquals(rules, [{
    id: "test.needle",
    title: "A needle",
    severity: "low",
    confidence: "high",
    categories: ["application"],
    detection: [{ literal: "needle", pattern: null }],
    requests: [],
    anySerious: null,
    correlation: null,
    explanation: "There is a needle.",
    remediation: "Remove it.",
    guard: { contains: [], notContains: [], loggers: [], notRules: [], serious: false },
    captures: [],
    events: { raises: [], until: [], confirms: [], of: null },
    explains: [],
    versions: [],
    requirements: [],
    secret: false,
    references: [],
    tests: { match: [], noMatch: [] },
    engine: "linear",
  }]);
});

Deno.test("loadRules() reads every key, and keeps scalars as they are written", () => {
  const { rules, problems } = loadRules([{
    file: "a.yaml",
    text: `rules:
  - id: test.all
    title: All
    severity: critical
    confidence: medium
    categories: [application, http_access, migration, daemon, other]
    detection:
      - { literal: "a needle", pattern: 'a needle (?<size>\\d+)' }
    requests:
      - { status: [429, 5xx], methods: [POST], path: /backup/wtcheckpoint/, not_path: "{gid}" }
      - status: [403]
    any_serious: { categories: [migration], confidence: low }
    secret: true
    correlation:
      type: value_count
      only: requests
      rules: [test.all, other.one]
      group_by: [host, replica_set, size]
      timespan: 90s
      condition: { gt: 2, lte: 10 }
      field: size
    guard: { contains: [yes!], not_contains: [nope], loggers: [com.xgen.], not_rules: [other.*], serious: true }
    captures: ['on (?<host>\\w{1,9})']
    events: { raises: [HOST_DOWN], until: [HOST_UP], confirms: [NO_PRIMARY], of: appdb }
    explains: [log.silence]
    versions: [{ from: 7.0, before: 8.10 }, { before: 6.0.1 }]
    requirements: [application, events]
    explanation: >
      One
      line.
    remediation: No
    references: [https://example.com/a]
    tests:
      match: [{ text: "a needle 12", level: WARN, logger: com.xgen.A, version: 8.0.1, captures: { size: ["12"] } }]
      no_match:
        - a noodle
        - { request: "GET /backup/wtcheckpoint/1?ah=h", status: 429, category: http_access }
        - records:
            - { at: 0s, text: a needle, host: h, gid: g, replica_set: rs, logger: l }
            - { at: 2m, request: GET /, status: 403, client: c, agent: a, version: "8.0" }
          ends: 1d
  - id: other.one
    title: Other
    severity: info
    confidence: low
    categories: [migration]
    detection: [{ literal: "a pin", pattern: 'a pin (?<size>\\d+)' }]
    explanation: x
    remediation: x
`,
  }]);
  assertEquals(problems, []);
  const { title: _, references, ...rule } = rules[0] ?? {};
  assertEquals(references, ["https://example.com/a"]);
  assertEquals(rule, {
    id: "test.all",
    severity: "critical",
    confidence: "medium",
    categories: ["application", "http_access", "migration", "daemon", "other"],
    detection: [{ literal: "a needle", pattern: "a needle (?<size>\\d+)" }],
    requests: [
      { status: ["429", "5xx"], methods: ["POST"], path: "/backup/wtcheckpoint/", notPath: "{gid}" },
      { status: ["403"], methods: [], path: null, notPath: null },
    ],
    correlation: {
      type: "value_count",
      rules: ["test.all", "other.one"],
      groupBy: ["host", "replica_set", "size"],
      timespanMs: 90_000,
      condition: { gt: 2, gte: null, lt: null, lte: 10, eq: null },
      field: "size",
      only: "requests",
    },
    anySerious: { categories: ["migration"], confidence: "low" },
    secret: true,
    guard: {
      contains: ["yes!"],
      notContains: ["nope"],
      loggers: ["com.xgen."],
      notRules: ["other.*"],
      serious: true,
    },
    captures: ["on (?<host>\\w{1,9})"],
    events: { raises: ["HOST_DOWN"], until: ["HOST_UP"], confirms: ["NO_PRIMARY"], of: "appdb" },
    explains: ["log.silence"],
    versions: [{ from: "7.0", before: "8.10" }, { from: null, before: "6.0.1" }],
    requirements: ["application", "events"],
    explanation: "One line.",
    remediation: "No",
    tests: {
      match: [
        makeTest("a needle 12", {
          level: "WARN",
          logger: "com.xgen.A",
          version: "8.0.1",
          captures: { size: ["12"] },
        }),
      ],
      noMatch: [
        makeTest("a noodle"),
        makeTest("", { request: "GET /backup/wtcheckpoint/1?ah=h", status: 429, category: "http_access" }),
        makeTest("", {
          records: [
            {
              ...NO_RECORD,
              text: "a needle",
              logger: "l",
              atMs: 0,
              keys: { host: "h", gid: "g", replica_set: "rs", client: null, agent: null, logger: "l" },
            },
            {
              ...NO_RECORD,
              request: "GET /",
              status: 403,
              version: "8.0",
              atMs: 120_000,
              keys: { host: null, gid: null, replica_set: null, client: "c", agent: "a", logger: null },
            },
          ],
          endsMs: 86_400_000,
        }),
      ],
    },
    engine: "linear",
  });
});

Deno.test("loadRules() gives what runs the expressions of a file, and lets a correlation without rules be of its own", () => {
  const text = `${HEAD}${GOOD}    correlation: { type: event_count, timespan: 1h, condition: { gte: 3 } }\n`;
  const [rule] = loadRules([{ file: "a.yaml", text, engine: "native" }]).rules;
  assertEquals([rule?.engine, rule?.correlation?.rules], ["native", ["test.needle"]]);
});

Deno.test("loadRules() keeps good rules beside bad ones, and tells all that is wrong with the bad", () => {
  const bad = GOOD.replace("test.needle", "test.bad").replace("low", "lo").replace("high", "hi").replace(
    "title",
    "tilte",
  );
  const { rules, problems } = loadRules([{ file: "a.yaml", text: HEAD + bad + GOOD }]);
  assertEquals(rules.map((rule) => rule.id), ["test.needle"]);
  assertEquals(problems.map(({ line }) => line), [2, 3, 4, 5]);
});

Deno.test("loadRules() joins files: ids are unique in all of them, references reach from one to the other", () => {
  const other = HEAD + GOOD.replace("test.needle", "test.other") + "    explains: [test.needle]\n";
  const { rules, problems } = loadRules([
    { file: "b.yaml", text: other },
    { file: "a.yaml", text: HEAD + GOOD },
    { file: "c.yaml", text: HEAD + GOOD },
  ]);
  assertEquals(rules.map((rule) => rule.id), ["test.other", "test.needle"]);
  assertEquals(problems.map(({ file, message }) => [file, message]), [
    ["c.yaml", 'Cannot read rule: id "test.needle" is taken by a.yaml:2:9'],
  ]);
});

Deno.test("loadRules() takes a reference to a bad rule as known", () => {
  const bad = GOOD.replace("test.needle", "test.bad").replace("low", "lo");
  const problems = problemsOf(`${HEAD}${bad}${GOOD}    explains: [test.bad]\n`);
  assertEquals(problems, ['a.yaml:4:15: Cannot read value: "lo" is unknown, expected "low"']);
});

Deno.test("loadRules() reads aliases, a limited number of them", () => {
  const withAliases = (count: number) =>
    `${HEAD}${GOOD}    references: [&r some page${", *r".repeat(count)}]\n`.replace("page,", "page ,");
  const { rules, problems } = loadRules([{ file: "a.yaml", text: withAliases(3) }]);
  assertEquals(problems, []);
  assertEquals(rules[0]?.references, ["some page", "some page", "some page", "some page"]);
  const last = problemsOf(withAliases(MAX_YAML_ALIASES + 1)).at(-1);
  assertStringIncludes(
    last ?? "",
    `Cannot read alias: it is number ${MAX_YAML_ALIASES + 1}, expected at most`,
  );
});

Deno.test({
  name: "loadRules() needs no permission",
  permissions: "none",
  fn() {
    const { rules, problems } = loadRules(BUILTIN_RULE_FILES);
    assertEquals(problems, []);
    assert(rules.length > 0);
  },
});

Deno.test("loadRules() refuses a text over the limit, and tells so many problems only", () => {
  assertEquals(problemsOf("#".repeat(MAX_YAML_LENGTH + 1)), [
    `a.yaml:1:1: Cannot read YAML: length is ${MAX_YAML_LENGTH + 1}, expected at most ${MAX_YAML_LENGTH}`,
  ]);
  const problems = problemsOf(`rules:\n${"  - x\n".repeat(MAX_RULE_PROBLEMS + 50)}`);
  assertEquals(problems.length, MAX_RULE_PROBLEMS + 1);
  assertStringIncludes(problems.at(-1) ?? "", `there are ${MAX_RULE_PROBLEMS + 50}, the first`);
});

Deno.test("loadRules() gives nesting that is too deep as a problem", () => {
  for (const text of ["[".repeat(20_000), "- ".repeat(20_000), "{a: ".repeat(20_000)]) {
    const problems = problemsOf(text);
    assert(problems.length > 0);
    assertStringIncludes(problems.join("\n"), "a.yaml:1:");
  }
});

Deno.test("loadRules() takes a key of JavaScript's own objects as any other", () => {
  const tests = (key: string) => `    tests: { match: [{ text: x, captures: { ${key}: [v] } }] }\n`;
  const { rules, problems } = loadRules([{ file: "a.yaml", text: HEAD + GOOD + tests("__proto__") }]);
  assertEquals(problems, []);
  assertEquals(Object.entries(rules[0]?.tests.match[0]?.captures ?? {}), [["__proto__", ["v"]]]);
  assertEquals(problemsOf(`${HEAD}${GOOD}    __proto__: x\n`).length, 1);
  assertEquals(problemsOf(`${HEAD}${GOOD}    constructor: x\n`).length, 1);
});

Deno.test("loadRules() never throws, and all places are in the file", () => {
  const text = HEAD + GOOD;
  const edit = fc.tuple(
    fc.nat(text.length),
    fc.nat(12),
    fc.constantFrom("", "\n", ":", "- ", "[", "}", "*a", "&a ", "'", "|", "\t"),
  );
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
      const broken = edits.reduce(
        (now, [at, cut, put]) => now.slice(0, at) + put + now.slice(at + cut),
        text,
      );
      const lines = broken.split("\n");
      for (const { line, column } of loadRules([{ file: "a", text: broken }]).problems) {
        assert(line >= 1 && line <= lines.length, `line ${line} of ${lines.length}`);
        assert(
          column >= 1 && column <= (lines[line - 1] ?? "").length + 1,
          `column ${column} of line ${line}`,
        );
      }
    }),
    { numRuns: 200 },
  );
});
