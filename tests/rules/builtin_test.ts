import { isDeepStrictEqual } from "node:util";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { keptTokens } from "../../lib/rules/kept_tokens.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { compileRules, type RecordContext } from "../../lib/rules/match_rules.ts";
import { testRules } from "../../lib/rules/test_rules.ts";

const RECORD: RecordContext = { category: "application", level: "INFO", logger: null };
const { rules, problems } = loadRules(BUILTIN_RULE_FILES);
const ruleSet = compileRules(rules);

Deno.test("BUILTIN_RULE_FILES load without a problem", () => {
  assertEquals(problems, []);
  assert(rules.length >= 10);
});

const inRecords = rules.filter(({ detection, requests }) => detection.length + requests.length > 0);

for (const rule of inRecords) {
  Deno.test(`BUILTIN_RULE_FILES: ${rule.id} has two matching and two other records, and passes its tests`, () => {
    assert(rule.tests.match.length >= 2 && rule.tests.noMatch.length >= 2);
    assertEquals(testRules(rules).filter((failure) => failure.rule === rule.id), []);
    const tested = new Set(rule.tests.match.flatMap((test) => Object.keys(test.captures)));
    const expressions = [...rule.captures, ...rule.detection.map(({ pattern }) => pattern ?? "")].join("\n");
    const names = new Set([...expressions.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name));
    assertEquals([...names].filter((name) => name !== undefined && !tested.has(name)), []);
  });
}

Deno.test("BUILTIN_RULE_FILES: each rule with a correlation has records that satisfy it, and some that do not", () => {
  const correlating = rules.filter(({ correlation }) => correlation !== null);
  assert(correlating.length > 0);
  for (const { id, tests } of correlating) {
    assert(tests.match.some(({ records }) => records.length > 0), id);
    assert(tests.noMatch.some(({ records }) => records.length > 0), id);
  }
});

Deno.test("BUILTIN_RULE_FILES pass their tests on the linear-time engine as well", () => {
  const { rules, problems } = loadRules(BUILTIN_RULE_FILES.map(({ file, text }) => ({ file, text })));
  assertEquals(problems, []);
  assertEquals(rules.filter(({ engine }) => engine !== "linear"), []);
  assertEquals(testRules(rules), []);
});

Deno.test("BUILTIN_RULE_FILES: each selection is tried by a test of its rule", () => {
  const untried = rules.flatMap((rule) =>
    rule.detection.flatMap((selection) => {
      const one = { ...rule, detection: [selection], guard: { ...rule.guard, notRules: [] } };
      const { match } = compileRules([one]);
      const category = rule.categories[0] ?? "other";
      return rule.tests.match.some((test) => match(test.text, { ...test, category }).length > 0)
        ? []
        : [[rule.id, selection.literal]];
    })
  );
  assertEquals(untried, []);
});

Deno.test("keptTokens() of the built-in rules are the error codes and names that they look for", () => {
  const codes = ["10107", "112", "11602", "18", "189", "50"].map((token) => ({ before: "error", token }));
  const others = [["", "E11000"], ["", "S3Exception:"], ["an", "s3"], ["code", "49"], ["ping", "v1"]]
    .map(([before, token]) => ({ before, token }));
  const kept = keptTokens(rules);
  for (const token of [...codes, ...others]) {
    assert(kept.some((one) => isDeepStrictEqual(one, token)), token.token);
  }
  assertEquals(kept.length, codes.length + others.length);
});

/** Texts of 2 MB that make bounded repetitions work hardest: beginnings of what the expressions look for, over and over. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ["one letter", "a"],
  ["line feeds", "\n"],
  ["literals", `${ruleSet.literals.join(" ")}\n`],
  ["beginnings of addresses", "{address="],
  ["servers without a state", `{address=a, type=${"a".repeat(45)}`],
  ["long addresses", `{address=${"a".repeat(290)}, type=a`],
  ["long words on lines", `\n${"a".repeat(210)}`],
  [
    "long credentials",
    `Exception authenticating MongoCredential{mechanism=${"x".repeat(64)}, userName='${"y".repeat(256)}`,
  ],
  ["waits of many digits", `Timed out after ${"1".repeat(1000)} while waiting for a connection to server `],
  ["records that match", rules.flatMap((rule) => rule.tests.match.map(({ text }) => text)).join("\n")],
];

for (const [what, unit] of HOSTILE) {
  Deno.test(`RuleSet.match() of the built-in rules ends soon on 2 MB of ${what}`, () => {
    const prefix = ruleSet.literals.join(" ");
    const text = prefix + unit.repeat(Math.ceil(2_000_000 / unit.length)).slice(0, 2_000_000);
    const start = performance.now();
    const matches = ruleSet.match(text, RECORD);
    // Tens of ms in practice; quadratic time would take minutes.
    assert(performance.now() - start < 5000);
    assert(matches.length >= 5);
    const sizes = matches.flatMap(({ captures }) => Object.values(captures)).map((
      values,
    ) => [values.length, ...values.map((v) => v.length)]);
    assert(
      sizes.every(([count = 0, ...lengths]) => count <= 100 && lengths.every((length) => length <= 256)),
    );
  });
}
