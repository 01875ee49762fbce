import type { Diff } from "../../analyze/diff/compare_analyses.ts";
import { fitLine } from "../clip_text.ts";
import { describeCount } from "../describe_quantity.ts";
import type { StyleText } from "../summary_style.ts";
import { visibleText } from "../visible_text.ts";
import { wrapText } from "../wrap_text.ts";
import { describeNotes, describeOutcome, describeSide } from "./describe_diff.ts";
import type { DiffRow, DiffSection } from "./diff_section.ts";
import { diffSections } from "./diff_sections.ts";

const WIDTH = 80;
const LABEL_WIDTH = 10;
const INDENT = 2;
const LIMITS = { findings: 10, others: 6 };
/** Names of the fleet's agents do not fit in one. */
const DETAIL_LINES = 2;

/** What the text needs besides the differences. */
export interface DiffTextOptions {
  /** Colours a piece of text; gives it back as it is when colours are off. */
  readonly style: StyleText;
  /** What the user calls the two; the names of their inputs may be the same. */
  readonly names: readonly [before: string, after: string];
}

/** Writes what a person reads in a terminal: the most important first, 80 columns, times in UTC. */
export function renderDiffText(diff: Diff, { style, names: [before, after] }: DiffTextOptions): string {
  return [
    ...labelled("Before", [before, ...describeSide(diff.before)], style),
    ...labelled("After", [after, ...describeSide(diff.after)], style),
    ...labelled("Note", describeNotes(diff).flatMap((note) => lines(note, WIDTH - LABEL_WIDTH)), style),
    "",
    ...lines(describeOutcome(diff), WIDTH).map((line) => style(line, "bold")),
    ...diffSections(diff, LIMITS).flatMap((section) => sectionLines(section, style)),
  ].join("\n") + "\n";
}

type Style = StyleText;

function labelled(label: string, texts: readonly string[], style: Style): string[] {
  return texts.map((text, at) =>
    (at === 0 ? style(label.padEnd(LABEL_WIDTH), "bold") : " ".repeat(LABEL_WIDTH)) +
    fitLine(visibleText(text), WIDTH - LABEL_WIDTH)
  );
}

function sectionLines({ title, count, rows }: DiffSection, style: Style): string[] {
  const more = count - rows.length;
  const isWhole = more <= 0;
  return [
    "",
    `${style(title, "bold")}${isWhole ? "" : ` (${describeCount(count)})`}`,
    ...rows.flatMap((row) => rowLines(row, style)),
    ...(isWhole
      ? []
      : [`${" ".repeat(INDENT)}${style(`and ${describeCount(more)} more: --format json`, "dim")}`]),
  ];
}

function rowLines({ label, style: tone, what, detail }: DiffRow, style: Style): string[] {
  const width = WIDTH - INDENT - LABEL_WIDTH;
  const blank = " ".repeat(INDENT + LABEL_WIDTH);
  const head = style(fitLine(visibleText(label), LABEL_WIDTH - 1).padEnd(LABEL_WIDTH), tone);
  const details = lines(detail, width);
  const shown = [...details.slice(0, DETAIL_LINES - 1), details.slice(DETAIL_LINES - 1).join(" ")];
  return [
    `${" ".repeat(INDENT)}${head}${fitLine(visibleText(what.replace(/\s+/g, " ")), width)}`,
    ...shown.filter((line) => line !== "").map((line) => blank + fitLine(line, width)),
  ];
}

function lines(text: string, width: number): string[] {
  return wrapText(visibleText(text), width);
}
