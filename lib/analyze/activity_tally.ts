import type { Diagnostic } from "../errors.ts";
import type { Category } from "../parse/member_origin.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { BlockTimes } from "./block_times.ts";
import { type MinuteBudget, MinuteCounts } from "./minute_counts.ts";

const MINUTE_MS = 60_000;

/** Minutes in which a host's family of files was written, with counts. */
export interface FamilyActivity {
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** File family. */
  readonly family: string;
  /** Records by minute since the epoch. */
  readonly minutes: ReadonlyMap<number, number> & Pick<MinuteCounts, "delete" | "countInto" | "lastBefore">;
}

/** When the files of each family were written. */
export class ActivityTally {
  /** By family key. */
  readonly families: Map<string, FamilyActivity> = new Map();
  readonly #minutes = new Map<string, MinuteCounts>();
  readonly #budget: MinuteBudget;
  #refused = 0;
  #firstRefusedMs = NaN;

  /** Starts with nothing; counts as many days of files as the budget has. */
  constructor(budget: MinuteBudget) {
    this.#budget = budget;
  }

  /**
   * Counts the rows of a block that are not marked in `skip`. Returns the rows that are not to be counted anywhere: those,
   * and the ones on days beyond the budget, so that nothing that is kept by time grows without end.
   */
  add(
    key: string,
    place: Omit<FamilyActivity, "minutes">,
    times: BlockTimes,
    skip: Uint8Array | null,
  ): Uint8Array | null {
    const minutes = this.#minutesOf(key, place);
    let marks: Uint8Array | null = null;
    let from = 0;
    for (let run = 0; run < times.runs; run++) {
      const [minute, to] = [times.minuteOf(run), times.endOf(run)];
      const count = skip === null ? to - from : unmarked(skip, from, to);
      if (count > 0 && !minutes.add(minute, count)) {
        marks ??= skip?.slice() ?? new Uint8Array(times.stretches.at(-1)!.to);
        marks.fill(1, from, to);
        this.#refuse(minute, count);
      }
      from = to;
    }
    return marks ?? skip;
  }

  /** What was counted less finely, and records that were left out. */
  diagnostics(input: string): Diagnostic[] {
    const { coarseDays } = this.#budget;
    const coarse: Diagnostic = {
      code: "limit.minutes",
      severity: "note",
      message: `Counted ${coarseDays} days of files by ten minutes instead of one: more --memory tells more`,
      input,
      count: coarseDays,
    };
    return [...(coarseDays === 0 ? [] : [coarse]), ...this.#refusals(input)];
  }

  #refusals(input: string): Diagnostic[] {
    return this.#refused === 0 ? [] : [{
      code: "limit.days",
      severity: "warning",
      message: `Left out ${this.#refused} records, the first one of ${formatTime(this.#firstRefusedMs)}: ` +
        "a log is of more than ten years, or all logs together of more days than --memory is for",
      input,
      count: this.#refused,
    }];
  }

  #minutesOf(key: string, { host, category, family }: Omit<FamilyActivity, "minutes">): MinuteCounts {
    let minutes = this.#minutes.get(key);
    if (minutes === undefined) {
      this.#minutes.set(key, minutes = new MinuteCounts(this.#budget));
      this.families.set(key, { host, category, family, minutes });
    }
    return minutes;
  }

  #refuse(minute: number, count: number): void {
    if (this.#refused === 0) this.#firstRefusedMs = minute * MINUTE_MS;
    this.#refused += count;
  }
}

function unmarked(marks: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let row = from; row < to; row++) if (marks[row] === 0) count++;
  return count;
}
