import type { BlockTimes } from "./block_times.ts";
import type { KeyCounts } from "./key_counts.ts";
import type { KeptKeys, RecordKeys } from "./kept_keys.ts";

interface Span {
  startMs: number;
  endMs: number;
}

/** A file's stretches among the kept keys. */
interface FileRecords extends Span {
  readonly from: number;
  to: number;
}

/** Records that could not be compared with others. */
export interface LostKeys {
  /** Why: the others were dropped, or there were too many to compare. */
  readonly reason: "memory" | "work";
  /** The others; those that several blocks were to be compared with count every time. */
  readonly records: number;
  /** First and last time of the others, epoch milliseconds. */
  readonly startMs: number;
  readonly endMs: number;
}

const ROTATION_SLACK_MS = 5000;

/**
 * Finds records that were already read from another file of the same host and family: a rolled file and the former
 * current one, or two archives. A record that one file holds twice is two records. Only files that overlap in time are
 * compared, stretch by stretch.
 */
export class DuplicateFilter {
  readonly #files: FileRecords[] = [];
  /** Of all files before the current one: beyond it, none of thousands has to be looked at. */
  readonly #earlier: Span = { startMs: Infinity, endMs: -Infinity };
  readonly #keys: KeptKeys;
  readonly #counts: KeyCounts;
  readonly #lose: (lost: LostKeys) => void;

  /** Starts with nothing; `keys` and `counts` are shared by all filters, `lose` is told what could not be compared. */
  constructor(keys: KeptKeys, counts: KeyCounts, lose: (lost: LostKeys) => void) {
    this.#keys = keys;
    this.#counts = counts;
    this.#lose = lose;
  }

  /** Begins another file. */
  nextFile(): void {
    const from = this.#keys.size;
    const last = this.#files.at(-1);
    if (last !== undefined) extend(this.#earlier, last);
    this.#files.push({ startMs: Infinity, endMs: -Infinity, from, to: from });
  }

  /** Which rows are duplicates, null when none is. Keeps nothing of the block itself. */
  add(block: RecordKeys, times: BlockTimes): Uint8Array | null {
    const keys = this.#keys;
    const current = this.#files.at(-1)!;
    const before = current.to;
    const span = { startMs: Infinity, endMs: -Infinity };
    keys.add(block, times);
    current.to = keys.size;
    for (let stretch = before; stretch < current.to; stretch++) {
      span.startMs = Math.min(span.startMs, keys.startOf(stretch));
      span.endMs = Math.max(span.endMs, keys.endOf(stretch));
    }
    extend(current, span);
    if (!keys.spend(this.#files.length >>> 3)) this.#lose({ reason: "work", records: block.length, ...span });
    else if (span.startMs <= this.#earlier.endMs && span.endMs >= this.#earlier.startMs) {
      const earlier = this.#files.filter((file) => file !== current && overlaps(file, span));
      if (earlier.length > 0) return this.#mark(block, span, { ...current, to: before }, earlier);
    }
    return null;
  }

  #mark(
    block: RecordKeys,
    span: Span,
    own: FileRecords,
    earlier: readonly FileRecords[],
  ): Uint8Array | null {
    const counts = this.#counts;
    counts.begin(block);
    this.#count(own, span);
    counts.endOwnFile();
    for (const file of earlier) {
      this.#count(file, span);
      counts.endFile();
    }
    return counts.marks();
  }

  /** Counts the records of a file that may be in a span. */
  #count({ from, to }: FileRecords, { startMs, endMs }: Span): void {
    const keys = this.#keys;
    for (let stretch = from; stretch < to; stretch++) {
      if (keys.startOf(stretch) > endMs || keys.endOf(stretch) < startMs) continue;
      const isPaid = keys.spend(keys.rowsOf(stretch) + this.#counts.takeProbes());
      const rows = isPaid ? keys.read(stretch) : null;
      if (rows === null) this.#loseStretch(stretch, isPaid ? "memory" : "work");
      else this.#counts.add(rows);
    }
  }

  #loseStretch(stretch: number, reason: LostKeys["reason"]): void {
    const keys = this.#keys;
    this.#lose({
      reason,
      records: keys.rowsOf(stretch),
      startMs: keys.startOf(stretch),
      endMs: keys.endOf(stretch),
    });
  }
}

function extend(span: Span, by: Span): void {
  span.startMs = Math.min(span.startMs, by.startMs);
  span.endMs = Math.max(span.endMs, by.endMs);
}

/** Files that follow each other may share a moment, most layouts have whole seconds: that is no overlap. */
function overlaps(file: Span, block: Span): boolean {
  const commonMs = Math.min(file.endMs, block.endMs) - Math.max(file.startMs, block.startMs);
  const isInside = commonMs >= 0 &&
    commonMs === Math.min(file.endMs - file.startMs, block.endMs - block.startMs);
  return isInside || commonMs > ROTATION_SLACK_MS;
}
