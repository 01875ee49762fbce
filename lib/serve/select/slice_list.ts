import { integerParameter, type ParameterTable, textParameter } from "../../view/params/parameter.ts";
import { ServeError } from "../serve_error.ts";
import { listCursorOf, readListCursor } from "./list_cursor.ts";

/** Which part of a list is asked for. */
export interface SliceValues {
  /** Most entries. */
  limit: number;
  /** Entries left out at the beginning. */
  offset: number;
  /** Where the part before ended. */
  cursor: string | undefined;
}

/** A part of a list. */
export interface Slice<T> {
  /** The part. */
  readonly items: readonly T[];
  /** Entries of the whole list. */
  readonly total: number;
  /** Where the next part begins; null: this is the last one. */
  readonly nextOffset: number | null;
  /** The same, good for this list of this case only. */
  readonly nextCursor: string | null;
}

const MAX_OFFSET = 1_000_000_000;

/** Parameters of every list. */
export const SLICE_PARAMETERS: ParameterTable<SliceValues> = {
  limit: integerParameter("most entries", { minimum: 1, maximum: 5000, fallback: 500 }),
  offset: integerParameter("entries to leave out at the beginning", {
    minimum: 0,
    maximum: MAX_OFFSET,
    fallback: 0,
  }),
  cursor: textParameter("nextCursor of the part before; everything else but limit must be the same"),
};

/**
 * Takes the part; `name` tells the list, and how it was chosen, from all others.
 *
 * @throws {ServeError} 422 when the cursor is of another list, or does not go with the offset
 */
export function sliceList<T>(
  list: readonly T[],
  name: string,
  { limit, offset, cursor }: SliceValues,
): Slice<T> {
  if (cursor !== undefined && offset > 0) throw twoPlaces();
  const start = cursor === undefined ? offset : readListCursor(name, cursor);
  const end = start + limit;
  const isLast = end >= list.length;
  return {
    items: list.slice(start, end),
    total: list.length,
    nextOffset: isLast ? null : end,
    nextCursor: isLast ? null : listCursorOf(name, end),
  };
}

function twoPlaces(): ServeError {
  return new ServeError("Cannot read the address: it has both cursor and offset", {
    status: 422,
    code: "parameter",
    remedy: "leave out offset",
  });
}

/** Whether one of the texts holds what is looked for, whatever the case of its letters; nothing is in every text. */
export function holdsText(wanted: string | undefined, texts: Iterable<string | null | undefined>): boolean {
  if (wanted === undefined) return true;
  const lower = wanted.toLowerCase();
  for (const text of texts) if (text?.toLowerCase().includes(lower)) return true;
  return false;
}
