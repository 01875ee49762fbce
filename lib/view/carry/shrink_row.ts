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

/**
 * Makes a row of an analysis small whatever is in it: long texts are cut with a mark, long lists end early. Numbers
 * over time may be many, they are condensed before. What is small is not copied.
 */
export function shrinkRow<Row>(row: Row): Row {
  let small = row;
  for (const limits of LIMITS) {
    // What is cut keeps its shape.
    small = shrunk(small, limits) as Row;
    if (JSON.stringify(small).length <= ROW_LENGTH) break;
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
  const entries = Object.entries(fields);
  const small = entries.slice(0, MOST_FIELDS).map(([name, value]) => [name, shrunk(value, limits)] as const);
  const isSame = small.length === entries.length && small.every(([, value], i) => value === entries[i]?.[1]);
  return isSame ? fields : Object.fromEntries(small);
}
