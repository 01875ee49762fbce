import { assertEquals } from "../../lib/std/assert.ts";
import { GOOD, HEAD, problemsOf } from "./rule_problems.ts";

/** Each: what is wrong, the file, and the problems as `line:column: message`. */
const BROKEN: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "requests without http_access, without status, and with a status that is none",
    `${HEAD}${GOOD}    requests: [{ status: [429] }]\n${
      GOOD.replace("test.needle", "test.two").replace("[application]", "[http_access]")
    }    requests:\n      - { path: /backup/ }\n      - { status: [6xx], methods: [get], paht: x }\n`,
    [
      '2:5: Cannot read rule: it has "requests" but not "http_access" in "categories"',
      '22:9: Cannot read request selection: key "status" is missing',
      '23:20: Cannot read "6xx": expected a status like 429, or a class like 5xx',
      '23:36: Cannot read "get": expected a method like GET',
      '23:42: Cannot read request selection: key "paht" is unknown, expected "path"',
    ],
  ],
  [
    "a correlation without what its type needs",
    `${HEAD}${GOOD}    correlation: { type: value_count, timespan: 0m }\n`,
    [
      '11:18: Cannot read correlation: "condition" is missing, value_count needs it',
      '11:18: Cannot read correlation: "field" is missing, value_count needs it',
      '11:39: Cannot read correlation: "timespan" is 0, expected a longer time',
    ],
  ],
  [
    "a correlation with what its type does not take",
    `${HEAD}${GOOD}    correlation:
      type: temporal
      rules: [test.needle, test.needle]
      timespan: 5 minutes
      condition: { gte: -1, gt: 1.5, equals: 2 }
`,
    [
      '14:17: Cannot read "5 minutes": expected a duration like 90s, 5m, 2h or 1d',
      '15:25: Cannot read "-1": expected an integer from 0 to 1000000000',
      '15:33: Cannot read "1.5": expected an integer from 0 to 1000000000',
      '15:38: Cannot read condition: key "equals" is unknown, expected one of "gt", "gte", "lt", "lte", "eq"',
    ],
  ],
  [
    "a condition and a field of a type that takes none",
    `${HEAD}${GOOD}    correlation:
      type: temporal
      rules: [test.needle, test.needle]
      timespan: 5m
      condition: {}
      field: host
`,
    [
      '13:7: Cannot read correlation: "rules" names a rule twice, expected each once',
      '15:7: Cannot read correlation: "condition" is not expected of temporal',
      '15:7: Cannot read correlation: "condition" is empty, expected gt, gte, lt, lte or eq',
      '16:7: Cannot read correlation: "field" is not expected of temporal',
    ],
  ],
  [
    "an order in which a rule comes twice",
    `${HEAD}${GOOD}    correlation: { type: temporal_ordered, timespan: 5m, rules: [a.b, c.d, a.b] }\n`,
    ['11:58: Cannot read correlation: "rules" names a rule twice, expected each once'],
  ],
  [
    "an absence of three",
    `${HEAD}${GOOD}    correlation: { type: absence, timespan: 5m, rules: [a.b, c.d, e.f] }\n`,
    ['11:49: Cannot read correlation: "rules" has 3 ids, expected 2: what happens, and what does not follow'],
  ],
  [
    "a correlation of rules that there are not",
    `${HEAD}${GOOD}    correlation:
      type: temporal_ordered
      rules:
        - test.needel
        - log.silence
        - test.event
      timespan: 5m
  - id: test.event
    title: An event
    severity: low
    confidence: high
    events: { raises: [HOST_DOWN] }
    explanation: x
    remediation: x
`,
    [
      '14:11: Cannot read correlation: rule "test.needel" is unknown, expected "test.needle"',
      '15:11: Cannot read correlation: "log.silence" is found by the program, expected a rule of a rule file',
      '16:11: Cannot read correlation: "test.event" is raised by events only, which are not correlated',
    ],
  ],
  [
    "a correlation of a rule that has nothing of its own",
    HEAD + GOOD.replace("- literal: needle", "[]") +
    "    correlation: { type: event_count, timespan: 1h, condition: { gte: 3 } }\n",
    ['11:18: Cannot read correlation: "test.needle" has no "detection" or "requests" of its own to correlate'],
  ],
  [
    "words to group by that nobody captures",
    `${HEAD}${
      GOOD.replace("- literal: needle", "- { literal: needle, pattern: 'needle (?<size>x)' }")
    }    correlation:
      type: value_count
      rules: [test.needle, test.two]
      group_by: [host, hots, size]
      field: sise
      timespan: 1h
      condition: { gte: 3 }
${GOOD.replace("test.needle", "test.two")}`,
    [
      '14:24: Cannot read correlation: "hots" is unknown, expected "host"',
      '14:30: Cannot read correlation: rule "test.two" captures no "size"',
      '15:14: Cannot read correlation: "sise" is unknown, expected "size"',
    ],
  ],
  [
    "correlations that lead back to themselves",
    HEAD + ["one", "two"].map((id) =>
      GOOD.replace("test.needle", `test.${id}`) +
      `    correlation: { type: temporal, timespan: 1h, rules: [test.one, test.two] }\n`
    ).join(""),
    [
      "11:18: Cannot read correlation: its rules lead back to themselves, expected no circle",
      "21:18: Cannot read correlation: its rules lead back to themselves, expected no circle",
    ],
  ],
  [
    "tests that are neither record nor request",
    `${HEAD}${GOOD}    tests:
      match:
        - { level: WARN }
        - { text: x, request: GET /, status: 200 }
        - { request: GET / }
        - { request: "FETCH", status: 42 }
        - { text: x, records: [{ at: 0s, text: x }] }
        - records: [{ text: x }, { at: 1s, hots: x, text: x }, { at: 1s }]
`,
    [
      '13:11: Cannot read test: it has neither of "text" and "request", expected one of them',
      '14:11: Cannot read test: it has both of "text" and "request", expected one of them',
      '15:11: Cannot read test: "request" and "status" go together, expected both or none',
      '16:22: Cannot read "FETCH": expected a request like "GET /path"',
      '16:39: Cannot read "42": expected an integer from 100 to 599',
      '17:11: Cannot read test: it has "records" besides a record of its own, expected one of them',
      '18:21: Cannot read record: key "at" is missing',
      '18:44: Cannot read record: key "hots" is unknown, expected "host"',
      '18:64: Cannot read test: it has neither of "text" and "request", expected one of them',
    ],
  ],
];

for (const [what, text, expected] of BROKEN) {
  Deno.test(`loadRules() gives the place of ${what}`, () => {
    assertEquals(problemsOf(text), expected.map((problem) => `a.yaml:${problem}`));
  });
}
