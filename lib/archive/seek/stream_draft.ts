import type { ContentSpans } from "./content_spans.ts";
import type { SeekPoint } from "./seek_index.ts";

/** A point while more are being found. */
export interface DraftPoint extends SeekPoint {
  /** Whether the stream cannot be read without it: what lies before it is damaged or is no gzip. */
  readonly isNeeded: boolean;
}

/** A stream while it is read for the first time. */
export interface StreamDraft {
  /** Where its compressed bytes lie; undefined for the file itself. */
  readonly source: ContentSpans | undefined;
  /** Ascending. */
  points: DraftPoint[];
  /** Bytes of it so far. */
  byteLength: number;
  /** Whether a member lies in it. */
  isUsed: boolean;
}
