import { UsageError } from "../errors.ts";
import { visibleText } from "../report/visible_text.ts";

const SHOWN_BEFORE = 40;
const SHOWN_AFTER = 30;

/** A filter that cannot be read, and where. */
export class FilterError extends UsageError {
  /** The filter. */
  readonly filter: string;
  /** Where it is wrong, in UTF-16 units, 0-based. */
  readonly offset: number;

  /** Creates the error; `problem` says what is there and what is expected. */
  constructor(
    problem: string,
    details: { filter: string; offset: number; remedy?: string; cause?: unknown },
  ) {
    const { filter, offset, remedy = "omlens query --fields", cause } = details;
    super(`Cannot read filter: ${problem} (character ${offset + 1})`, {
      remedy,
      ...(cause === undefined ? {} : { cause }),
    });
    this.name = "FilterError";
    this.filter = filter;
    this.offset = offset;
  }

  /** The filter around the place, and below it a caret that points at it: two lines that are safe on a terminal. */
  get excerpt(): string {
    const from = Math.max(0, this.offset - SHOWN_BEFORE);
    const before = (from > 0 ? "…" : "") + visibleText(this.filter.slice(from, this.offset));
    const after = visibleText(this.filter.slice(this.offset, this.offset + SHOWN_AFTER));
    const more = this.offset + SHOWN_AFTER < this.filter.length ? "…" : "";
    return `  ${before}${after}${more}\n  ${" ".repeat(before.length)}^`;
  }
}
