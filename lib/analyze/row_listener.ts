import type {
  AccessBlock,
  ApplicationBlock,
  DictionaryEntries,
  MemberSummary,
} from "../scan/column_block.ts";
import type { MemberPlace } from "./log_tally.ts";

/** What is known of the rows of a block besides its columns. */
export interface RowFacts {
  /** Least time of a row, epoch milliseconds. */
  readonly startMs: number;
  /** Greatest time of a row, epoch milliseconds. */
  readonly endMs: number;
  /** Marks with 1 what another file already had; null: nothing is. */
  readonly duplicates: Uint8Array | null;
  /** All rows as the scan packed them; left out: it did not. */
  readonly packed?: Uint8Array | undefined;
}

/** Told the rows as they come. */
export interface RowListener {
  /** A member begins. */
  beginMember(member: number, place: MemberPlace): void;
  /** New dictionary entries, before the rows that use them. */
  addEntries(entries: DictionaryEntries): void;
  /** Rows of a member. */
  addBlock(member: number, block: ApplicationBlock | AccessBlock, facts: RowFacts): void;
  /** A member was scanned to its end. */
  endMember(member: number, place: MemberPlace, summary: MemberSummary): void;
}
