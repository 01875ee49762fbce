import { Buffer } from "node:buffer";
import type { Filter } from "../filter.ts";
import { expressionScreen, type Screen } from "./expression_screen.ts";
import { addHits, type LiteralSearch } from "./literal_search.ts";
import { byteText } from "./rare_search.ts";

/** Bytes of characters that are more than one byte: what holds them cannot be judged by its bytes. */
const NOT_ASCII = /[\x80-\xff]/g;

/** What a record must match, unless it has other characters than ASCII, for a filter to be true of it; null: anything. */
export function neededScreen(filter: Filter): Screen | null {
  if (filter.kind === "and") return filter.terms.map(neededScreen).find((screen) => screen !== null) ?? null;
  const isOfText = filter.kind === "regexp" && (filter.field === "text" || filter.field === "message");
  return isOfText ? expressionScreen(filter.pattern) : null;
}

/** Prepares to look for records that a screen lets through. */
export function screenSearch({ source, length }: Screen): LiteralSearch {
  const screen = new RegExp(source, "g");
  return {
    occursIn(bytes) {
      const { text } = byteText(bytes);
      return nextMatch(screen, text)(0) >= 0 || !isAscii(text);
    },
    hits(piece) {
      const { text } = byteText(piece.bytes);
      const hits = new Set<number>();
      addHits(nextMatch(screen, text), length, piece, hits);
      if (!isAscii(text)) addHits(nextMatch(NOT_ASCII, text), 1, piece, hits);
      return [...hits].sort((a, b) => a - b);
    },
  };
}

/** Ten times as fast as looking for what is not. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text, "utf8") === text.length;
}

function nextMatch(expression: RegExp, text: string): (from: number) => number {
  return (from) => {
    expression.lastIndex = from;
    return expression.exec(text)?.index ?? -1;
  };
}
