import type { EventWindow } from "./event_spool.ts";

/** Lines of a block, unless more have the same time. */
const BLOCK_LINES = 1000;
const SECOND_MS = 1000;

/** What a block, or a scope of it, has. */
interface BlockPart {
  /** Events. */
  lines: number;
  /** Time of the first one, milliseconds since the epoch. */
  readonly firstMs: number;
  /** Time of the last one. */
  lastMs: number;
}

/** Lines of the file that follow each other; the next block begins at a later time than this one ends. */
export interface SavedBlock extends BlockPart {
  /** Where it begins in the file, bytes, 0-based. */
  readonly offset: number;
  /** Bytes. */
  sizeBytes: number;
  /** What it has of each scope; none: it has nothing of that. */
  readonly scopes: Record<number, BlockPart>;
}

/** A line of the file. */
export interface BlockLine {
  /** Time of its event, milliseconds since the epoch. */
  readonly createdMs: number;
  /** Id of its event. */
  readonly id: string;
  /** Bytes, with its end. */
  readonly sizeBytes: number;
  /** Numbers of the scopes that it belongs to. */
  readonly scopes: readonly number[];
}

/** Divides a sorted file into blocks, line by line. */
export class BlockDivider {
  /** The blocks so far. */
  readonly blocks: SavedBlock[] = [];
  #last: BlockLine | null = null;
  #offset = 0;

  /** Adds the next line; false: it is not in order, or the one before it once more. */
  add(line: BlockLine): boolean {
    const { createdMs: timeMs, id, sizeBytes, scopes } = line;
    const last = this.#last;
    if (last !== null && (timeMs < last.createdMs || (timeMs === last.createdMs && id <= last.id))) {
      return false;
    }
    let block = this.blocks.at(-1);
    if (block === undefined || (block.lines >= BLOCK_LINES && timeMs !== block.lastMs)) {
      block = { ...emptyPart(timeMs), offset: this.#offset, sizeBytes: 0, scopes: {} };
      this.blocks.push(block);
    }
    block.sizeBytes += sizeBytes;
    for (const part of [block, ...scopes.map((scope) => block.scopes[scope] ??= emptyPart(timeMs))]) {
      part.lines++;
      part.lastMs = timeMs;
    }
    this.#offset += sizeBytes;
    this.#last = line;
    return true;
  }
}

function emptyPart(timeMs: number): BlockPart {
  return { lines: 0, firstMs: timeMs, lastMs: timeMs };
}

/**
 * The part of the file that is not in the spool, which is most of it when only its end changes: of a block no more is
 * kept than where it is and how much it has.
 */
export class SavedBlocks {
  readonly #blocks: readonly SavedBlock[];
  readonly #taken: Set<SavedBlock>;

  /** Takes all blocks of a file, and which of them are in the spool, by their offsets. */
  constructor(blocks: readonly SavedBlock[], isTaken: (offset: number) => boolean) {
    this.#blocks = blocks;
    this.#taken = new Set(blocks.filter(({ offset }) => isTaken(offset)));
  }

  /** The block that has, or would have, the events of this time; null: it is in the spool, or the file is empty. */
  at(timeMs: number): SavedBlock | null {
    const block = this.#blocks[this.#indexAt(timeMs)];
    return block === undefined || this.#taken.has(block) ? null : block;
  }

  /** The blocks that have, or would have, the events of this time and of later ones. */
  since(timeMs: number): SavedBlock[] {
    return this.#blocks.slice(this.#indexAt(timeMs)).filter((block) => !this.#taken.has(block));
  }

  /** Says that a block is in the spool now. */
  take(block: SavedBlock): void {
    this.#taken.add(block);
  }

  /** All that are not in the spool, each with the time at which the next one of the file begins. */
  left(): { block: SavedBlock; endMs: number }[] {
    return this.#blocks.map((block, i) => ({ block, endMs: this.#blocks[i + 1]?.firstMs ?? Infinity }))
      .filter(({ block }) => !this.#taken.has(block));
  }

  /** How many events there are; of a scope, or of all. */
  count(
    scope: number | null = null,
    { minDate, maxDate }: EventWindow = { minDate: null, maxDate: null },
  ): number {
    const startMs = minDate === null ? -Infinity : Date.parse(minDate);
    const endMs = maxDate === null ? Infinity : Date.parse(maxDate) + SECOND_MS;
    return this.#parts(scope).filter(({ firstMs }) => firstMs >= startMs && firstMs < endMs)
      .reduce((sum, { lines }) => sum + lines, 0);
  }

  /** First and last time of a scope, or of all; null: there is nothing. */
  span(scope: number | null): { firstMs: number; lastMs: number } | null {
    const parts = this.#parts(scope);
    const [first, last] = [parts.at(0), parts.at(-1)];
    return first === undefined || last === undefined ? null : { firstMs: first.firstMs, lastMs: last.lastMs };
  }

  #parts(scope: number | null): BlockPart[] {
    return this.left().flatMap(({ block }) => scope === null ? block : block.scopes[scope] ?? []);
  }

  /** The last block that begins at this time or before, else the first. */
  #indexAt(timeMs: number): number {
    let [low, high] = [0, this.#blocks.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#blocks[middle]?.firstMs ?? Infinity) <= timeMs) low = middle;
      else high = middle;
    }
    return low;
  }
}
