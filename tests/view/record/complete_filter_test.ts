import { parseFilter } from "../../../lib/query/parse_filter.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { completeFilter } from "../../../lib/view/record/complete_filter.ts";
import type { KnownValues } from "../../../lib/view/record/known_values.ts";
import { fc } from "../../helpers/property.ts";

const KNOWN: KnownValues = {
  host: [["om-1.example", ""], ["om-2.example", ""], ['odd, "host"', ""]],
  exception: [["com.mongodb.MongoTimeoutException", ""]],
  status: [["200", ""], ["503", ""]],
};

/** What a filter becomes when the first choice is taken at `|`; `null`: nothing is offered. */
function taken(marked: string): string | null {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { from, to, choices } = completeFilter(text, caret, KNOWN);
  const [first] = choices;
  return first === undefined ? null : text.slice(0, from) + first.text + text.slice(to);
}

const CASES: readonly (readonly [marked: string, expected: string | null])[] = [
  ["lev|", "level>="],
  ["EXC|", "exception:"],
  ["a b sta|", "a b status:"],
  ["(hos|", "(host:"],
  ["-hos|", "-host:"],
  ["level|", "level:"],
  ["host|", "host:"],
  ["level>=w|", "level>=WARN"],
  ["level>=|", "level>=TRACE"],
  ["level>=W|xyz b", "level>=WARN b"],
  ["category:acc|", "category:http_access"],
  ["status:5|", "status:503"],
  ["status:20|", "status:200"],
  ["host:om-1.example,om-2|", "host:om-1.example,om-2.example"],
  ["host:odd|", 'host:"odd, \\"host\\""'],
  ['host:"odd, |', 'host:"odd, \\"host\\""'],
  ["exception:Timeout|", "exception:*com.mongodb.MongoTimeoutException*"],
  ["(host:om-2|)", "(host:om-2.example)"],
  ["host:om-1.example|", null],
  ['text~"lev|', null],
  ["text~lev|", null],
  ['"lev|', null],
  ["nosuch:lev|", null],
  ["a o|", "a or "],
  ["host:nowhere|", null],
];

for (const [marked, expected] of CASES) {
  Deno.test(`completeFilter() at ${marked} writes ${expected}`, () => assertEquals(taken(marked), expected));
}

Deno.test("completeFilter() offers every field between terms, and values of status with their classes", () => {
  const fields = completeFilter("", 0, KNOWN).choices.map(({ text }) => text);
  assert(fields.length > 30 && fields.includes("latencyMs>="), fields.join());
  assertEquals(completeFilter("status:", 7, KNOWN).choices.map(({ text }) => text).slice(0, 3), [
    "200",
    "503",
    "5xx",
  ]);
});

Deno.test("completeFilter() writes values of any characters so that they are read as they are", () => {
  fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 12, unit: "binary" }), (value) => {
    const [choice] = completeFilter("host:", 5, { host: [[value, ""]] }).choices;
    assertEquals(parseFilter(`host:${choice?.text}`), { kind: "like", field: "host", values: [[value]] });
  }));
});

Deno.test("completeFilter() takes any text and caret, and replaces a part of it", () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), fc.nat(40), (text, at) => {
    const caret = Math.min(at, text.length);
    const { from, to } = completeFilter(text, caret, KNOWN);
    assert(0 <= from && from <= caret && caret <= to && to <= text.length, `${from} ${caret} ${to}`);
  }));
});
