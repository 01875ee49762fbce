import type { HeaderLine, Sample } from "../scan/column_block.ts";

/**
 * Finds header lines that were already read from another file of the same host and family, as of two archives that
 * overlap. They have no time of their own: they are the same when the record before or after them is the same.
 */
export class HeaderFilter {
  /** Member that first had a header between such records. */
  readonly #firstMember = new Map<string, number>();

  /** The headers of a member that no earlier one had. */
  take(family: string, member: number, headers: readonly HeaderLine[]): HeaderLine[] {
    return headers.filter((header) => {
      const keys = keysOf(family, header);
      const isNew = keys.every((key) => (this.#firstMember.get(key) ?? member) === member);
      for (const key of keys) if (!this.#firstMember.has(key)) this.#firstMember.set(key, member);
      return isNew;
    });
  }
}

function keysOf(family: string, { text, before, after }: HeaderLine): string[] {
  return [keyOf(before.at(-1), "before"), keyOf(after[0], "after")]
    .flatMap((key) => key === null ? [] : [[family, text, key].join("\0")]);
}

function keyOf(record: Sample | undefined, side: string): string | null {
  return record === undefined ? null : [side, record.timeMs, record.text].join("\0");
}
