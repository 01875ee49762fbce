/** Says where a value from outside is not what it must be, by throwing; `path` is where the value is. */
export type ValueCheck = (value: unknown, path: string) => void;

/** Anything JSON can hold. */
export function anything(): void {}

/** A text. */
export function text(value: unknown, path: string): void {
  if (typeof value !== "string") fail(path, "a text");
}

/** Yes or no. */
export function flag(value: unknown, path: string): void {
  if (typeof value !== "boolean") fail(path, "true or false");
}

/** A number that is not infinite. */
export function number(value: unknown, path: string): void {
  if (!Number.isFinite(value)) fail(path, "a number");
}

/** A number of at least 1. */
export function positive(value: unknown, path: string): void {
  if (typeof value !== "number" || !(value >= 1 && value < Infinity)) fail(path, "a number of at least 1");
}

/** A time as a text that dates understand. */
export function time(value: unknown, path: string): void {
  if (typeof value !== "string" || Number.isNaN(Date.parse(value))) fail(path, "a time");
}

/** One of some words. */
export function word(...words: readonly string[]): ValueCheck {
  return (value, path) => {
    if (!words.some((known) => known === value)) fail(path, words.join(" or "));
  };
}

/** What passes the check, or null. */
export function orNull(check: ValueCheck): ValueCheck {
  return (value, path) => value === null || check(value, path);
}

/** What passes the check, or is not there. */
export function optional(check: ValueCheck): ValueCheck {
  return (value, path) => value === undefined || check(value, path);
}

/** A list of what passes the check. */
export function listOf(check: ValueCheck): ValueCheck {
  return (value, path) => {
    if (!Array.isArray(value)) return fail(path, "a list");
    for (let at = 0; at < value.length; at++) check(value[at], `${path}[${at}]`);
  };
}

/** An object with any names for what passes the check. */
export function recordOf(check: ValueCheck): ValueCheck {
  return (value, path) => {
    if (!isObject(value)) return fail(path, "an object");
    for (const [name, field] of Object.entries(value)) check(field, `${path}.${name}`);
  };
}

/** An object with a field for each of the checks; it may have others. */
export function shape<T>(checks: Readonly<Record<keyof T, ValueCheck>>): ValueCheck {
  const fields = Object.entries<ValueCheck>(checks);
  return (value, path) => {
    if (!isObject(value)) return fail(path, "an object");
    for (const [name, check] of fields) {
      check(Object.hasOwn(value, name) ? value[name] : undefined, `${path}.${name}`);
    }
  };
}

/** Whether a JSON value is an object: no list, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(path: string, wanted: string): never {
  throw new RangeError(`${path.slice(0, 200)} is not ${wanted}`);
}
