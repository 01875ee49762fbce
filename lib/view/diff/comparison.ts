import type { Analysis } from "../../analyze/analysis.ts";
import { compareAnalyses } from "../../analyze/diff/compare_analyses.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeNotes, describeOutcome, describeSide } from "../../report/diff/describe_diff.ts";
import type { DiffRow, DiffSection } from "../../report/diff/diff_section.ts";
import { diffSections } from "../../report/diff/diff_sections.ts";
import { indexAnalysis } from "../../report/report_index.ts";
import { loadTraffic } from "../overview/traffic_charts.ts";
import type { TimeChart } from "../parts/chart_series.ts";

/** Two cases side by side: of bounded size, so that a report can carry it. */
export interface Comparison {
  /** The result in a line. */
  readonly outcome: string;
  /** What each of both is: its name, then a phrase each. */
  readonly sides: readonly (readonly string[])[];
  /** What makes them hard to compare. */
  readonly notes: readonly string[];
  /** What changed, what is worse first. */
  readonly sections: readonly DiffSection[];
  /** The shape of the traffic in the case that is compared with. */
  readonly before: readonly TimeChart[];
  /** The same in the case that is shown. */
  readonly after: readonly TimeChart[];
}

const ALWAYS = { since: undefined, until: undefined };
const LIMITS = { findings: 60, others: 30 };
const MOST_NOTES = 20;
const LINE_LENGTH = 200;

/** Compares two cases for the page. */
export function compareForPage(before: Analysis, after: Analysis): Comparison {
  const diff = compareAnalyses(before, after);
  return {
    outcome: describeOutcome(diff),
    sides: [["Before", ...describeSide(diff.before)], ["After", ...describeSide(diff.after)]].map((side) =>
      side.map(fit)
    ),
    notes: describeNotes(diff).slice(0, MOST_NOTES).map(fit),
    sections: diffSections(diff, LIMITS).map((section) => ({ ...section, rows: section.rows.map(fitRow) })),
    before: chartsOf(before, "before"),
    after: chartsOf(after, "after"),
  };
}

function fit(text: string): string {
  return fitLine(text, LINE_LENGTH);
}

function fitRow(row: DiffRow): DiffRow {
  return { ...row, label: fit(row.label), what: fit(row.what), detail: fit(row.detail) };
}

function chartsOf(analysis: Analysis, side: string): TimeChart[] {
  return loadTraffic(indexAnalysis(analysis), ALWAYS).map((chart) => ({
    ...chart,
    id: `${chart.id}-${side}`,
    label: `${chart.label}, ${side}`,
  }));
}
