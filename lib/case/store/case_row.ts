import type { SQLOutputValue } from "node:sqlite";

/**
 * A row of a case, which may come from anybody: every value is checked.
 *
 * All methods throw a {@linkcode RangeError} that names the column when the value is not what it must be.
 */
export class CaseRow {
  readonly #values: Readonly<Record<string, SQLOutputValue>>;

  /** Takes a row as SQLite gives it. */
  constructor(values: Readonly<Record<string, SQLOutputValue>>) {
    this.#values = values;
  }

  /** A whole number of `least` to `most`. */
  integer(column: string, most: number = Number.MAX_SAFE_INTEGER, least = 0): number {
    const value = this.#values[column];
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      throw this.#wrong(column, `a whole number of ${least} to ${most}`);
    }
    return value;
  }

  /** The same, or null. */
  optionalInteger(column: string): number | null {
    return this.#values[column] === null ? null : this.integer(column);
  }

  /** Any number, or null. */
  optionalNumber(column: string): number | null {
    const value = this.#values[column];
    if (value === undefined || (value !== null && typeof value !== "number")) {
      throw this.#wrong(column, "a number");
    }
    return value;
  }

  /** A time that a date can hold, epoch milliseconds. */
  time(column: string): number {
    const value = this.#values[column];
    if (typeof value === "number" && !Number.isNaN(new Date(value).getTime())) return value;
    throw this.#wrong(column, "a time");
  }

  /** A text. */
  text(column: string): string {
    const value = this.#values[column];
    if (typeof value === "string") return value;
    if (value instanceof Uint8Array) return new TextDecoder().decode(value);
    throw this.#wrong(column, "a text");
  }

  /** A text, or null. */
  optionalText(column: string): string | null {
    return this.#values[column] === null ? null : this.text(column);
  }

  /** One of some words. */
  word<W extends string>(column: string, words: readonly W[]): W {
    const word = words.find((known) => known === this.#values[column]);
    if (word === undefined) throw this.#wrong(column, words.join(" or "));
    return word;
  }

  /** Bytes, at most so many. */
  bytes(column: string, most: number = Infinity): Uint8Array {
    const value = this.#values[column];
    if (value instanceof Uint8Array && value.length <= most) return value;
    throw this.#wrong(column, "bytes of a reasonable length");
  }

  #wrong(column: string, wanted: string): RangeError {
    const value = this.#values[column];
    const shown = value instanceof Uint8Array ? `${value.length} bytes` : String(value).slice(0, 40);
    return new RangeError(`column "${column}" is ${shown}, expected ${wanted}`);
  }
}
