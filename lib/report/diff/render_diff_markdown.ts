import type { Diff, DiffSide } from "../../analyze/diff/compare_analyses.ts";
import { describeCount } from "../describe_quantity.ts";
import { codeSpan, inlineText, inlineTitle, table } from "../markdown/markdown_text.ts";
import { describeNotes, describeOutcome, describeSide } from "./describe_diff.ts";
import type { DiffSection } from "./diff_section.ts";
import { diffSections } from "./diff_sections.ts";

const LIMITS = { findings: 100, others: 50 };

/** Writes the differences as GitHub-flavoured Markdown. */
export function renderDiffMarkdown(diff: Diff): string {
  const notes = describeNotes(diff).map((note) => `- ${inlineText(note)}`);
  return [
    `# ${inlineTitle(describeOutcome(diff))}`,
    table(["", "Input", "What was read", "From, to"], [
      sideCells("Before", diff.before),
      sideCells("After", diff.after),
    ]),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
    "Rates are for the time that each covers and the work that was done in it. A difference is told when it is at " +
    "least twofold and, with all others, false in at most 1 of 20 cases. All times are UTC.",
    ...diffSections(diff, LIMITS).flatMap(sectionBlocks),
  ].join("\n\n") + "\n";
}

function sideCells(name: string, side: DiffSide): string[] {
  const [inputs = "", ...rest] = describeSide(side);
  return [name, codeSpan(inputs), ...rest.map(inlineText)];
}

function sectionBlocks({ title, count, rows }: DiffSection): string[] {
  const more = count - rows.length;
  return [
    `## ${title}`,
    table(
      ["", "What", "How it changed"],
      rows.map(({ label, what, detail }) => [
        inlineTitle(label),
        inlineTitle(what),
        inlineTitle(detail),
      ]),
    ),
    ...(more > 0 ? [`And ${describeCount(more)} more in the JSON form.`] : []),
  ];
}
