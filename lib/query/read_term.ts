import { ExpressionError } from "../rules/expression/expression_error.ts";
import { compileExpression } from "../rules/expression/compile_expression.ts";
import { nearestName } from "../rules/nearest_name.ts";
import { parseTimestamp } from "../parse/timestamp.ts";
import type { Comparison, Filter, NumberRange } from "./filter.ts";
import {
  CATEGORIES,
  type FieldName,
  FILTER_FIELDS,
  isNumberField,
  LEVELS,
  type NumberField,
  type TextField,
} from "./filter_field.ts";
import type { FilterText, ReadValue } from "./filter_text.ts";

/** How far `around:` goes to either side, unless it says so itself. */
export const AROUND_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,9})(ms|s|m|h|d)$/;
const NUMBER = /^\d{1,15}(?:\.\d{1,6})?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME_WORDS: readonly FieldName[] = ["after", "before", "around"];
const TIME_REMEDY = "write a time like 2026-04-12T03:14Z";

/** A field and an operator that were just read. */
export interface Operation {
  /** Field. */
  readonly name: FieldName;
  /** Operator. */
  readonly op: string;
  /** Where the term begins. */
  readonly start: number;
}

/** Reads the value of a term and makes the term. */
export function readTerm(input: FilterText, { name, op, start }: Operation): Filter {
  const isNumber = isNumberField(name);
  const allowed = isNumber ? ": !: >= <= > <" : TIME_WORDS.includes(name) ? ":" : ": !: ~ !~";
  if (!allowed.split(" ").includes(op)) {
    throw input.problem(`"${op}" does not go with ${name}, expected one of ${allowed}`, start + name.length, {
      remedy: `write ${name}${allowed.split(" ")[0]}…`,
    });
  }
  if (op.startsWith("!")) return { kind: "not", term: readTerm(input, { name, op: op.slice(1), start }) };
  if (name === "after" || name === "before" || name === "around") return readTimeWord(input, name);
  if (op === "~") return { kind: "regexp", field: name as TextField, pattern: readPattern(input) };
  const values = input.takeList();
  if (!isNumberField(name)) {
    return {
      kind: "like",
      field: name as TextField,
      values: values.map((value) => readWildcard(input, name, value)),
    };
  }
  return numberTerm(input, { name, op }, values);
}

function readTimeWord(input: FilterText, name: "after" | "before" | "around"): Filter {
  const [first, second, third] = input.takeList();
  const extra = name === "around" ? third : second;
  if (extra !== undefined) throw input.problem("one time is enough", extra.offset);
  const time = readTime(input, first!);
  if (name === "after") return { kind: "compare", field: "time", op: ">=", value: time };
  if (name === "before") return { kind: "compare", field: "time", op: "<", value: time };
  const width = second === undefined ? AROUND_MS : readDuration(input, second);
  return { kind: "among", field: "time", ranges: [{ from: time - width, to: time + width }] };
}

function numberTerm(
  input: FilterText,
  { name, op }: { name: NumberField; op: string },
  values: readonly ReadValue[],
): Filter {
  if (op === ":") {
    return { kind: "among", field: name, ranges: values.map((value) => readRange(input, name, value)) };
  }
  if (values.length > 1) throw input.problem(`"${op}" takes one value`, values[1]!.offset);
  const { from, to } = readRange(input, name, values[0]!);
  // Above a class of status is above all of it.
  return { kind: "compare", field: name, op: op as Comparison, value: op === ">" || op === "<=" ? to : from };
}

function readRange(input: FilterText, name: NumberField, value: ReadValue): NumberRange {
  const number = readNumber(input, name, value);
  if (number === null) {
    const [kind] = FILTER_FIELDS[name];
    const expected = kind === "status" ? "a status such as 503, or 5xx" : "a number such as 250";
    throw input.problem(`"${value.pieces.join("*")}" is not ${expected}`, value.offset);
  }
  return number;
}

function readNumber(input: FilterText, name: NumberField, value: ReadValue): NumberRange | null {
  const [kind] = FILTER_FIELDS[name];
  if (kind === "time") return point(readTime(input, value));
  if (kind === "level") return point(readLevel(input, value));
  const text = value.pieces.join("*");
  const [, first] = kind === "status" ? /^([1-5])xx$/i.exec(text) ?? [] : [];
  if (first !== undefined) return { from: Number(first) * 100, to: Number(first) * 100 + 99 };
  return NUMBER.test(text) ? point(Number(text)) : null;
}

function point(value: number): NumberRange {
  return { from: value, to: value };
}

function readTime(input: FilterText, { pieces, offset }: ReadValue): number {
  const text = pieces.join("*");
  const timeMs = parseTimestamp(DATE.test(text) ? `${text}T00:00:00Z` : text);
  if (timeMs !== undefined) return timeMs;
  throw input.problem(`"${text}" is no ISO 8601 time`, offset, { remedy: TIME_REMEDY });
}

function readDuration(input: FilterText, { pieces, offset }: ReadValue): number {
  const [, amount, unit = ""] = DURATION.exec(pieces.join("*")) ?? [];
  if (amount !== undefined) return Number(amount) * UNIT_MS[unit]!;
  throw input.problem(`"${pieces.join("*")}" is no duration`, offset, {
    remedy: "write a duration like 30s or 5m",
  });
}

function readLevel(input: FilterText, { pieces, offset }: ReadValue): number {
  const text = pieces.join("*");
  const level = LEVELS.findIndex((name) => name === text.toUpperCase());
  if (level >= 0) return level;
  const nearest = nearestName(text.toUpperCase(), LEVELS) ?? LEVELS.join(", ");
  throw input.problem(`"${text}" is no level, expected one of ${LEVELS.join(", ")}`, offset, {
    remedy: `write ${nearest}`,
  });
}

function readWildcard(input: FilterText, name: FieldName, { pieces, offset }: ReadValue): readonly string[] {
  const [kind] = FILTER_FIELDS[name];
  if (kind === "upper") return pieces.map((piece) => piece.toUpperCase());
  const text = pieces[0] ?? "";
  if (kind !== "category" || pieces.length > 1 || CATEGORIES.some((category) => category === text)) {
    return pieces;
  }
  const nearest = CATEGORIES.find((category) => category.includes(text)) ?? nearestName(text, CATEGORIES);
  throw input.problem(`"${text}" is no category, expected one of ${CATEGORIES.join(", ")}`, offset, {
    remedy: `write ${nearest ?? CATEGORIES[0]}`,
  });
}

/** Reads an expression, and compiles it only to say at once what is wrong with it. */
function readPattern(input: FilterText): string {
  const start = input.at;
  const { text: pattern, offsets } = input.takePattern();
  if (pattern === "") throw input.problem("an expression is missing", start);
  try {
    compileExpression(pattern, { engine: "linear" });
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause;
    const offset = offsets[cause.offset ?? 0] ?? start;
    throw input.problem(cause.message, offset, {
      cause,
      remedy: "put an expression with blanks in double quotes",
    });
  }
  return pattern;
}
