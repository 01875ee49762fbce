import type { AccessField } from "./conversion_word.ts";

/** One column after the fixed fields of an access line. */
export interface TailColumn {
  /** Value: without key, quotes or brackets. */
  readonly text: string;
  /** Value with its key: what a column that is not understood is kept as. */
  readonly whole: string;
  /** Key of a `key=value` column, else the empty text. */
  readonly key: string;
  /** Whether it was in double quotes. */
  readonly quoted: boolean;
}

const COLUMN =
  /([\w-]{1,32}[=:])?"([^"\\]*(?:\\.[^"\\]*)*)"(?=[\s,;]|$)|\[([^\]\s]{1,64})\](?=\s|$)|([A-Za-z][\w-]{0,31}(?:=|:(?!\/)))?([^\s"]\S*|"\S*)/gs;
const MAX_TAIL = 8192;
const MAX_COLUMNS = 32;
const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;

/** Splits the end of an access line into columns, at white space outside quotes. */
export function tailColumns(tail: string): TailColumn[] {
  return plainColumns(tail) ?? anyColumns(tail);
}

/** The columns of a tail of quoted texts, numbers and `-`, with a blank before each; null: it has others. Costs a fifth. */
function plainColumns(tail: string): TailColumn[] | null {
  if (tail.length > MAX_TAIL) return null;
  const columns: TailColumn[] = [];
  for (let at = 0; at < tail.length;) {
    if (tail.charCodeAt(at) !== SPACE || columns.length === MAX_COLUMNS) return null;
    const quoted = tail.charCodeAt(++at) === QUOTE;
    const end = quoted ? tail.indexOf('"', at + 1) : numberEnd(tail, at);
    const text = tail.slice(quoted ? at + 1 : at, end);
    if (end < 0 || (quoted ? text.includes("\\") : text === "")) return null;
    columns.push({ key: "", text, whole: text, quoted });
    at = quoted ? end + 1 : end;
  }
  return columns;
}

function numberEnd(text: string, from: number): number {
  if (text.charCodeAt(from) === MINUS) return from + 1;
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== DOT && (code < ZERO || code > NINE)) break;
  }
  return at;
}

function anyColumns(tail: string): TailColumn[] {
  const columns: TailColumn[] = [];
  for (const match of tail.slice(0, MAX_TAIL).matchAll(COLUMN)) {
    const [, quotedKey, quoted, bracketed, bareKey, bare = ""] = match;
    const key = quotedKey ?? bareKey ?? "";
    const text = quoted ?? bracketed ?? bare;
    columns.push({
      key: key.slice(0, -1).toLowerCase(),
      text,
      whole: key + text,
      quoted: quoted !== undefined,
    });
    if (columns.length === MAX_COLUMNS) break;
  }
  return columns;
}

const GROUP_ID = /^[0-9a-f]{24}$/;
const DURATION = /^\d+(?:\.\d+)?(?:ms|s|us|\u00b5s|\u03bcs|ns)$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})(?:,|$)/i;
const KEYS: ReadonlyMap<string, AccessField> = new Map([
  ...["gid", "groupid", "group", "project"].map((key) => [key, "groupId"] as const),
  ...["rt", "request_time", "latency", "duration", "elapsed", "took", "time", "t"].map((key) =>
    [key, "latency"] as const
  ),
  ...["xff", "x-forwarded-for", "forwarded"].map((key) => [key, "forwardedFor"] as const),
]);
/** Shortest list of times from which their unit is told. */
const ENOUGH_TIMES = 50;

/**
 * Decides what each column of the tail means, from the tails of many lines of one file.
 *
 * A column counts as what all its values can be; `-` can be anything.
 */
export function decideTail(samples: readonly (readonly TailColumn[])[]): AccessField[] {
  const width = samples.reduce((most, columns) => Math.max(most, columns.length), 0);
  const fields: AccessField[] = [];
  for (let at = 0; at < width; at++) {
    const values = samples.flatMap((columns) => columns[at] ?? []);
    const field = decideColumn(values, fields);
    fields.push(fields.includes(field) ? "extra" : field);
  }
  return fields;
}

function decideColumn(values: readonly TailColumn[], before: readonly AccessField[]): AccessField {
  const told = values.filter(({ text }) => text !== "-" && text !== "");
  const every = (test: RegExp) => told.length > 0 && told.every(({ text }) => test.test(text));
  const key = KEYS.get(values[0]?.key ?? "");
  if (key !== undefined) return key === "latency" ? decideTime(told) ?? key : key;
  if (every(GROUP_ID)) return "groupId";
  if (every(ADDRESS)) return "forwardedFor";
  if (values[0]?.key !== "" && values[0]?.key !== undefined) return "extra";
  if (values.some(({ quoted }) => quoted) && !every(/^[\d.]+$/)) return decideQuoted(values, before);
  if (before.some((field) => field.startsWith("latency"))) return "extra";
  return every(DURATION) ? "latency" : decideTime(told) ?? "extra";
}

const AGENT = /^[\w .-]{1,64}(?:\/|$)/;

/** Referer comes before User-Agent; a lone quoted column is told by how it looks. */
function decideQuoted(values: readonly TailColumn[], before: readonly AccessField[]): AccessField {
  if (before.length === 1 && before[0] === "referer") return "userAgent";
  if (before.length > 0) return "extra";
  const agents = values.filter(({ text }) => text !== "-" && AGENT.test(text)).length;
  return agents * 2 > values.length ? "userAgent" : "referer";
}

/** Decimals are seconds. Whole numbers are milliseconds, unless so large throughout that only microseconds fit. */
function decideTime(told: readonly TailColumn[]): AccessField | undefined {
  if (told.length === 0 || !told.every(({ text }) => /^\d{1,12}(?:\.\d{1,9})?$/.test(text))) return undefined;
  if (told.some(({ text }) => text.includes("."))) return "latencyS";
  if (told.length < ENOUGH_TIMES || told.some(({ text }) => Number(text) < 50)) return "latencyMs";
  const times = told.map(({ text }) => Number(text)).sort((a, b) => a - b);
  return (times[times.length >> 1] ?? 0) >= 2000 ? "latencyUs" : "latencyMs";
}
