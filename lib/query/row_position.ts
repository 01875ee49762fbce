import { UsageError } from "../errors.ts";

/** Place of a row in the order of a query: by time, then events, then log files, then place in the file. */
export interface RowPosition {
  /** Time that the rows are ordered by, epoch milliseconds. */
  readonly orderMs: number;
  /** 0: event; else 1 + the place of the log file in the order of inputs and paths. */
  readonly rank: number;
  /** Offset in the log file, or place of the event among the events. */
  readonly place: number;
}

const CURSOR = /^(-?\d{1,16}(?:\.\d{1,9})?)_(\d{1,10})_(\d{1,16})$/;

/** A total order. */
export function comparePositions(a: RowPosition, b: RowPosition): number {
  return a.orderMs - b.orderMs || a.rank - b.rank || a.place - b.place;
}

/** The position as a text that a caller gives back to go on after it. */
export function cursorOf({ orderMs, rank, place }: RowPosition): string {
  return `${orderMs}_${rank}_${place}`;
}

/** Reads what {@linkcode cursorOf} wrote; throws a UsageError when it is something else. */
export function readCursor(cursor: string): RowPosition {
  const [orderMs, rank, place] = CURSOR.exec(cursor)?.slice(1).map(Number) ?? [];
  if (orderMs === undefined || rank === undefined || place === undefined) {
    throw new UsageError(`Cannot go on after "${cursor}": it is no cursor of a row`, {
      remedy: "give the cursor of the last row as it is",
    });
  }
  return { orderMs, rank, place };
}
