import { assertEquals } from "../../lib/std/assert.ts";
import { GOOD, HEAD, problemsOf } from "./rule_problems.ts";

/** Each: what is wrong, the file, and the problems as `line:column: message`. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  ["YAML that ends too early", 'rules: "a', [
    "1:10: Cannot read YAML: unexpected end of the stream within a double quoted scalar",
  ]],
  ["YAML with a stray bracket, and of nothing after it", "rules:\n  - a: }\n    b: [x]\n", [
    "2:8: Cannot read YAML: bad indentation of a mapping entry",
  ]],
  ["a key given twice", `${HEAD}${GOOD}    title: Again\n`, [
    '11:5: Cannot read key "title": it is there twice, expected once',
  ]],
  [
    "an unknown key near a known one",
    HEAD + GOOD.replace("severity", "severty"),
    [
      '2:5: Cannot read rule: key "severity" is missing',
      '4:5: Cannot read rule: key "severty" is unknown, expected "severity"',
    ],
  ],
  [
    "an unknown key near none, inside",
    HEAD + GOOD.replace("literal: needle", "literal: needle\n        condition: all of them"),
    ['9:9: Cannot read selection: key "condition" is unknown, expected one of "literal", "pattern"'],
  ],
  [
    "an unknown word",
    HEAD + GOOD.replace("low", "lo"),
    ['4:15: Cannot read value: "lo" is unknown, expected "low"'],
  ],
  ["an id of another form", HEAD + GOOD.replace("test.needle", "Needle"), [
    '2:9: Cannot read "Needle": expected an id like "area.problem"',
  ]],
  [
    "a text instead of a list",
    HEAD + GOOD.replace("[application]", "application"),
    ["6:17: Cannot read value: found a text, expected a list"],
  ],
  [
    "a broken pattern",
    HEAD + GOOD.replace("literal: needle", "literal: needle\n        pattern: 'needle (\\d+'"),
    ["9:18: Cannot read pattern: it is not an ECMAScript expression (Unterminated group)"],
  ],
  [
    "a literal that is not in its pattern",
    HEAD + GOOD.replace("literal: needle", "literal: needle\n        pattern: 'noodle (\\d+)'"),
    ['8:9: Cannot read selection: literal "needle" is not in its pattern'],
  ],
  [
    "a literal that is found everywhere",
    HEAD + GOOD.replace("literal: needle", "literal: ne"),
    ["8:18: Cannot read text: length is 2, expected 3 to 256"],
  ],
  [
    "a capture without a name",
    `${HEAD}${GOOD}    captures:\n      - 'on (\\w+)'\n`,
    ['12:9: Cannot read capture: the pattern has no named group, expected one like "(?<address>…)"'],
  ],
  ["an id that is taken", HEAD + GOOD + GOOD, [
    '11:9: Cannot read rule: id "test.needle" is taken by a.yaml:2:9',
  ]],
  [
    "an id of the program",
    HEAD + GOOD.replace("test.needle", "log.silence"),
    ['2:9: Cannot read rule: id "log.silence" is taken by the program itself'],
  ],
  [
    "a reference to no rule",
    `${HEAD}${GOOD}    explains: [log.silense]\n    guard:\n      not_rules:\n        - tls.*\n`,
    [
      '11:16: Cannot read rule: rule "log.silense" is unknown, expected "log.silence"',
      '14:11: Cannot read rule: rule "tls.*" is unknown',
    ],
  ],
  [
    "nothing to detect",
    HEAD + GOOD.replace("- literal: needle", "[]"),
    ['2:5: Cannot read rule: it has none of "detection", "requests", "correlation", "events.raises", expected one of them'],
  ],
  [
    "detection in no log",
    HEAD + GOOD.replace("[application]", "[]"),
    ['2:5: Cannot read rule: it has "detection" but no "categories", expected at least one'],
  ],
  [
    "a pattern that looks ahead",
    HEAD + GOOD.replace("literal: needle", "literal: needle\n        pattern: 'needle(?! in hay)'"),
    [
      '9:18: Cannot read pattern: (?!, a look-ahead, cannot be run in linear time: spell out what follows, or use "guard" (character 7 of the pattern)',
    ],
  ],
  [
    "a pattern that refers back, in captures",
    `${HEAD}${GOOD}    captures:\n      - '(?<quote>["'']).*\\k<quote>'\n`,
    [
      "12:9: Cannot read pattern: \\k, a back-reference, cannot be run in linear time: write out the text (character 17 of the pattern)",
    ],
  ],
  [
    "a pattern that counts too far",
    HEAD + GOOD.replace("literal: needle", "literal: needle\n        pattern: 'needle.{0,5000}hay'"),
    [
      "9:18: Cannot read pattern: {0,5000} repeats more than 1000 times: use a lower number, or * (character 8 of the pattern)",
    ],
  ],
  ["events of another database", `${HEAD}${GOOD}    events: { raises: [NO_PRIMARY], of: appbd }\n`, [
    '11:41: Cannot read value: "appbd" is unknown, expected "appdb"',
  ]],
  ["a list at the top", "- a\n", ["1:1: Cannot read value: found a list, expected a mapping (rule file)"]],
  ["another key at the top", "rule: []\n", [
    '1:1: Cannot read rule file: key "rule" is unknown, expected "rules"',
    '1:1: Cannot read rule file: key "rules" is missing',
  ]],
  ["an empty file", "", ["1:1: Cannot read value: found a text, expected a mapping (rule file)"]],
  ["nesting that is too deep", "[".repeat(101), ["1:100: Cannot read YAML: nesting exceeded maxDepth (100)"]],
  ["items that are not there", "rules:\n  - # a - b\n  - [{}]\n  -\n", [
    "2:4: Cannot read value: found a text, expected a mapping (rule)",
    "3:5: Cannot read value: found a list, expected a mapping (rule)",
    "4:4: Cannot read value: found a text, expected a mapping (rule)",
  ]],
  [
    "values that are not there",
    HEAD + GOOD.replace("title: A needle", '"title" :').replace("[application]", "&none"),
    [
      '3:14: Cannot read "": expected 1 to 120 characters, found 0',
      "6:22: Cannot read value: found a text, expected a list",
    ],
  ],
  ["a key without a value", HEAD + GOOD.replace("id: test.needle", "? id"), [
    '2:7: Cannot read "": expected 1 to 64 characters, found 0',
  ]],
  [
    "texts in quotes, in lines and behind a tag, after a byte order mark and CRLF",
    `\uFEFF${HEAD}${GOOD}`.replace("low", "'lo'").replace("high", "&h >- # |\n      hi")
      .replace("[application]", "[!!str web]").replaceAll("\n", "\r\n"),
    [
      '4:15: Cannot read value: "lo" is unknown, expected "low"',
      '5:20: Cannot read value: "hi" is unknown, expected one of "high", "medium", "low"',
      '7:24: Cannot read value: "web" is unknown, expected one of "application", "http_access", "migration", "daemon", "other"',
    ],
  ],
  ["an alias of nothing", "rules: *nowhere\n", [
    '1:8: Cannot read alias "nowhere": no anchor of that name ends before it',
    '1:8: Cannot read rule file: "rules" is not a list of at most 5000',
  ]],
  ["an alias of what it is in", "rules: &all [*all]\n", [
    '1:14: Cannot read alias "all": no anchor of that name ends before it',
    "1:14: Cannot read value: found a text, expected a mapping (rule)",
  ]],
  ["a mapping as a key", "rules: []\n? {a: b}\n: c\n", ["2:3: Cannot read key: it is a map, expected text"]],
];

for (const [what, text, expected] of BROKEN) {
  Deno.test(`loadRules() gives the place of ${what}`, () => {
    assertEquals(problemsOf(text), expected.map((problem) => `a.yaml:${problem}`));
  });
}
