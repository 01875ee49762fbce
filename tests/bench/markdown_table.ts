/** A table: the first column is text, all others are numbers. What is not a number here is shown as a dash. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => column === 0 ? "---" : "---:");
  return [head.map(escapeCell), rule, ...rows.map((cells) => cells.map(escapeCell))]
    .map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A pipe ends a cell, in code too. */
function escapeCell(cell: string): string {
  return /^-?(?:NaN|Infinity)$/.test(cell) ? "–" : cell.replaceAll("|", "\\|");
}
