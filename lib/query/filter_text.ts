import { FilterError } from "./filter_error.ts";

/** Longest filter in UTF-16 units. */
const MAX_FILTER = 4096;
const BLANK = /\s/;
const ESCAPED: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** A text of the filter, and where each of its UTF-16 units stands in it. */
export interface ReadText {
  /** Without quotes and escapes. */
  readonly text: string;
  /** Offset in the filter of each unit, and of the end. */
  readonly offsets: readonly number[];
}

/** A value of a list: its pieces between unquoted wildcards, and where it begins. */
export interface ReadValue {
  /** One piece when there is no wildcard. */
  readonly pieces: readonly string[];
  /** Offset in the filter. */
  readonly offset: number;
}

/** The text of a filter, read from left to right. */
export class FilterText {
  /** What is to be read next, in UTF-16 units. */
  at = 0;
  readonly #text: string;

  /** Begins at the first term. */
  constructor(text: string) {
    this.#text = text;
    if (text.length > MAX_FILTER) {
      throw this.problem(`it has ${text.length} characters, expected at most ${MAX_FILTER}`, MAX_FILTER);
    }
    this.skipBlanks();
  }

  /** Whether nothing is left. */
  get isAtEnd(): boolean {
    return this.at >= this.#text.length;
  }

  /** The next unit; empty at the end. */
  peek(): string {
    return this.#text.charAt(this.at);
  }

  /** An error about what stands at `offset`. */
  problem(
    problem: string,
    offset: number = this.at,
    details: { remedy?: string; cause?: unknown } = {},
  ): FilterError {
    return new FilterError(problem, { filter: this.#text, offset, ...details });
  }

  /** Goes to the next unit that is no blank. */
  skipBlanks(): void {
    while (BLANK.test(this.peek())) this.at++;
  }

  /** Takes what a sticky expression matches here; null: it does not. */
  take(sticky: RegExp): RegExpExecArray | null {
    const match = this.see(sticky);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  /** What a sticky expression matches here. */
  see(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.at;
    return sticky.exec(this.#text);
  }

  /** Takes a word: up to a blank, or a parenthesis that closes more than it opened. */
  takeWord(): string {
    return this.#takeBare("").text;
  }

  /** Takes an expression, in quotes or as a word; in both `\"` is `"`, and every other pair stays as it is. */
  takePattern(): ReadText {
    if (this.peek() === '"') return this.#takeQuoted((pair) => pair === '\\"' ? '"' : pair);
    const { text, offsets } = this.#takeBare("");
    const units = [...text.matchAll(/\\"|\\[^]|[^]/g)].flatMap(({ 0: part, index }) =>
      part === '\\"' ? [{ unit: '"', at: index + 1 }] : [...part].map((unit, i) => ({ unit, at: index + i }))
    );
    return {
      text: units.map(({ unit }) => unit).join(""),
      offsets: [...units.map(({ at }) => offsets[at]!), offsets.at(-1)!],
    };
  }

  /** Takes texts separated by commas. */
  takeList(): ReadValue[] {
    const values = [this.#takeValue()];
    while (this.peek() === ",") {
      this.at++;
      values.push(this.#takeValue());
    }
    return values;
  }

  #takeValue(): ReadValue {
    const offset = this.at;
    const pieces = [""];
    const append = (text: string) => pieces.push((pieces.pop() ?? "") + text);
    for (;;) {
      const from = this.at;
      if (this.peek() === '"') append(this.takeQuoted());
      else {
        const [first = "", ...rest] = this.#takeBare(',"').text.split("*");
        append(first);
        pieces.push(...rest);
      }
      if (this.at === from) break;
    }
    if (this.at === offset) throw this.problem("a value is missing");
    return { pieces, offset };
  }

  /** Takes a text in quotes, in which `\"`, `\\`, `\n`, `\r` and `\t` are escapes. */
  takeQuoted(): string {
    const read = this.#takeQuoted((pair, offset) => {
      const character = ESCAPED.get(pair.charAt(1));
      if (character !== undefined) return character;
      throw this.problem(`"${pair}" is no escape, expected one of \\" \\\\ \\n \\r \\t`, offset);
    });
    return read.text;
  }

  #takeQuoted(unescape: (pair: string, offset: number) => string): ReadText {
    const start = this.at++;
    let text = "";
    const offsets: number[] = [];
    while (this.peek() !== '"') {
      if (this.isAtEnd) throw this.problem("a quote is not closed", start, { remedy: 'end it with "' });
      const isPair = this.peek() === "\\" && this.at + 1 < this.#text.length;
      const raw = this.#text.slice(this.at, this.at + (isPair ? 2 : 1));
      const plain = isPair ? unescape(raw, this.at) : raw;
      for (let i = 0; i < plain.length; i++) offsets.push(this.at + i);
      text += plain;
      this.at += raw.length;
    }
    offsets.push(this.at++);
    return { text, offsets };
  }

  #takeBare(stops: string): ReadText {
    const start = this.at;
    let open = 0;
    for (; !this.isAtEnd; this.at++) {
      const next = this.peek();
      if (BLANK.test(next) || stops.includes(next) || (next === ")" && open === 0)) break;
      if (next === "(") open++;
      else if (next === ")") open--;
    }
    const text = this.#text.slice(start, this.at);
    return { text, offsets: Array.from({ length: text.length + 1 }, (_, i) => start + i) };
  }
}
