import type { EventRow } from "../events/event_row.ts";
import type { Category } from "../parse/member_origin.ts";
import type { AccessFields, ApplicationFields } from "./row_fields.ts";

/** A record that a query tells. */
export interface RecordRow {
  /** Discriminates. */
  readonly kind: "record";
  /** Goes on after this row: {@linkcode QueryOptions.after}. */
  readonly cursor: string;
  /** Whether it fits; false: it is told as context of one that does. */
  readonly isMatch: boolean;
  /** Time as the host logged it, ISO 8601 UTC. */
  readonly time: string;
  /** The same, epoch milliseconds. */
  readonly timeMs: number;
  /** Host whose log it is in. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** Name of the input. */
  readonly input: string;
  /** Path of the log file in the input. */
  readonly member: string;
  /** First line, 1-based. */
  readonly line: number;
  /** Offset in the uncompressed member, 0-based. */
  readonly byteOffset: number;
  /** Bytes without the last line feed. */
  readonly byteLength: number;
  /** Those bytes as UTF-8, cut at 1 MiB with a mark; empty when the lines cannot be read. */
  readonly text: string;
  /** What the record says; without its text, what the columns of the case say. Null: it is not understood, or not asked for. */
  readonly fields: ApplicationFields | AccessFields | null;
}

/** An event among the records. */
export interface QueriedEvent {
  /** Discriminates. */
  readonly kind: "event";
  /** Goes on after this row. */
  readonly cursor: string;
  /** When it happened, ISO 8601 UTC. */
  readonly time: string;
  /** The same, epoch milliseconds. */
  readonly timeMs: number;
  /** The event. */
  readonly event: EventRow;
}

/** What a query tells, in order. */
export type QueryRow = RecordRow | QueriedEvent;
