import type { SummaryStyle } from "../summary_style.ts";

/** One thing that changed, as every document shows it. */
export interface DiffRow {
  /** What kind it is, in a word: a severity, a level, a status. */
  readonly label: string;
  /** How the label looks where there are colours. */
  readonly style: SummaryStyle;
  /** What it is; text of others may be in it. */
  readonly what: string;
  /** How it changed, in a phrase; may be empty. */
  readonly detail: string;
  /** What it is in the case after; left out: it is not in it, or has no view of its own. */
  readonly subject?: { readonly kind: "rule" | "signature"; readonly id: string };
}

/** What changed of one kind. */
export interface DiffSection {
  /** Heading, without the number. */
  readonly title: string;
  /** How many there are. */
  readonly count: number;
  /** The most important ones. */
  readonly rows: readonly DiffRow[];
}

/** A section, or nothing when nothing changed. */
export function sectionOf<T>(
  title: string,
  items: readonly T[],
  most: number,
  rowOf: (item: T) => DiffRow,
): DiffSection[] {
  return items.length === 0 ? [] : [{ title, count: items.length, rows: items.slice(0, most).map(rowOf) }];
}
