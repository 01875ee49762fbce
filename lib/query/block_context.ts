import type { CaseBlock } from "../case/case_reader.ts";

/** Rows of a block that are told, in the order of the file. */
export interface ToldRows {
  /** Row numbers. */
  readonly rows: Uint32Array;
  /** By row of the block: whether it fits. */
  readonly isMatch: (row: number) => boolean;
}

/** Blocks whose rows are remembered: those beside the ones being told. */
const MAX_REMEMBERED = 64;
const MATCH = 2;
const CONTEXT = 1;

/** Adds to the rows that fit some rows before and after them in their log file. */
export class BlockContext {
  readonly #blocks: readonly CaseBlock[];
  readonly #match: (block: CaseBlock) => Uint32Array;
  readonly #rowsAround: number;
  readonly #remembered = new Map<number, Uint32Array>();

  /** `blocks` are by member, then place; `rowsAround` are told before and after a row that fits. */
  constructor(
    blocks: readonly CaseBlock[],
    match: (block: CaseBlock) => Uint32Array,
    { rowsAround }: { rowsAround: number },
  ) {
    this.#blocks = blocks;
    this.#match = match;
    this.#rowsAround = rowsAround;
  }

  /** The rows of a block that are told. */
  toldRows(index: number): ToldRows {
    const block = this.#blocks[index]!;
    if (this.#rowsAround === 0) return { rows: this.#match(block), isMatch: () => true };
    const marks = new Uint8Array(block.rows);
    this.#markContext(marks, this.#matches(index));
    this.#markContext(marks, [this.#nearestBefore(index), this.#nearestAfter(index)]);
    for (const row of this.#matches(index)) marks[row] = MATCH;
    const rows = Uint32Array.from(marks.keys().filter((row) => marks[row]! >= CONTEXT));
    return { rows, isMatch: (row) => marks[row] === MATCH };
  }

  /** Marks what is around some rows, which may be before the first or after the last of the block. */
  #markContext(marks: Uint8Array, rows: Iterable<number>): void {
    let next = 0;
    for (const row of rows) {
      const from = Math.max(next, row - this.#rowsAround);
      const to = Math.min(marks.length, row + this.#rowsAround + 1);
      if (from < to) marks.fill(CONTEXT, from, to);
      next = Math.max(0, to);
    }
  }

  /** The last row that fits in the blocks before, counted from the first of this one: negative; -Infinity: none is near. */
  #nearestBefore(index: number): number {
    let first = 0;
    for (let at = index - 1; this.#isSameFile(at, index) && -first < this.#rowsAround; at--) {
      first -= this.#blocks[at]!.rows;
      const last = this.#matches(at).at(-1);
      if (last !== undefined) return first + last;
    }
    return -Infinity;
  }

  #nearestAfter(index: number): number {
    const { rows } = this.#blocks[index]!;
    let first = rows;
    for (let at = index + 1; this.#isSameFile(at, index) && first - rows < this.#rowsAround; at++) {
      const [match] = this.#matches(at);
      if (match !== undefined) return first + match;
      first += this.#blocks[at]!.rows;
    }
    return Infinity;
  }

  #isSameFile(at: number, index: number): boolean {
    return this.#blocks[at]?.member === this.#blocks[index]!.member;
  }

  #matches(index: number): Uint32Array {
    const block = this.#blocks[index]!;
    const known = this.#remembered.get(index);
    if (known !== undefined) return known;
    const rows = this.#match(block);
    this.#remembered.set(index, rows);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MAX_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
    return rows;
  }
}
