import {
  CATEGORIES,
  type FieldName,
  FILTER_FIELDS,
  isFieldName,
  isNumberField,
  LEVELS,
} from "../../query/filter_field.ts";
import { printFilter } from "../../query/print_filter.ts";
import type { KnownValue, KnownValues } from "./known_values.ts";

/** Something to write instead of what stands at the caret. */
export interface Choice {
  /** What is written. */
  readonly text: string;
  /** What it is: a few words; may be empty. */
  readonly about: string;
  /** Whether something must follow: a value. */
  readonly goesOn: boolean;
}

/** What could stand where the caret is. */
export interface Completion {
  /** First UTF-16 unit that is replaced. */
  readonly from: number;
  /** After the last. */
  readonly to: number;
  /** The likeliest first. */
  readonly choices: readonly Choice[];
}

/** Enough for all fields; a list of values is narrowed by typing. */
const MOST_CHOICES = 40;
const OPERATION = /^([A-Za-z]\w*)(!?[:~]|[<>]=?)/;
const WORD_END = /[\s,)]|$/g;
const WORDS: readonly KnownValue[] = [
  ["or", "at least one of the two"],
  ["not", "the opposite of what follows"],
  ["and", "both: may be left out"],
];
const STATUS_CLASSES: readonly KnownValue[] = [
  ["5xx", "the server failed"],
  ["4xx", "the request was wrong"],
  ["3xx", "elsewhere, or not modified"],
  ["2xx", "done"],
];

/** What could be written at the caret of a filter: fields, operators, and values that the case has. */
export function completeFilter(text: string, caret: number, values: KnownValues): Completion {
  const start = termStart(text, caret);
  const term = text.slice(start, caret);
  const [whole = "", name = "", op = ""] = OPERATION.exec(term) ?? [];
  if (term.startsWith('"')) return { from: caret, to: caret, choices: [] };
  const to = wordEnd(text, caret);
  if (op === "") return { from: start, to, choices: fieldChoices(term, start > 0) };
  if (!isFieldName(name)) return { from: caret, to: caret, choices: [] };
  const from = start + whole.length + lastValueStart(term.slice(whole.length));
  return { from, to, choices: op.endsWith("~") ? [] : valueChoices(name, text.slice(from, caret), values) };
}

/** Where the term begins that the caret is in: after a blank, an opening parenthesis or a minus, outside quotes. */
function termStart(text: string, caret: number): number {
  let [start, isQuoted] = [0, false];
  for (let at = 0; at < caret; at++) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character === "\\") at++;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (/\s/.test(character) || (at === start && "(-".includes(character))) start = at + 1;
  }
  return start;
}

/** After the last comma that stands outside quotes. */
function lastValueStart(list: string): number {
  let [start, isQuoted] = [0, false];
  for (let at = 0; at < list.length; at++) {
    const character = list.charAt(at);
    if (character === "\\" && isQuoted) at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === "," && !isQuoted) start = at + 1;
  }
  return start;
}

function wordEnd(text: string, caret: number): number {
  WORD_END.lastIndex = caret;
  return WORD_END.exec(text)?.index ?? text.length;
}

function fieldChoices(typed: string, hasTermBefore: boolean): Choice[] {
  if (isFieldName(typed)) return operatorChoices(typed);
  const fields = Object.entries(FILTER_FIELDS).map(([name, [, about]]): KnownValue => [name, about]);
  const words = hasTermBefore ? WORDS : WORDS.filter(([word]) => word === "not");
  return ranked([...fields, ...words], typed).map(([name, about]) => ({
    text: name + (isFieldName(name) ? usualOperator(name) : " "),
    about,
    goesOn: true,
  }));
}

function usualOperator(name: string): string {
  return ["level", "latencyMs", "responseBytes", "time"].includes(name) ? ">=" : ":";
}

function operatorChoices(name: FieldName): Choice[] {
  const operators: readonly KnownValue[] = isNumberField(name)
    ? [[":", "is"], [">=", "at least"], ["<=", "at most"], [">", "more than"], ["<", "less than"], [
      "!:",
      "is not",
    ]]
    : ["after", "before", "around"].includes(name)
    ? [[":", FILTER_FIELDS[name][1]]]
    : [[":", "is; * stands for anything"], ["~", "an expression matches in it"], ["!:", "is not"], [
      "!~",
      "no expression matches",
    ]];
  return operators.map(([op, about]) => ({ text: name + op, about, goesOn: true }));
}

function valueChoices(name: FieldName, typed: string, values: KnownValues): Choice[] {
  const wanted = typed.replace(/^["*]+|["*]+$/g, "");
  const choices = ranked(valuesOf(name, values), wanted).map(([value, about]) => ({
    text: valueText(name, value),
    about,
    goesOn: false,
  }));
  // Nothing to choose: it stands there already.
  return choices.length === 1 && choices[0]?.text === typed ? [] : choices;
}

function valuesOf(name: FieldName, values: KnownValues): readonly KnownValue[] {
  if (name === "level") return LEVELS.map((level) => [level, ""]);
  if (name === "category") return CATEGORIES.map((category) => [category, ""]);
  const known = Object.hasOwn(values, name) ? values[name] ?? [] : [];
  return name === "status" ? [...known, ...STATUS_CLASSES] : known;
}

/** A value as the language takes it; of exceptions the class may stand anywhere in the chain. */
function valueText(name: FieldName, value: string): string {
  if (isNumberField(name) || name === "after" || name === "before" || name === "around") return value;
  const wildcard = name === "exception" ? ["", value, ""] : [value];
  return printFilter({ kind: "like", field: name, values: [wildcard] }).slice(name.length + 1);
}

/** Those that begin with what was typed, then those that hold it. */
function ranked(values: readonly KnownValue[], typed: string): KnownValue[] {
  const wanted = typed.toLowerCase();
  const found = values.map((value) => ({ value, at: value[0].toLowerCase().indexOf(wanted) }))
    .filter(({ at }) => at >= 0);
  const [first, others] = [found.filter(({ at }) => at === 0), found.filter(({ at }) => at > 0)];
  return [...first, ...others].slice(0, MOST_CHOICES).map(({ value }) => value);
}
