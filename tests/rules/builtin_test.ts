import { assert, assertEquals } from "../../lib/std/assert.ts";
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { keptTokens } from "../../lib/rules/kept_tokens.ts";
import { loadRules } from "../../lib/rules/load_rules.ts";
import { compileRules, type RecordContext } from "../../lib/rules/match_rules.ts";
import { testRules } from "../../lib/rules/test_rules.ts";

const RECORD: RecordContext = { category: "application", level: "INFO", logger: null };
const { rules, problems } = loadRules(BUILTIN_RULE_FILES);
const ruleSet = compileRules(rules);

async function readShared(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(new URL(`../../../shared/${path}`, import.meta.url));
  } catch {
    return null;
  }
}

const knownIssues = await readShared("domain/known-issues.md");
const realLines = await readShared("domain/real-lines.txt");
const ignore = knownIssues === null || realLines === null;
const skipped = ignore ? " (skipped: ../shared is not there)" : "";

/** Cells of the table rows under a heading, without the outer bars. */
function tableRows(markdown: string, heading: RegExp): string[][] {
  const section = markdown.split(/^(?=##)/m).filter((part) => heading.test(part)).join("\n");
  return section.split("\n").filter((line) => /^\| [^-]/.test(line)).map((line) =>
    line.slice(2, -2).split(" | ")
  );
}

Deno.test("BUILTIN_RULE_FILES load without a problem", () => {
  assertEquals(problems, []);
  assert(rules.length >= 10);
});

for (const rule of rules) {
  Deno.test(`BUILTIN_RULE_FILES: ${rule.id} has two matching and two other records, and passes its tests`, () => {
    assert(rule.tests.match.length >= 2 && rule.tests.noMatch.length >= 2);
    assertEquals(testRules(rules).filter((failure) => failure.rule === rule.id), []);
    const tested = new Set(rule.tests.match.flatMap((test) => Object.keys(test.captures)));
    const expressions = [...rule.captures, ...rule.detection.map(({ pattern }) => pattern ?? "")].join("\n");
    const names = new Set([...expressions.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => name));
    assertEquals([...names].filter((name) => name !== undefined && !tested.has(name)), []);
  });
}

Deno.test("BUILTIN_RULE_FILES: each selection is tried by a test of its rule", () => {
  const untried = rules.flatMap((rule) =>
    rule.detection.flatMap((selection) => {
      const match = compileRules([{ ...rule, detection: [selection] }]).match;
      return rule.tests.match.some(({ text }) => match(text, RECORD).length > 0)
        ? []
        : [[rule.id, selection.literal]];
    })
  );
  assertEquals(untried, []);
});

Deno.test("keptTokens() of the built-in rules are the server's error codes", () => {
  const codes = ["10107", "11602", "18", "189", "50"];
  assertEquals(keptTokens(rules), codes.map((token) => ({ before: "error", token })));
});

Deno.test({ name: `BUILTIN_RULE_FILES say what the list of known issues says${skipped}`, ignore }, () => {
  const letters = { A: "application", H: "http_access", M: "migration", D: "daemon", O: "other" } as const;
  const rows = new Map(tableRows(knownIssues ?? "", /^### 3\./).map((cells) => [cells[0], cells]));
  for (const rule of rules) {
    const [, severity, confidence, where, expressions, guard] = rows.get(`\`${rule.id}\``) ?? [];
    assertEquals<unknown>([severity, confidence], [rule.severity, rule.confidence], rule.id);
    const categories = Object.entries(letters).filter(([letter]) => where?.split(" ").includes(letter));
    assertEquals<string[]>(categories.map(([, category]) => category), [...rule.categories], rule.id);
    const listed = expressions?.split("<br>").map((cell) => {
      const [expression = "", literal = ""] = [...cell.matchAll(/`([^`]*)`/g)].map(([, code]) => code);
      return cell.endsWith("· =") ? { literal: expression, pattern: null } : { literal, pattern: expression };
    });
    const unnamed = rule.detection.map(({ literal, pattern }) => ({
      literal,
      pattern: pattern?.replace(/\(\?<\w+>/g, "(") ?? null,
    }));
    assertEquals(unnamed, listed, rule.id);
    const contained = [...guard?.matchAll(/record contains `([^`]*)`/g) ?? []].map(([, text]) => text);
    assertEquals<unknown>(contained, rule.guard.contains, rule.id);
    const confirming = [...guard?.matchAll(/confirmed by ([A-Z_]+)/g) ?? []].map(([, type]) => type);
    assertEquals<unknown>(confirming, rule.events.confirms, rule.id);
  }
});

Deno.test({
  name: `BUILTIN_RULE_FILES hit the real lines that the list of known issues says, no others${skipped}`,
  ignore,
}, () => {
  const shipped = new Set(rules.map((rule) => rule.id));
  const expected = tableRows(knownIssues ?? "", /^## 5\./)
    .filter(([time]) => /^\d/.test(time ?? ""))
    .map(([time, ids]) =>
      [time, [...(ids ?? "").replace(/\(.*\)/, "").matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? "")] as const
    )
    .map(([time, ids]) => [time, ids.filter((id) => shipped.has(id))] as const)
    .filter(([, ids]) => ids.length > 0);
  const lines = (realLines ?? "").split("\n").filter((line) => !line.startsWith("#"));
  const records = lines.join("\n").split(/^(?=\d{4}-\d{2}-\d{2}T|\[Starting)/m).filter((record) =>
    /^\d/.test(record)
  );
  assertEquals(records.length, 20);
  const actual = records.map((record) => {
    const text = record.slice(record.indexOf("] - ") + 4).trimEnd();
    return [record.slice(0, 23), ruleSet.match(text, RECORD).map(({ rule }) => rule.id)] as const;
  }).filter(([, ids]) => ids.length > 0);
  assertEquals(actual, expected);
  assert(expected.length > 0);
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
