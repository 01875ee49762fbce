/** The columns of a block that tell records apart. */
export interface RecordKeys {
  /** Rows. */
  readonly length: number;
  /** Epoch milliseconds. */
  readonly timeMs: Float64Array;
  /** Hash of what tells two records of one time apart. */
  readonly key: Uint32Array;
}

interface Span {
  startMs: number;
  endMs: number;
}

interface FileRecords extends Span {
  readonly blocks: RecordKeys[];
  index: Map<number, number> | null;
}

const ROTATION_SLACK_MS = 5000;

/**
 * Finds records that were already read from another file of the same host and family: a rolled file and the former
 * current one, or two archives. A record that one file holds twice is two records. Costs 12 bytes a record; an index
 * is built only for files that overlap in time.
 */
export class DuplicateFilter {
  readonly #files: FileRecords[] = [];
  /** How often each key of the current file was seen, to match the n-th with the n-th. */
  #seen = new Map<number, number>();

  /** Begins another file. */
  nextFile(): void {
    this.#files.push({ startMs: Infinity, endMs: -Infinity, blocks: [], index: null });
    this.#seen = new Map();
  }

  /** Which rows are duplicates, null when none is. */
  add(block: RecordKeys): Uint8Array | null {
    const current = this.#files.at(-1)!;
    const [startMs, endMs] = rangeOf(block);
    const earlier = this.#files.filter((file) => file !== current && overlaps(file, { startMs, endMs }));
    // The block itself has many more columns: kept, they would be most of the memory of an analysis.
    current.blocks.push({ length: block.length, timeMs: block.timeMs.slice(), key: block.key.slice() });
    current.startMs = Math.min(current.startMs, startMs);
    current.endMs = Math.max(current.endMs, endMs);
    return earlier.length === 0 ? null : this.#mark(block, earlier);
  }

  #mark(block: RecordKeys, earlier: readonly FileRecords[]): Uint8Array | null {
    const marks = new Uint8Array(block.length);
    let any = false;
    for (let row = 0; row < block.length; row++) {
      const key = rowKey(block, row);
      const nth = (this.#seen.get(key) ?? 0) + 1;
      this.#seen.set(key, nth);
      if (earlier.some((file) => (indexOf(file).get(key) ?? 0) >= nth)) {
        marks[row] = 1;
        any = true;
      }
    }
    return any ? marks : null;
  }
}

/** Files that follow each other may share a moment, most layouts have whole seconds: that is no overlap. */
function overlaps(file: Span, block: Span): boolean {
  const commonMs = Math.min(file.endMs, block.endMs) - Math.max(file.startMs, block.startMs);
  const isInside = commonMs >= 0 &&
    commonMs === Math.min(file.endMs - file.startMs, block.endMs - block.startMs);
  return isInside || commonMs > ROTATION_SLACK_MS;
}

function indexOf(file: FileRecords): Map<number, number> {
  if (file.index === null) {
    file.index = new Map();
    for (const block of file.blocks) {
      for (let row = 0; row < block.length; row++) {
        const key = rowKey(block, row);
        file.index.set(key, (file.index.get(key) ?? 0) + 1);
      }
    }
  }
  return file.index;
}

/** 21 bits of the time and 32 of the hash: the files overlap in time anyway, and 53 bits are exact in a number. */
function rowKey(block: RecordKeys, row: number): number {
  return (block.timeMs[row]! % 2_097_152) * 4_294_967_296 + block.key[row]!;
}

function rangeOf({ length, timeMs }: RecordKeys): [startMs: number, endMs: number] {
  let startMs = Infinity;
  let endMs = -Infinity;
  for (let row = 0; row < length; row++) {
    const time = timeMs[row]!;
    if (time < startMs) startMs = time;
    if (time > endMs) endMs = time;
  }
  return [startMs, endMs];
}
