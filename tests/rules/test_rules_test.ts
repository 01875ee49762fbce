import { assertEquals } from "../../lib/std/assert.ts";
import { testRules } from "../../lib/rules/test_rules.ts";
import { makeRule, makeTest as test } from "./make_rule.ts";

Deno.test("testRules() names the tests that fail, and why", () => {
  const detection = [{ literal: "needle", pattern: "needle (?<size>\\d+)" }];
  const rule = makeRule({
    detection,
    tests: {
      match: [
        test("needle 1", { captures: { size: ["1"] } }),
        test("noodle"),
        test("needle 2", { captures: { size: ["3"] } }),
      ],
      noMatch: [test("needle x"), test("needle 4")],
    },
  });
  assertEquals(testRules([rule]), [
    {
      rule: "test.needle",
      list: "match",
      index: 1,
      message: "Cannot pass test: the record is not hit, expected a hit",
    },
    {
      rule: "test.needle",
      list: "match",
      index: 2,
      message: 'Cannot pass test: capture "size" is ["2"], expected ["3"]',
    },
    {
      rule: "test.needle",
      list: "no_match",
      index: 1,
      message: "Cannot pass test: the record is hit, expected no hit",
    },
  ]);
});

Deno.test("testRules() tries rules together, so that guards see each other", () => {
  const guard = { ...makeRule().guard, notRules: ["test.hay"] };
  const rule = makeRule({ guard, tests: { match: [test("needle")], noMatch: [test("needle in hay")] } });
  const hay = makeRule({ id: "test.hay", detection: [{ literal: "hay", pattern: null }] });
  assertEquals(testRules([rule, hay]), []);
  assertEquals(testRules([rule]).map(({ list, index }) => [list, index]), [["no_match", 0]]);
});

Deno.test("testRules() tries requests by method, route and status", () => {
  const requests = [{ status: ["429"], methods: ["POST"], path: "/{gid}", notPath: null }];
  const request = (line: string, status: number) => test("", { request: line, status });
  const url = "/backup/wtcheckpoint/5f0000000000000000000001/rs0?ah=om-1";
  const rule = makeRule({
    categories: ["application", "http_access"],
    requests,
    tests: {
      match: [request(`POST ${url}`, 429), request("POST /backup/wtcheckpoint/short", 429)],
      noMatch: [request(`GET ${url}`, 429), request(`POST ${url}`, 200), test("POST 429")],
    },
  });
  assertEquals(testRules([rule]), [{
    rule: "test.needle",
    list: "match",
    index: 1,
    message: "Cannot pass test: the request is not hit, expected a hit",
  }]);
});

Deno.test("testRules() tries correlations on records, until the logs end", () => {
  const both = (
    ends: number | null,
    ...ats: readonly (readonly [seconds: number, text: string, host: string])[]
  ) =>
    test("", {
      endsMs: ends,
      records: ats.map(([seconds, text, host]) => ({
        ...test(text),
        atMs: seconds * 1000,
        keys: { host, gid: null, replica_set: null, client: null, agent: null, logger: null },
      })),
    });
  const absence = {
    type: "absence",
    condition: null,
    field: null,
    only: null,
    groupBy: ["host"],
    timespanMs: 60_000,
  } as const;
  const lost = makeRule({
    id: "test.lost",
    detection: [{ literal: "begins", pattern: null }],
    correlation: { ...absence, rules: ["test.lost", "test.end"] },
    tests: {
      match: [
        both(90_000, [0, "job begins", "a"]),
        both(null, [0, "job begins", "a"], [60, "job ends", "b"]),
        both(90_000, [0, "job begins", "a"], [30, "job ends", "a"]),
        test("job begins"),
      ],
      noMatch: [both(50_000, [0, "job begins", "a"]), both(90_000, [0, "job begins", "a"])],
    },
  });
  const end = makeRule({ id: "test.end", detection: [{ literal: "ends", pattern: null }] });
  assertEquals(testRules([lost, end]).map(({ list, index, message }) => [list, index, message]), [
    ["match", 2, "Cannot pass test: the records are not hit, expected a hit"],
    ["no_match", 1, "Cannot pass test: the records are hit, expected no hit"],
  ]);
});
