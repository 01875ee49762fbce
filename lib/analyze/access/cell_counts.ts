/** Width of the cells of time that requests are counted by. */
export const CELL_MS = 300_000;

const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;

interface Chunk {
  readonly owner: Uint16Array;
  readonly cell: Int32Array;
  readonly count: Uint32Array;
}

/** Counts by owner, with the cell of time each is of: owner by owner, in order of arrival. */
export interface SortedCounts {
  /** Where the counts of each owner end. */
  readonly ends: Uint32Array;
  /** Cell of each. */
  readonly cell: Int32Array;
  /** The count, as it was added. */
  readonly count: Uint32Array;
}

/** A growing list of counts: 10 bytes for each, in chunks that are never copied. */
export class CellCounts {
  /** Counts. */
  length = 0;
  readonly #chunks: Chunk[] = [];

  /** Adds the count of an owner (below 65536) in a cell. */
  add(owner: number, cell: number, count: number): void {
    const row = this.length++;
    if (row >>> CHUNK_BITS >= this.#chunks.length) this.#chunks.push(newChunk());
    const chunk = this.#chunks[row >>> CHUNK_BITS]!;
    const at = row & (CHUNK_ROWS - 1);
    chunk.owner[at] = owner;
    chunk.cell[at] = cell;
    chunk.count[at] = count;
  }

  /** Adds counts. */
  addAll(owners: Uint16Array, cells: Int32Array, counts: Uint32Array): void {
    for (let from = 0; from < counts.length;) {
      const at = this.length & (CHUNK_ROWS - 1);
      if (at === 0) this.#chunks.push(newChunk());
      const { owner, cell, count } = this.#chunks.at(-1)!;
      const to = Math.min(counts.length, from + CHUNK_ROWS - at);
      owner.set(owners.subarray(from, to), at);
      cell.set(cells.subarray(from, to), at);
      count.set(counts.subarray(from, to), at);
      this.length += to - from;
      from = to;
    }
  }

  /** Visits all counts, in order of arrival. */
  forEach(visit: (owner: number, cell: number, count: number) => void): void {
    for (let number = 0; number < this.#chunks.length; number++) {
      const { owner, cell, count } = this.#chunks[number]!;
      const rows = Math.min(CHUNK_ROWS, this.length - number * CHUNK_ROWS);
      for (let row = 0; row < rows; row++) visit(owner[row]!, cell[row]!, count[row]!);
    }
  }

  /** All counts of that many owners: a counting sort, linear and stable. */
  sorted(owners: number): SortedCounts {
    const next = this.#starts(owners);
    const cell = new Int32Array(this.length);
    const count = new Uint32Array(this.length);
    for (let number = 0; number < this.#chunks.length; number++) {
      const chunk = this.#chunks[number]!;
      const rows = Math.min(CHUNK_ROWS, this.length - number * CHUNK_ROWS);
      for (let row = 0; row < rows; row++) {
        const to = next[chunk.owner[row]!]!++;
        cell[to] = chunk.cell[row]!;
        count[to] = chunk.count[row]!;
      }
    }
    return { ends: next.subarray(0, owners), cell, count };
  }

  /** Where the counts of each owner start. */
  #starts(owners: number): Uint32Array {
    const starts = new Uint32Array(owners + 1);
    for (let number = 0; number < this.#chunks.length; number++) {
      const { owner } = this.#chunks[number]!;
      const rows = Math.min(CHUNK_ROWS, this.length - number * CHUNK_ROWS);
      for (let row = 0; row < rows; row++) starts[owner[row]! + 1]!++;
    }
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
    return starts;
  }
}

function newChunk(): Chunk {
  return {
    owner: new Uint16Array(CHUNK_ROWS),
    cell: new Int32Array(CHUNK_ROWS),
    count: new Uint32Array(CHUNK_ROWS),
  };
}
