import { FilterError } from "../../lib/query/filter_error.ts";
import type { Filter } from "../../lib/query/filter.ts";
import { FILTER_FIELDS } from "../../lib/query/filter_field.ts";
import { parseFilter } from "../../lib/query/parse_filter.ts";
import { printFilter } from "../../lib/query/print_filter.ts";
import { assert, assertEquals, assertThrows } from "../../lib/std/assert.ts";
import { anyCharacter, fc } from "../helpers/property.ts";

const TIME_MS = Date.UTC(2026, 3, 12, 3, 0);

function word(text: string): Filter {
  return { kind: "like", field: "text", values: [[text]] };
}

const READ: readonly (readonly [string, Filter])[] = [
  ["", { kind: "all" }],
  ["  \t\n ", { kind: "all" }],
  ["timeout", word("timeout")],
  ['"Timed out"', word("Timed out")],
  ['"a\\"b\\\\c\\n\\td"', word('a"b\\c\n\td')],
  ["level>=WARN", { kind: "compare", field: "level", op: ">=", value: 3 }],
  ["level:error,Debug", {
    kind: "among",
    field: "level",
    ranges: [{ from: 4, to: 4 }, { from: 1, to: 1 }],
  }],
  ["host:om-server-1*", { kind: "like", field: "host", values: [["om-server-1", ""]] }],
  ['host:"a b"*c,d', { kind: "like", field: "host", values: [["a b", "c"], ["d"]] }],
  ['host:"*"', { kind: "like", field: "host", values: [["*"]] }],
  ["type:host_down*", { kind: "like", field: "type", values: [["HOST_DOWN", ""]] }],
  ["status:5xx,429", {
    kind: "among",
    field: "status",
    ranges: [{ from: 500, to: 599 }, { from: 429, to: 429 }],
  }],
  ["status>4xx", { kind: "compare", field: "status", op: ">", value: 499 }],
  ["latencyMs<=12.5", { kind: "compare", field: "latencyMs", op: "<=", value: 12.5 }],
  ["after:2026-04-12T03:00Z", { kind: "compare", field: "time", op: ">=", value: TIME_MS }],
  ["before:2026-04-12", { kind: "compare", field: "time", op: "<", value: Date.UTC(2026, 3, 12) }],
  ["around:2026-04-12T03:00Z", {
    kind: "among",
    field: "time",
    ranges: [{ from: TIME_MS - 60_000, to: TIME_MS + 60_000 }],
  }],
  ["around:2026-04-12T03:00Z,5m", {
    kind: "among",
    field: "time",
    ranges: [{ from: TIME_MS - 300_000, to: TIME_MS + 300_000 }],
  }],
  ['text~"Timed out"', { kind: "regexp", field: "text", pattern: "Timed out" }],
  ["text~a(b|c)\\d", { kind: "regexp", field: "text", pattern: "a(b|c)\\d" }],
  ['text~"\\"\\d\\\\"', { kind: "regexp", field: "text", pattern: '"\\d\\\\' }],
  ["(text~a(b|c))", { kind: "regexp", field: "text", pattern: "a(b|c)" }],
  ["a b", { kind: "and", terms: [word("a"), word("b")] }],
  ["a AND (b c)", { kind: "and", terms: [word("a"), word("b"), word("c")] }],
  ["a b or c", { kind: "or", terms: [{ kind: "and", terms: [word("a"), word("b")] }, word("c")] }],
  ["a (b or c)", { kind: "and", terms: [word("a"), { kind: "or", terms: [word("b"), word("c")] }] }],
  ["not a", { kind: "not", term: word("a") }],
  ["-(a b) c", {
    kind: "and",
    terms: [{ kind: "not", term: { kind: "and", terms: [word("a"), word("b")] } }, word("c")],
  }],
  ["gid!:x", { kind: "not", term: { kind: "like", field: "gid", values: [["x"]] } }],
  ["gid!~x", { kind: "not", term: { kind: "regexp", field: "gid", pattern: "x" } }],
  ["order", word("order")],
  ["nothing", word("nothing")],
  ["a-b", word("a-b")],
  ["a=b", word("a=b")],
  ["foo(bar)", word("foo(bar)")],
  ["a*b", { kind: "like", field: "text", values: [["a", "b"]] }],
];

for (const [text, expected] of READ) {
  Deno.test(`parseFilter() reads ${JSON.stringify(text)}`, () => assertEquals(parseFilter(text), expected));
}

/** Filter with a caret at the place of the error. */
const WRONG: readonly (readonly [filter: string, offset: number, message: RegExp])[] = [
  ["level>=WARN hots:x", 12, /"hots" is no field/],
  ["a http://x", 2, /"http" is no field/],
  ["level:WARM", 6, /"WARM" is no level/],
  ["a level:WARN,", 13, /a value is missing/],
  ["level~WARN", 5, /"~" does not go with level/],
  ["host>=a", 4, /">=" does not go with host/],
  ["status=500", 6, /"=" does not go with status/],
  ["status:50x", 7, /"50x" is not a status such as 503/],
  ["status>=500,501", 12, /">=" takes one value/],
  ["latencyMs:1s", 10, /"1s" is not a number/],
  ["line:*", 5, /"\*" is not a number/],
  ["category:access", 9, /"access" is no category/],
  ["after:yesterday", 6, /"yesterday" is no ISO 8601 time/],
  ["after:2026-04-12,2026-04-13", 17, /one time is enough/],
  ["after>2026-04-12", 5, /">" does not go with after/],
  ["around:2026-04-12,5x", 18, /"5x" is no duration/],
  ['x host:"a', 7, /a quote is not closed/],
  ['"a\\qb"', 2, /"\\q" is no escape/],
  ["host:", 5, /a value is missing/],
  ["host:a,,b", 7, /a value is missing/],
  ["host: a", 5, /a value is missing/],
  ["text~", 5, /an expression is missing/],
  ["text~ab(?=c)", 7, /look-ahead/],
  ['text~"a\\"(?<!c)"', 9, /look-behind/],
  ['text~\\"(?<!c)', 7, /look-behind/],
  ["text~a{1001}", 6, /repeats more than/],
  ["text~(a", 5, /Unterminated group/],
  ["a or", 4, /a term is missing at its end/],
  ["a and", 5, /a term is missing at its end/],
  ["not", 3, /a term is missing at its end/],
  ["or a", 0, /a term is missing before this word/],
  ["a or or b", 5, /a term is missing before this word/],
  ["(a", 0, /"\(" is not closed/],
  ["b (a or (c)", 2, /"\(" is not closed/],
  ["a)", 1, /"\)" closes nothing/],
  ["()", 1, /a term is missing before "\)"/],
  [`${"(".repeat(80)}a`, 65, /nested more than 64 deep/],
  ["x".repeat(4097), 4096, /it has 4097 characters/],
];

for (const [filter, offset, message] of WRONG) {
  Deno.test(`parseFilter() points at character ${offset} of ${JSON.stringify(filter.slice(0, 40))}`, () => {
    const error = assertThrows(() => parseFilter(filter), FilterError);
    assertEquals([error.offset, message.test(error.message)], [offset, true], error.message);
    assert(error.message.endsWith(`(character ${offset + 1})`));
  });
}

Deno.test("FilterError shows the filter with a caret below the place, safe for a terminal", () => {
  const error = assertThrows(() => parseFilter("\x1b[31m level:WARM"), FilterError);
  assertEquals(error.excerpt, "  \\x1b[31m level:WARM\n                 ^");
  const long = assertThrows(() => parseFilter(`${"a ".repeat(100)}hots:x${" b".repeat(100)}`), FilterError);
  const [shown = "", caret = ""] = long.excerpt.split("\n");
  assert(shown.length <= 80 && shown.slice(caret.length - 1).startsWith("hots:x"));
});

const SUGGESTED: readonly (readonly [string, string])[] = [
  ["hots:x", "host"],
  ["LEVEL:x", "level"],
  ["statsu:x", "status"],
  ["groupId:x", "gid"],
  ["latency:1", "latencyMs"],
  ["since:x", "after"],
];

for (const [filter, field] of SUGGESTED) {
  Deno.test(`parseFilter() suggests ${field} for ${filter}`, () => {
    const { remedy } = assertThrows(() => parseFilter(filter), FilterError);
    assertEquals(remedy, `write ${field}, or put the text in double quotes`);
  });
}

const fields = Object.entries(FILTER_FIELDS);
const values = fc.string({ unit: fc.constantFrom(...'aZ09*,"\\ ()-:~é\n😀'), minLength: 1, maxLength: 8 });
const quoted = values.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`);
const patterns = fc.constantFrom("a", "a|b", "(a|b)+", '\\"x', '["\\]]', "\\d{2,3}", "^a.*$", "\\\\", "\\/x");
const terms: fc.Arbitrary<string> = fc.oneof(
  quoted,
  fc.constantFrom("word", "a*b", "x.y/z", "{gid}"),
  fc.tuple(fc.constantFrom(...fields), fc.constantFrom(":", "!:"), quoted, quoted).map(
    ([[name, [kind]], op, a, b]) => {
      if (kind === "text" || kind === "part" || kind === "upper") return `${name}${op}${a}*x,${b}`;
      if (kind === "level") return `${name}${op}INFO,ERROR`;
      if (kind === "status") return `${name}${op}4xx,200`;
      if (kind === "time") return `${name}:2026-04-12T03:14:15.926Z`;
      return kind === "category" ? `${name}${op}daemon,mig*` : `${name}${op}7,8.5`;
    },
  ),
  fc.tuple(fc.constantFrom("text", "thread", "url"), fc.constantFrom("~", "!~"), patterns).map((parts) =>
    parts.join("")
  ),
  fc.tuple(fc.constantFrom("level>=INFO", "status<5xx", "time>2026-04-12", "latencyMs<=2.5", "line>3")).map(
    String,
  ),
  fc.constantFrom("around:2026-04-12T03:14:15.926Z,7s", "time:2026-04-12,2026-04-13"),
);
const filters = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    terms,
    fc.array(tie("filter"), { minLength: 1, maxLength: 3 }).map((all) => `(${all.join(" ")})`),
    fc.array(tie("filter"), { minLength: 1, maxLength: 3 }).map((all) => `(${all.join(" or ")})`),
    tie("filter").map((one) => `not ${one}`),
    tie("filter").map((one) => `-(${one})`),
  ),
})).filter;

Deno.test("printFilter() writes what parseFilter() reads as the same filter", () => {
  fc.assert(fc.property(filters, (text) => {
    const filter = parseFilter(text);
    assertEquals(parseFilter(printFilter(filter)), filter);
  }));
});

Deno.test("parseFilter() takes any text or says where it is wrong", () => {
  const texts = fc.string({ unit: fc.constantFrom(...'a:~"\\()-!<>=, *x5ostatuleve'), maxLength: 30 });
  fc.assert(fc.property(fc.oneof(texts, fc.string({ unit: anyCharacter, maxLength: 30 })), (text) => {
    try {
      parseFilter(text);
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      assert(error.offset >= 0 && error.offset <= text.length);
    }
  }));
});
