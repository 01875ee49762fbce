import { FILTER_FIELDS } from "./filter_field.ts";

const GRAMMAR: readonly (readonly [form: string, about: string])[] = [
  ["field:value", "is the value; * stands for anything, commas separate alternatives"],
  ['field~"expr"', "an expression matches in it; takes linear time, so no look-around"],
  ["field!:v field!~e", "the opposites"],
  ["field>=n > <= <", "level, time, line, status, responseBytes, latencyMs"],
  ['word "two words"', "occurs in the record, upper and lower case as written"],
  ["a b   a or b", "both; at least one"],
  ["not a   -a   (a b)", "the opposite; together"],
];

const EVENTS = [
  "Events stand among the records: a term about what only records have, such as",
  "status>=500, keeps none out. -type:* does.",
];

/** How a filter is written, and its fields: lines without their ends. */
export function filterHelp(): string[] {
  const fields = Object.entries(FILTER_FIELDS).map(([name, [, about]]) => [name, about] as const);
  const row = ([name, about]: readonly [string, string]) => `  ${name.padEnd(20)}${about}`;
  return ["Terms:", ...GRAMMAR.map(row), "", ...EVENTS, "", "Fields:", ...fields.map(row)];
}
