import { visibleText } from "../../report/visible_text.ts";
import type { StyleText } from "../../report/summary_style.ts";

const GAP = "  ";
/** A server that sends more has something in mind. */
const MOST_CELL_CHARACTERS = 300;

const plain: StyleText = (text) => text;

/** Lines of aligned columns; no heading when it is null. What a server said cannot reach the terminal raw. */
export function textTable(
  heading: readonly string[] | null,
  rows: readonly (readonly string[])[],
  style: StyleText = plain,
): string[] {
  const lines = [...(heading === null ? [] : [heading]), ...rows].map((row) => row.map(cellText));
  const widths: number[] = [];
  for (const line of lines) line.forEach((cell, i) => widths[i] = Math.max(widths[i] ?? 0, cell.length));
  const texts = lines.map((line) => line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(GAP).trimEnd());
  return texts.map((text, i) => i === 0 && heading !== null ? style(text, "bold") : text);
}

function cellText(text: string): string {
  const cut = text.length > MOST_CELL_CHARACTERS ? `${text.slice(0, MOST_CELL_CHARACTERS)}…` : text;
  return visibleText(cut);
}
