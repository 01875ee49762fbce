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
 * over time may be many, they are condensed before.
 */
export function shrinkRow<Row>(row: Row): Row {
  let json = JSON.stringify(row);
  let small = row;
  for (const limits of LIMITS) {
    small = JSON.parse(json, (_key, value: unknown) => shrunk(value, limits));
    json = JSON.stringify(small);
    if (json.length <= ROW_LENGTH) break;
  }
  return small;
}

function shrunk(value: unknown, { characters, items }: (typeof LIMITS)[number]): unknown {
  if (typeof value === "string" && value.length > characters) {
    return clipText(value, { lines: characters, length: characters }).text + CUT_MARK;
  }
  if (Array.isArray(value)) {
    return value.slice(0, typeof value[0] === "number" || value[0] === null ? MOST_NUMBERS : items);
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value);
  return fields.length > MOST_FIELDS ? Object.fromEntries(fields.slice(0, MOST_FIELDS)) : value;
}
