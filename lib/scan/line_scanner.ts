import type {
  AccessBlock,
  ApplicationBlock,
  HeaderLine,
  RecordGap,
  RecordTexts,
  RequestSample,
  Sample,
  TextPlace,
  WatchedRecord,
} from "./column_block.ts";

/** A stretch of a member: whole lines, starting where a record may start. */
export interface Region {
  /** Holds the stretch; what is beyond `to` is not looked at. */
  readonly buffer: Uint8Array;
  /** End of the stretch, which starts at 0. */
  readonly to: number;
  /** Offset of `buffer[0]` in the member. */
  readonly baseOffset: number;
}

/** What was found since the last time. */
export interface ScannedStretch {
  /** Kept records; null: none. */
  readonly samples: RecordTexts | null;
  /** Failures that request threads logged and that are not among `samples`; null: none. */
  readonly traced: RecordTexts | null;
  /** Kept requests. */
  readonly requests: readonly RequestSample[];
  /** Records of watched templates. */
  readonly watched: readonly WatchedRecord[];
  /** Lines of console output. */
  readonly lines: readonly TextPlace[];
  /** Rows; null: none. */
  readonly block: ApplicationBlock | AccessBlock | null;
}

/** Turns the lines of one layout into columns. */
export interface LineScanner {
  /** Name of the layout. */
  readonly layout: string | null;
  /** Header lines so far. */
  readonly headers: readonly HeaderLine[];
  /** Long times without a record, so far. */
  readonly gaps: readonly RecordGap[];
  /** The last record so far, for logs whose starts are told by header lines. */
  readonly lastRecord: Sample | null;
  /**
   * Where the last record that may still go on starts in `buffer`, looking no further back than `from`; 0 when
   * nothing is known to be whole.
   */
  boundary(buffer: Uint8Array, from: number, to: number): number;
  /** Scans a stretch. A record at its end is whole, unless `region` was cut for length. */
  scan(region: Region): void;
  /** Says that the member ended. */
  finish(): void;
  /** What was found since the last call. */
  take(): ScannedStretch;
}
