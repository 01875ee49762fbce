/// <reference lib="dom" />

/** The parts of the document that its script fills; all are there from the beginning. */
export type PartName = "about" | "carried" | "head" | "main" | "status" | "help";

/** A part of the document. */
export function pagePart(name: PartName): HTMLElement {
  const part = document.getElementById(name);
  if (part === null) throw new TypeError(`Cannot start the page: it has no #${name}`);
  return part;
}

/** The text of a part that may be missing. */
export function partText(name: PartName): string | null {
  return document.getElementById(name)?.textContent ?? null;
}
