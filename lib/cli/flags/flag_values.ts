import { UsageError } from "../../errors.ts";
import { nearestName } from "../../rules/nearest_name.ts";

const SIZE_REGEXP = /^(\d{1,15}(?:\.\d{1,6})?) ?(|[kmgt]?i?b?)$/i;
const DURATION_REGEXP = /^(\d{1,9}(?:\.\d{1,6})?) ?(ms|s|m|min|h|d)$/i;
const RELATIVE_TIME_REGEXP = /^-\d{1,9}(?:\.\d{1,6})?(?:ms|s|m|min|h|d)$/i;
const ISO_TIME_REGEXP =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const SIZE_EXPONENTS = ["", "k", "m", "g", "t"];
const MS_BY_UNIT: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The text as it is. */
export function readText(text: string): string {
  return text;
}

/** A size in bytes: `65536`, `200MB` (decimal), `1.5GiB` (binary). */
export function readSize(text: string): number {
  const [, amount, unit = ""] = SIZE_REGEXP.exec(text) ?? [];
  const letter = unit.toLowerCase().replace(/i?b?$/, "");
  const base = /i/i.test(unit) ? 1024 : 1000;
  const bytes = Math.round(Number(amount) * base ** SIZE_EXPONENTS.indexOf(letter));
  if (!Number.isSafeInteger(bytes) || bytes < 1 || /^i/i.test(unit)) {
    throw wrongValue(text, "a size", "give a size such as 200MB or 1.5GiB");
  }
  return bytes;
}

/** A duration in milliseconds: `250ms`, `90s`, `30m`, `2h`, `1d`. */
export function readDuration(text: string): number {
  const [, amount, unit = ""] = DURATION_REGEXP.exec(text) ?? [];
  const ms = Math.round(Number(amount) * (MS_BY_UNIT[unit.toLowerCase()] ?? Number.NaN));
  if (!Number.isSafeInteger(ms)) {
    throw wrongValue(text, "a duration", "give a duration such as 30m, 2h or 1d");
  }
  return ms;
}

/** A time as it was given, ISO 8601 or relative to the end of the logs, checked for its form. */
export function readTime(text: string): string {
  const iso = ISO_TIME_REGEXP.test(text) && !Number.isNaN(Date.parse(text.replace(" ", "T")));
  if (iso || RELATIVE_TIME_REGEXP.test(text)) return text;
  throw wrongValue(
    text,
    "a time",
    "give a time such as 2026-04-12T03:00Z, or -2h for two hours before the end of the logs",
  );
}

/** Reads an integer of at least `least`. */
export function readInteger(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least) return value;
    throw wrongValue(text, `an integer of ${least} or more`, `give an integer such as ${Math.max(least, 3)}`);
  };
}

/** Reads one of the names. */
export function readChoice<Name extends string>(names: readonly Name[]): (text: string) => Name {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    const nearest = nearestName(text, names);
    throw wrongValue(
      text,
      `one of ${names.join(", ")}`,
      nearest === null ? `use ${names[0]}` : `use ${nearest}`,
    );
  };
}

/** Reads names separated by commas, without repetition. */
export function readChoices<Name extends string>(names: readonly Name[]): (text: string) => Name[] {
  const readOne = readChoice(names);
  return (text) => [...new Set(text.split(",").map((part) => readOne(part.trim())))];
}

function wrongValue(text: string, expected: string, remedy: string): UsageError {
  return new UsageError(`"${text}" is not ${expected}`, { remedy });
}
