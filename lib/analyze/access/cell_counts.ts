/** Width of the cells of time that requests are counted by. */
export const CELL_MS = 300_000;

const CHUNK_BITS = 14;
const CHUNK_ROWS = 1 << CHUNK_BITS;

/** Some counts in a row. */
export interface CountChunk {
  /** Owner of each. */
  readonly owner: Uint16Array;
  /** Cell of each. */
  readonly cell: Int32Array;
  /** The count, as it was added. */
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
  readonly #chunks: CountChunk[] = [];

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

  /** All counts, in order of arrival. */
  *chunks(): Generator<CountChunk> {
    for (let from = 0; from < this.length; from += CHUNK_ROWS) {
      const { owner, cell, count } = this.#chunks[from / CHUNK_ROWS]!;
      const rows = Math.min(CHUNK_ROWS, this.length - from);
      yield { owner: owner.subarray(0, rows), cell: cell.subarray(0, rows), count: count.subarray(0, rows) };
    }
  }

  /** All counts of that many owners: a counting sort, linear and stable. */
  sorted(owners: number): SortedCounts {
    const next = this.#starts(owners);
    const cell = new Int32Array(this.length);
    const count = new Uint32Array(this.length);
    for (const chunk of this.chunks()) {
      for (let row = 0; row < chunk.owner.length; row++) {
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
    for (const { owner } of this.chunks()) {
      for (let row = 0; row < owner.length; row++) starts[owner[row]! + 1]!++;
    }
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
    return starts;
  }
}

function newChunk(): CountChunk {
  return {
    owner: new Uint16Array(CHUNK_ROWS),
    cell: new Int32Array(CHUNK_ROWS),
    count: new Uint32Array(CHUNK_ROWS),
  };
}
