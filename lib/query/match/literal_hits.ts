import { Buffer } from "node:buffer";
import type { TextPiece } from "../text_pieces.ts";

/** Finds the records of a piece in which one of some texts occurs, in their order; null stands for all of them. */
export type LiteralHits = (piece: TextPiece) => Iterable<number>;

/**
 * Prepares the search. Bytes are searched, not characters: as text of one byte a character, which is ten times as fast
 * as `Buffer.indexOf`.
 */
export function literalHits(literals: readonly string[] | null): LiteralHits {
  if (literals === null) {
    return ({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index);
  }
  const needles = literals.map((literal) => Buffer.from(literal, "utf8").toString("latin1"));
  return (piece) => {
    const { buffer, byteOffset, length } = piece.bytes;
    const bytes = Buffer.from(buffer, byteOffset, length).toString("latin1");
    const hits = new Set<number>();
    for (const needle of needles) addHits(bytes, needle, piece, hits);
    return needles.length > 1 ? [...hits].sort((a, b) => a - b) : hits;
  };
}

/** Goes from hit to hit, and on to the record that it is in: all bytes are searched once. */
function addHits(
  bytes: string,
  needle: string,
  { base, starts, ends, from, to }: TextPiece,
  hits: Set<number>,
): void {
  let index = from;
  let at = bytes.indexOf(needle);
  while (at >= 0 && index < to) {
    while (index < to && ends[index]! - base < at + needle.length) index++;
    if (index >= to) return;
    const start = starts[index]! - base;
    // A hit between two records is none.
    if (at >= start) hits.add(index++);
    at = index < to ? bytes.indexOf(needle, Math.max(at + 1, starts[index]! - base)) : -1;
  }
}
