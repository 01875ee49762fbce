/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

/** The headings of the columns that a file has, of a table that stands on no page. */
export function plainHead(table: HTMLTableElement): string[] {
  return headings(table).flatMap((head) => isLeftOut(head) ? [] : [textOf(head.firstChild ?? head)]);
}

/** The rows as a file has them: numbers as numbers, times as ISO 8601. */
export function* plainRows(table: HTMLTableElement): Generator<(string | number)[]> {
  const heads = headings(table);
  for (const { cells } of table.tBodies[0]?.rows ?? []) {
    yield [...cells].flatMap((cell, at) => heads[at] && isLeftOut(heads[at]) ? [] : [plainCell(cell)]);
  }
}

function headings(table: HTMLTableElement): HTMLTableCellElement[] {
  return [...table.tHead?.rows[0]?.cells ?? []];
}

function isLeftOut(head: HTMLTableCellElement): boolean {
  return head.dataset.plain === "none";
}

function plainCell(cell: HTMLTableCellElement): string | number {
  const { plain } = cell.dataset;
  if (plain === undefined) return textOf(cell);
  return cell.className === "number" && plain !== "" ? Number(plain) : plain;
}

/** The text of an element: a time as it is, a picture as its words. What is in it changes: it stands on no page. */
function textOf(element: ChildNode): string {
  if (element instanceof Element) {
    for (const time of element.querySelectorAll("time")) time.textContent = time.dateTime;
    for (const picture of element.querySelectorAll("svg")) picture.textContent = picture.ariaLabel;
  }
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}
