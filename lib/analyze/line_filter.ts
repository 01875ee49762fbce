import type { TextPlace } from "../scan/column_block.ts";

/** How often a file holds each line. */
type LineCounts = Map<string, number>;

interface FileLines {
  /** The most that one of the members before holds. */
  readonly earlier: LineCounts;
  member: number;
  own: LineCounts;
}

/**
 * Finds lines without times that were already read from another archive's copy of the same file: the n-th of a text is
 * the n-th of it in the other copy.
 */
export class LineFilter {
  readonly #files = new Map<string, FileLines>();

  /** The lines of a member, a copy of `file`, that no earlier member had. */
  take(file: string, member: number, lines: readonly TextPlace[]): TextPlace[] {
    const { earlier, own } = this.#enter(file, member);
    return lines.filter(({ text }) => {
      const nth = (own.get(text) ?? 0) + 1;
      own.set(text, nth);
      return nth > (earlier.get(text) ?? 0);
    });
  }

  #enter(file: string, member: number): FileLines {
    let entry = this.#files.get(file);
    if (entry === undefined) this.#files.set(file, entry = { earlier: new Map(), member, own: new Map() });
    if (entry.member === member) return entry;
    for (const [text, count] of entry.own) {
      entry.earlier.set(text, Math.max(count, entry.earlier.get(text) ?? 0));
    }
    entry.member = member;
    entry.own = new Map();
    return entry;
  }
}
