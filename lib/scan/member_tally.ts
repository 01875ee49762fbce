import type { MemberSummary, Reject, TextPlace } from "./column_block.ts";

const KEPT_REJECTS = 3;

/** Counts of one member while it is scanned. */
export class MemberTally {
  /** Lines. */
  lines = 0;
  /** Records in the wanted window. */
  records = 0;
  /** Lines that belong to no record. */
  rejectedLines = 0;
  /** Continuation lines before the first record. */
  orphanLines = 0;
  /** Records beyond the cap of a dictionary. */
  overflow = 0;
  /** Records of watched templates beyond the cap. */
  unwatched = 0;
  /** Earliest record. */
  startMs: number = Infinity;
  /** Latest record. */
  endMs: number = -Infinity;
  /** Lines over the limit. */
  longLineCount = 0;
  /** The first of them. */
  firstLongLine: TextPlace | null = null;
  readonly #rejects: Reject[] = [];

  /** Counts a record. */
  addRecord(timeMs: number): void {
    this.records++;
    if (timeMs < this.startMs) this.startMs = timeMs;
    if (timeMs > this.endMs) this.endMs = timeMs;
  }

  /** Takes note of times between which some records are. */
  addSpan(firstMs: number, lastMs: number): void {
    this.startMs = Math.min(this.startMs, firstMs);
    this.endMs = Math.max(this.endMs, lastMs);
  }

  /** Counts a line that belongs to no record; `place` is asked only for the first few. */
  addReject(reason: string, place: () => TextPlace): void {
    this.rejectedLines++;
    if (this.#rejects.length < KEPT_REJECTS) this.#rejects.push({ ...place(), reason });
  }

  /** Counts a line over the limit. */
  addLongLine(place: () => TextPlace): void {
    this.longLineCount++;
    this.firstLongLine ??= place();
  }

  /** What is known at the end. */
  summary(
    rest: Pick<MemberSummary, "sizeBytes" | "layout" | "endsWhole" | "headers" | "gaps" | "lastRecord">,
  ): MemberSummary {
    return {
      ...rest,
      lines: this.lines,
      records: this.records,
      rejectedLines: this.rejectedLines,
      rejects: this.#rejects,
      longLines: { count: this.longLineCount, first: this.firstLongLine },
      orphanLines: this.orphanLines,
      startMs: this.startMs <= this.endMs ? this.startMs : null,
      endMs: this.startMs <= this.endMs ? this.endMs : null,
      overflow: this.overflow,
      unwatched: this.unwatched,
    };
  }
}
