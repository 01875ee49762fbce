import type { Analysis } from "../analyze/analysis.ts";
import type { MemberPlace } from "../analyze/log_tally.ts";
import type { RowFacts } from "../analyze/row_listener.ts";
import type { TemplateEntry } from "../analyze/signature_table.ts";
import type { SeekIndexBuilder } from "../archive/seek/seek_index_builder.ts";
import type { AccessBlock, ApplicationBlock, DictionaryEntries } from "../scan/column_block.ts";

/** What a case keeps of a scanned member. */
export interface MemberFacts {
  /** Name of the layout, null when the content is no known log. */
  readonly layout: string | null;
  /** Uncompressed bytes. */
  readonly sizeBytes: number;
  /** Lines. */
  readonly lines: number;
  /** Records. */
  readonly records: number;
  /** Lines that belong to no record. */
  readonly rejectedLines: number;
}

/** What an analysis tells while it works, to whoever keeps more than the result: a case. */
export interface AnalysisSink {
  /** Whether the lines themselves are wanted. */
  readonly wantsBytes: boolean;
  /** A file of an input is about to be read; the builder takes its seek index, null: none is wanted. */
  beginFile(input: string, file: string): SeekIndexBuilder | null;
  /** A member begins. */
  beginMember(member: number, place: MemberPlace): void;
  /** Bytes of the member; only when wanted. They may be reused once this resolves. */
  bytes(member: number, bytes: Uint8Array): Promise<void>;
  /** New dictionary entries, before the rows that use them. */
  addEntries(entries: DictionaryEntries): void;
  /** Rows of a member. */
  addBlock(member: number, block: ApplicationBlock | AccessBlock, facts: RowFacts): void;
  /** A member was scanned to its end; by its lines, its kind may be another than was thought when it began. */
  endMember(member: number, place: MemberPlace, facts: MemberFacts): void;
  /** A file of an input was read to its end. */
  endFile(input: string, file: string, sha256: string, sizeBytes: number): void;
  /** All bytes were given; resolves when they are kept, before {@linkcode AnalysisSink.finish}. */
  endBytes(): Promise<void>;
  /** Everything is known. */
  finish(analysis: Analysis, templates: readonly TemplateEntry[]): void;
}
