import type { JsonSchema } from "../../report/analysis_schema.ts";
import { parseTimestamp } from "../../parse/timestamp.ts";
import { AddressError } from "../address_error.ts";

/** A parameter of an address: how it is read, checked and explained. */
export interface Parameter<T> {
  /** What it does: a few words, no period. */
  readonly about: string;
  /** What may be given. */
  readonly schema: JsonSchema;
  /** Whether it must be given. */
  readonly required: boolean;
  /** Turns what was given into its value, or throws; null: nothing was given. */
  readonly read: (text: string | null, name: string) => T;
}

/** The parameters of an address by name; `Values` says what each gives. */
export type ParameterTable<Values> = { readonly [Name in keyof Values]: Parameter<Values[Name]> };

/** Parameters whose values do not matter: to explain them. */
export type AnyParameterTable = Readonly<Record<string, Parameter<unknown>>>;

/** Longest value in UTF-16 units. */
const MAX_LENGTH = 8192;

/** Any text. */
export function textParameter(about: string): Parameter<string | undefined> {
  return {
    about,
    schema: { type: "string", maxLength: MAX_LENGTH },
    required: false,
    read: (text, name) => {
      if (text === null || text.length <= MAX_LENGTH) return text ?? undefined;
      throw wrongValue(
        name,
        `it has ${text.length} characters, expected at most ${MAX_LENGTH}`,
        "shorten it",
      );
    },
  };
}

/** The same, but it must be given. */
export function neededText(about: string): Parameter<string> {
  const { schema, read } = textParameter(about);
  return {
    about,
    schema,
    required: true,
    read: (text, name) => read(text, name) ?? missing(name),
  };
}

/** An integer in a range; a given number stands for one that is left out. */
export function integerParameter(
  about: string,
  { minimum, maximum, fallback }: { minimum: number; maximum: number; fallback: number },
): Parameter<number> {
  return {
    about,
    schema: { type: "integer", minimum, maximum, default: fallback },
    required: false,
    read: (text, name) => text === null ? fallback : readInteger(text, name, { minimum, maximum }),
  };
}

/** An integer of 1 or more that must be given. */
export function neededInteger(about: string): Parameter<number> {
  const maximum = 2 ** 32;
  return {
    about,
    schema: { type: "integer", minimum: 1, maximum },
    required: true,
    read: (text, name) => text === null ? missing(name) : readInteger(text, name, { minimum: 1, maximum }),
  };
}

/** A time as epoch milliseconds. */
export function timeParameter(about: string): Parameter<number | undefined> {
  return {
    about,
    schema: { type: "string", description: "ISO 8601; UTC when no zone is named" },
    required: false,
    read: (text, name) => {
      if (text === null) return undefined;
      const timeMs = parseTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text);
      if (timeMs !== undefined) return timeMs;
      throw wrongValue(name, `"${text}" is no ISO 8601 time`, "give a time such as 2026-04-12T03:00Z");
    },
  };
}

/** One of several words. */
export function choiceParameter<Word extends string>(
  about: string,
  words: readonly Word[],
): Parameter<Word | undefined> {
  return {
    about,
    schema: { type: "string", enum: words },
    required: false,
    read: (text, name) => {
      if (text === null) return undefined;
      const word = words.find((one) => one === text);
      if (word !== undefined) return word;
      throw wrongValue(name, `"${text}" is not one of ${words.join(", ")}`, `give ${words[0]}`);
    },
  };
}

/** Yes when it is `true` or `1`, no when left out, `false` or `0`. */
export function switchParameter(about: string): Parameter<boolean> {
  return {
    about,
    schema: { type: "string", enum: ["true", "false", "1", "0"], default: "false" },
    required: false,
    read: (text, name) => {
      if (text === null || text === "false" || text === "0") return false;
      if (text === "true" || text === "1") return true;
      throw wrongValue(name, `"${text}" is neither true nor false`, "give true or false");
    },
  };
}

function readInteger(text: string, name: string, range: { minimum: number; maximum: number }): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= range.minimum && value <= range.maximum) return value;
  const expected = `an integer from ${range.minimum} to ${range.maximum}`;
  throw wrongValue(name, `"${text}" is not ${expected}`, `give ${expected}`);
}

function missing(name: string): never {
  throw wrongValue(name, "it is missing", `add ${name}=… to the address`);
}

function wrongValue(name: string, why: string, remedy: string): AddressError {
  return new AddressError(`Cannot read parameter "${name}": ${why}`, { code: "parameter", remedy });
}
