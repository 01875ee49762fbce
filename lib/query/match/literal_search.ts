import type { TextPiece } from "../text_pieces.ts";
import { byteText, needleOf, rareSearch } from "./rare_search.ts";

/** Some texts, to be looked for in many pieces. */
export interface LiteralSearch {
  /** Whether one of them occurs in bytes. */
  occursIn(bytes: Uint8Array): boolean;
  /** The records of a piece in which one of them occurs, in their order. */
  hits(piece: TextPiece): Iterable<number>;
}

/** Prepares the search; null stands for texts that every record has. */
export function literalSearch(literals: readonly string[] | null): LiteralSearch {
  if (literals === null) {
    return {
      occursIn: () => true,
      hits: ({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index),
    };
  }
  const needles = literals.map(needleOf);
  return {
    occursIn(bytes) {
      const haystack = byteText(bytes);
      return needles.some((needle) => rareSearch(haystack, needle)(0) >= 0);
    },
    hits(piece) {
      const haystack = byteText(piece.bytes);
      const hits = new Set<number>();
      for (const needle of needles) addHits(rareSearch(haystack, needle), needle.length, piece, hits);
      return needles.length > 1 ? [...hits].sort((a, b) => a - b) : hits;
    },
  };
}

/**
 * Adds the records that hold a hit of so many bytes; `search` gives the first one from a place on. Goes from hit to hit, and
 * on to the record that it is in: all bytes are searched once.
 */
export function addHits(
  search: (from: number) => number,
  length: number,
  { base, starts, ends, from, to }: TextPiece,
  hits: Set<number>,
): void {
  let index = from;
  let at = search(0);
  while (at >= 0 && index < to) {
    while (index < to && ends[index]! - base < at + length) index++;
    if (index >= to) return;
    const start = starts[index]! - base;
    // A hit between two records is none.
    if (at >= start) hits.add(index++);
    at = index < to ? search(Math.max(at + 1, starts[index]! - base)) : -1;
  }
}
