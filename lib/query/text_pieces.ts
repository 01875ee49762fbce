import type { CaseReader } from "../case/case_reader.ts";

/** Longest part of a record that is read, searched and told, in bytes. */
export const MAX_TEXT_BYTES: number = 1024 * 1024;
/** Bytes read at once; one record may be longer. */
const PIECE_BYTES = 2 * 1024 * 1024;
/** Bytes between two records that are read along, rather than reading twice. */
const MAX_GAP_BYTES = 65_536;

/** Where some records of a member are, in the order of their places. */
export interface TextStretches {
  /** First bytes, in the uncompressed member, 0-based. */
  readonly starts: Float64Array;
  /** After the last bytes; what is beyond the longest text is left out. */
  readonly ends: Float64Array;
}

/** Bytes that hold some neighbouring records. */
export interface TextPiece extends TextStretches {
  /** The bytes, fewer than wanted when there are no more; valid until the next piece is asked for. */
  readonly bytes: Uint8Array;
  /** Where they begin in the member. */
  readonly base: number;
  /** First record in them. */
  readonly from: number;
  /** After the last. */
  readonly to: number;
}

/** Makes the stretches of `length` records. */
export function textStretches(
  length: number,
  offsetOf: (index: number) => number,
  lengthOf: (index: number) => number,
): TextStretches {
  const starts = new Float64Array(length);
  const ends = new Float64Array(length);
  for (let index = 0; index < length; index++) {
    starts[index] = offsetOf(index);
    ends[index] = starts[index]! + Math.min(lengthOf(index), MAX_TEXT_BYTES);
  }
  return { starts, ends };
}

/** Reads the texts of records, many at once where they are near each other. */
export function* textPieces(
  reader: Pick<CaseReader, "bytes">,
  member: number,
  { starts, ends }: TextStretches,
): Generator<TextPiece> {
  for (let from = 0; from < starts.length;) {
    const base = starts[from]!;
    let end = ends[from]!;
    let to = from + 1;
    for (; to < starts.length; to++) {
      if (starts[to]! - end > MAX_GAP_BYTES || ends[to]! - base > PIECE_BYTES) break;
      end = Math.max(end, ends[to]!);
    }
    yield { bytes: reader.bytes(member, base, end - base), base, from, to, starts, ends };
    from = to;
  }
}

/** The bytes of one record of a piece. */
export function bytesIn({ bytes, base, starts, ends }: TextPiece, index: number): Uint8Array {
  return bytes.subarray(starts[index]! - base, ends[index]! - base);
}
