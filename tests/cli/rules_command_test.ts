import { runCli } from "../../lib/cli/run_cli.ts";
import { BUILTIN_RULE_FILES } from "../../lib/rules/builtin_rules.ts";
import { loadRules, RULE_FILE_SCHEMA } from "../../lib/rules/load_rules.ts";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../lib/std/assert.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { fakeIo } from "./fake_io.ts";

const GOOD = `rules:
  - id: our.needle
    title: "A needle \\u202e\\a"
    severity: low
    confidence: high
    categories: [application]
    detection:
      - literal: needle
        pattern: 'needle (?<size>\\d+)'
    explanation: There is a needle.
    remediation: Remove it.
    tests:
      match: [needle 12]
      no_match: [a noodle]
`;

interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function rules(...args: readonly string[]): Promise<Printed> {
  const io = fakeIo();
  const code = await runCli(["rules", ...args], io);
  return { code, ...io.printed };
}

/** Runs it with the content in a file; the file's path is \`FILE\` in what is given and printed. */
async function rulesWith(content: string, ...args: readonly string[]): Promise<Printed> {
  let printed: Printed = { code: -1, out: "", err: "" };
  await withFolder(async (folder) => {
    const file = `${folder}/ours.yaml`;
    await Deno.writeTextFile(file, content);
    const { code, out, err } = await rules(...args.map((arg) => arg.replace("FILE", file)));
    printed = { code, out: out.replaceAll(file, "FILE"), err: err.replaceAll(file, "FILE") };
  });
  return printed;
}

Deno.test("omlens rules list has a line for each rule, by id, and nothing that a terminal would obey", async () => {
  const { code, out, err } = await rulesWith(GOOD, "list", "--rules", "FILE");
  assertEquals([code, err], [0, ""]);
  const ids = out.trimEnd().split("\n").map((line) => line.split(" ")[0] ?? "");
  assertEquals(ids, [...loadRules(BUILTIN_RULE_FILES).rules.map(({ id }) => id), "our.needle"].sort());
  assertMatch(out, /^our\.needle +low +A needle \\u202e\\x07$/m);
});

Deno.test("omlens rules list --json --no-builtin-rules has the rules of the files alone", async () => {
  const { code, out } = await rulesWith(GOOD, "list", "--json", "--no-builtin-rules", "--rules", "FILE");
  const [rule, ...others] = JSON.parse(out);
  assertEquals([code, others, rule.id, rule.severity], [0, [], "our.needle", "low"]);
  assertEquals(rule.detection, [{ literal: "needle", pattern: "needle (?<size>\\d+)" }]);
});

Deno.test("omlens rules show tells what a rule means, finds, and is tested with", async () => {
  const { code, out } = await rules("show", "startup.missing-binaries");
  assertEquals(code, 0);
  for (
    const part of [
      "startup.missing-binaries",
      "critical, confidence low",
      "meaning",
      "to do",
      "Versions Directory",
    ]
  ) {
    assertStringIncludes(out, part);
  }
  assertMatch(
    out,
    /^correlates +temporal of startup\.missing-binaries, startup\.preflight-failed within 5 min, by host$/m,
  );
  const json = await rules("show", "startup.missing-binaries", "--json");
  assertEquals(JSON.parse(json.out).correlation.timespanMs, 300_000);
});

Deno.test("omlens rules show names the nearest rule when there is none of that id", async () => {
  const { code, out, err } = await rules("show", "appdb.timeotu");
  assertEquals([code, out], [2, ""]);
  assertEquals(
    err,
    'omlens: cannot show a rule: there is no "appdb.timeotu"\ntry: omlens rules show appdb.timeout\n',
  );
});

Deno.test("omlens rules test runs the tests of all built-in rules, and they pass", async () => {
  const { code, out } = await rules("test");
  assertEquals(code, 0, out);
  assertMatch(out, /^\d\d rules, \d{3} tests: all pass\n$/);
});

Deno.test("omlens rules test exits 1 and says which test of which rule failed", async () => {
  const failing = GOOD.replace("match: [needle 12]", "match: [needle 12, needle]");
  const { code, out } = await rulesWith(failing, "test", "FILE", "--no-builtin-rules");
  assertEquals(code, 1);
  assertEquals(
    out,
    "our.needle: match 2: Cannot pass test: the record is not hit, expected a hit\n1 rule, 3 tests: 1 failure\n",
  );
  const json = await rulesWith(failing, "test", "FILE", "--no-builtin-rules", "--json");
  assertEquals(
    JSON.parse(json.out).failures.map(({ rule, index }: { rule: string; index: number }) => [rule, index]),
    [
      ["our.needle", 1],
    ],
  );
});

Deno.test("omlens rules check of a good file says so", async () => {
  assertEquals(await rulesWith(GOOD, "check", "FILE"), {
    code: 0,
    out: "1 file, 1 good rule: no problem\n",
    err: "",
  });
});

const edited = (from: string, to: string) => GOOD.replace(from, to);

/** Each: what is broken, the file, and where what is wrong. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  ["YAML", edited("categories: [", "categories: [["), [
    "7:5: Cannot read YAML: deficient indentation",
  ]],
  ["key", edited("severity:", "severty:"), [
    '2:5: Cannot read rule: key "severity" is missing',
    '4:5: Cannot read rule: key "severty" is unknown, expected "severity"',
  ]],
  ["key that is there twice", edited("    tests:", "    title: x\n    tests:"), [
    '12:5: Cannot read key "title": it is there twice, expected once',
  ]],
  ["word", edited("[application]", "[aplication]"), [
    '6:18: Cannot read value: "aplication" is unknown, expected "application"',
  ]],
  ["kind of value", edited("[application]", "application"), [
    "6:17: Cannot read value: found a text, expected a list",
  ]],
  ["id", edited("our.needle", "appdb.timeout"), [
    '2:9: Cannot read rule: id "appdb.timeout" is taken by builtin/appdb.yaml:PLACE',
  ]],
  ["expression", edited("\\d+)'", "\\d+'"), [
    "9:18: Cannot read pattern: it is not an ECMAScript expression (Unterminated group)",
  ]],
  ["expression that needs more than linear time", edited("\\d+)'", "\\d+)(?<!0)'"), [
    '9:18: Cannot read pattern: (?<!, a look-behind, cannot be run in linear time: spell out what is before, or use "guard" (character 20 of the pattern)',
  ]],
  ["literal", edited("literal: needle", "literal: noodle"), [
    '8:9: Cannot read selection: literal "noodle" is not in its pattern',
  ]],
  ["reference", edited("    tests:", "    explains: [appdb.timeotu]\n    tests:"), [
    '12:16: Cannot read rule: rule "appdb.timeotu" is unknown, expected "appdb.timeout"',
  ]],
  [
    "correlation",
    edited(
      "    tests:",
      "    correlation:\n      type: event_count\n      timespan: 5\n      group_by: [hots]\n    tests:",
    ),
    ['14:17: Cannot read "5": expected a duration like 90s, 5m, 2h or 1d'],
  ],
  [
    "word to group by",
    edited(
      "    tests:",
      "    correlation: { type: event_count, timespan: 5m, group_by: [siez], condition: { gt: 1 } }\n    tests:",
    ),
    ['12:64: Cannot read correlation: "siez" is unknown, expected "size"'],
  ],
  [
    "rule without detection",
    edited("      - literal: needle\n        pattern: 'needle (?<size>\\d+)'\n", "").replace(
      "detection:",
      "detection: []",
    ),
    [
      '2:5: Cannot read rule: it has none of "detection", "requests", "correlation", "events.raises", expected one of them',
    ],
  ],
  ["version", edited("    tests:", "    versions: [{ from: 8.x }]\n    tests:"), [
    '12:24: Cannot read "8.x": expected a version like "8.0.25"',
  ]],
  ["test", edited("[needle 12]", "[{ text: needle 12, lvl: WARN }]"), [
    '13:34: Cannot read test: key "lvl" is unknown, expected one of "text", "request", "status", "category", "level", "logger", "version", "captures", "records", "ends"',
  ]],
];

for (const [what, content, expected] of BROKEN) {
  Deno.test(`omlens rules check exits 2 and gives file, line and column of a broken ${what}`, async () => {
    const { code, out } = await rulesWith(content, "check", "FILE");
    const lines = out.trimEnd().split("\n");
    assertEquals(
      lines.slice(0, -1).map((line) => line.replace(/(builtin\/\w+\.yaml):\d+:\d+$/, "$1:PLACE")),
      expected.map((problem) => `FILE:${problem}`),
    );
    assertEquals(code, 2);
    assertMatch(
      lines.at(-1) ?? "",
      /^1 file, 0 good rules: \d problems?$|^1 file, 1 good rule: \d problems?$/,
    );
  });
}

Deno.test("omlens rules check knows files of a folder by their paths", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/a.yaml`, GOOD);
    await Deno.writeTextFile(`${folder}/b.yaml`, GOOD.replace("low", "lo"));
    const { code, out } = await rules("check", folder, "--json");
    const { files, problems } = JSON.parse(out);
    assertEquals([code, files], [2, [`${folder}/a.yaml`, `${folder}/b.yaml`]]);
    assertEquals(
      problems.map((
        { file, line, column }: { file: string; line: number; column: number },
      ) => [file, line, column]),
      [[`${folder}/b.yaml`, 2, 9], [`${folder}/b.yaml`, 4, 15]],
    );
  }));

Deno.test("omlens rules check --schema prints the JSON Schema of rule files", async () => {
  const { code, out } = await rules("check", "--schema");
  assertEquals(code, 0);
  assertEquals(JSON.parse(out), JSON.parse(JSON.stringify(RULE_FILE_SCHEMA)));
});

/** Each: a wrong command line, and what to try. */
const MISUSED: readonly (readonly [readonly string[], string])[] = [
  [[], "omlens rules list"],
  [["chekc", "x.yaml"], "omlens rules check"],
  [["check"], "omlens rules check PATH"],
  [["show"], "omlens rules list"],
  [["show", "a.b", "c.d"], "omlens rules list"],
];

for (const [args, remedy] of MISUSED) {
  Deno.test(`omlens rules ${args.join(" ")} is wrong usage`, async () => {
    const { code, out, err } = await rules(...args);
    assertEquals([code, out, err.split("\n")[1]], [2, "", `try: ${remedy}`]);
  });
}

Deno.test("omlens rules list and test refuse rules with problems, and say how to see them all", async () => {
  for (const action of ["list", "test"]) {
    const { code, err } = await rulesWith(edited("low", "lo"), action, "--rules", "FILE");
    assertEquals(code, 2);
    assert(err.includes('FILE:4:15: Cannot read value: "lo" is unknown'), err);
    assertStringIncludes(err, "try: omlens rules check FILE");
  }
});

Deno.test("omlens rules exits 3 when a file is not there", async () => {
  assertEquals((await rules("check", "not-there.yaml")).code, 3);
});
