import { clipText } from "../../report/clip_text.ts";

/** How small texts and lists are made: more and more, until the row is small enough. */
const LIMITS = [
  { characters: 2000, items: 200 },
  { characters: 400, items: 40 },
  { characters: 100, items: 10 },
] as const;
const MOST_FIELDS = 200;
const MOST_NUMBERS = 1500;
/** UTF-16 units of a row as JSON; one alone must not use up what all have. Numbers over time may be more. */
const ROW_LENGTH = 60_000;
const CUT_MARK = " …";

/** A row that is small. */
export interface SmallRow<Row> {
  /** The row; the same object when it was small before. */
  readonly row: Row;
  /** As JSON. */
  readonly json: string;
}

/**
 * Makes a row of an analysis small whatever is in it: long texts are cut with a mark, long lists end early. Numbers
 * over time may be many, they are condensed before. What is small is not copied.
 */
export function shrinkRow<Row>(row: Row): SmallRow<Row> {
  let small = { row, json: "" };
  for (const limits of LIMITS) {
    // What is cut keeps its shape.
    const cut = shrunk(small.row, limits) as Row;
    small = { row: cut, json: JSON.stringify(cut) };
    if (small.json.length <= ROW_LENGTH) break;
  }
  return small;
}

type Limits = (typeof LIMITS)[number];

function shrunk(value: unknown, limits: Limits): unknown {
  if (typeof value === "string") return shrunkText(value, limits);
  if (Array.isArray(value)) return shrunkList(value, limits);
  return typeof value === "object" && value !== null ? shrunkFields(value, limits) : value;
}

function shrunkText(text: string, { characters }: Limits): string {
  return text.length <= characters
    ? text
    : clipText(text, { lines: characters, length: characters }).text + CUT_MARK;
}

function shrunkList(list: readonly unknown[], limits: Limits): readonly unknown[] {
  const areNumbers = list.every((item) => typeof item === "number" || item === null);
  const most = areNumbers ? MOST_NUMBERS : limits.items;
  const kept = list.length > most ? list.slice(0, most) : list;
  if (areNumbers) return kept;
  const small = kept.map((item) => shrunk(item, limits));
  return small.some((item, i) => item !== kept[i]) ? small : kept;
}

function shrunkFields(fields: object, limits: Limits): object {
  const values: unknown[] = Object.values(fields);
  const small = values.slice(0, MOST_FIELDS).map((value) => shrunk(value, limits));
  if (small.length === values.length && small.every((value, i) => value === values[i])) return fields;
  const names = Object.keys(fields);
  return Object.fromEntries(small.map((value, i) => [names[i], value]));
}
