import type { Diagnostic } from "../errors.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { BlockTimes } from "./block_times.ts";
import { DuplicateFilter, type LostKeys } from "./duplicate_filter.ts";
import { KeptKeys, type KeptKeysOptions, type RecordKeys } from "./kept_keys.ts";
import { KeyCounts } from "./key_counts.ts";

const ADVICE_BY_REASON: Readonly<Record<LostKeys["reason"], string>> = {
  memory: "memory (--memory) did not suffice to keep them",
  work: "too many files overlap",
};

interface Loss extends LostKeys {
  readonly input: string;
}

/** The duplicate filters of all families of files, which share memory and work. */
export class DuplicateFilters {
  readonly #keys: KeptKeys;
  #counts = new KeyCounts();
  readonly #filters = new Map<string, DuplicateFilter>();
  readonly #losses = new Map<LostKeys["reason"], Loss>();
  #current: DuplicateFilter | null = null;
  #input = "";

  /** Starts with nothing. */
  constructor(options?: KeptKeysOptions) {
    this.#keys = new KeptKeys(options);
  }

  /** Begins a file of a family. */
  nextFile(family: string, input: string): void {
    let filter = this.#filters.get(family);
    if (filter === undefined) {
      filter = new DuplicateFilter(this.#keys, this.#counts, (lost) => this.#lose(lost));
      this.#filters.set(family, filter);
    }
    filter.nextFile();
    this.#current = filter;
    this.#input = input;
  }

  /** Which rows of the file are duplicates, null when none is. */
  add(block: RecordKeys, times: BlockTimes): Uint8Array | null {
    return this.#current!.add(block, times);
  }

  /** What could not be compared: duplicates there count twice. */
  diagnostics(): Diagnostic[] {
    return [...this.#losses.values()].map(({ reason, records, startMs, endMs, input }) => ({
      code: reason === "memory" ? "limit.memory" : "limit.duplicates",
      severity: "warning",
      message:
        `Cannot tell which records from ${formatTime(startMs)} to ${formatTime(endMs)} are in two files: ` +
        ADVICE_BY_REASON[reason],
      input,
      count: records,
    }));
  }

  /** Frees the memory, when no more files come. */
  release(): void {
    this.#keys.release();
    this.#counts = new KeyCounts();
    this.#filters.clear();
    this.#current = null;
  }

  #lose(lost: LostKeys): void {
    const known = this.#losses.get(lost.reason) ?? { ...lost, input: this.#input, records: 0 };
    this.#losses.set(lost.reason, {
      ...known,
      records: known.records + lost.records,
      startMs: Math.min(known.startMs, lost.startMs),
      endMs: Math.max(known.endMs, lost.endMs),
    });
  }
}
