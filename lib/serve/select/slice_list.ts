import { integerParameter, type ParameterTable } from "../params/parameter.ts";

/** Which part of a list is asked for. */
export interface SliceValues {
  /** Most entries. */
  limit: number;
  /** Entries left out at the beginning. */
  offset: number;
}

/** A part of a list. */
export interface Slice<T> {
  /** The part. */
  readonly items: readonly T[];
  /** Entries of the whole list. */
  readonly total: number;
  /** Where the next part begins; null: this is the last one. */
  readonly nextOffset: number | null;
}

const MAX_OFFSET = 1_000_000_000;

/** Parameters of every list. */
export function sliceParameters(fallback: number, maximum: number): ParameterTable<SliceValues> {
  return {
    limit: integerParameter("most entries", { minimum: 1, maximum, fallback }),
    offset: integerParameter("entries to leave out at the beginning", {
      minimum: 0,
      maximum: MAX_OFFSET,
      fallback: 0,
    }),
  };
}

/** Takes the part. */
export function sliceList<T>(list: readonly T[], { limit, offset }: SliceValues): Slice<T> {
  const end = offset + limit;
  return {
    items: list.slice(offset, end),
    total: list.length,
    nextOffset: end < list.length ? end : null,
  };
}

/** Whether one of the texts holds what is looked for, whatever the case of its letters; nothing is in every text. */
export function holdsText(wanted: string | undefined, texts: Iterable<string | null | undefined>): boolean {
  if (wanted === undefined) return true;
  const lower = wanted.toLowerCase();
  for (const text of texts) if (text?.toLowerCase().includes(lower)) return true;
  return false;
}
