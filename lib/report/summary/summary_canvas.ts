import type { StyleText } from "../summary_style.ts";
import { visibleText } from "../visible_text.ts";
import { wrapText } from "../wrap_text.ts";
import { fitWidth, textWidth } from "./text_width.ts";

/** Columns that a label takes, its gap included. */
export const LABEL_WIDTH = 10;

/** What the lines of a summary are made with. */
export interface SummaryCanvas {
  /** Columns of a line. */
  readonly columns: number;
  /** Colours. */
  readonly style: StyleText;
  /** Characters that draw. */
  readonly glyphs: SummaryGlyphs;
  /** One line of a text of others: nothing invisible, cut to so many columns. */
  readonly line: (text: string, columns: number) => string;
  /** So many lines of it, broken at spaces; the last one is cut. */
  readonly lines: (text: string, columns: number, most: number) => string[];
}

/** Characters that draw. */
export interface SummaryGlyphs {
  /** Heights of a sparkline from nothing to the highest. */
  readonly levels: string;
  /** A likely cause. */
  readonly cause: string;
  /** Another change. */
  readonly change: string;
  /** Something was left out. */
  readonly ellipsis: string;
}

const UNICODE: SummaryGlyphs = { levels: "▁▂▃▄▅▆▇█", cause: "▲", change: "·", ellipsis: "…" };
const ASCII: SummaryGlyphs = { levels: "_.:-=+*#", cause: "^", change: ".", ellipsis: "..." };

/** Prepares lines of a width, of ASCII alone when asked for. */
export function summaryCanvas(columns: number, style: StyleText, isAscii: boolean): SummaryCanvas {
  const glyphs = isAscii ? ASCII : UNICODE;
  const shown = (text: string) => isAscii ? escapeNonAscii(visibleText(text)) : visibleText(text);
  return {
    columns,
    style,
    glyphs,
    line: (text, width) => fitWidth(shown(text), width, glyphs.ellipsis),
    lines(text, width, most) {
      const lines = wrapText(shown(text), width, textWidth);
      const rest = lines.slice(most - 1).join(" ");
      return [...lines.slice(0, most - 1), rest].filter((line) => line !== "")
        .map((line) => fitWidth(line, width, glyphs.ellipsis));
    },
  };
}

function escapeNonAscii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
