import type { Finding } from "../../analyze/finding.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import { describeAmount } from "../describe_quantity.ts";
import type { ReportIndex } from "../report_index.ts";
import { shortCount } from "./short_count.ts";
import { STYLE_BY_SEVERITY } from "../summary_style.ts";
import { countColumns, sparkline, timeColumns } from "./sparkline.ts";
import { LABEL_WIDTH, type SummaryCanvas } from "./summary_canvas.ts";
import { textWidth } from "./text_width.ts";

const FINDINGS_SHOWN = 4;
const COUNT_WIDTH = 5;
const SPARKLINE_WIDTH = { narrow: 8, wide: 20 };
/** In a narrower terminal the titles need the room. */
const LEAST_COLUMNS = 60;
const WIDE_COLUMNS = 100;

/** How many findings there are, and the worst: severity, records, when, what. Text of others is last in its line. */
export function findingLines(index: ReportIndex, canvas: SummaryCanvas): string[] {
  const { findings } = index.analysis;
  if (findings.length === 0) return [canvas.style("No finding", "bold")];
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [`${count} ${severity}`] : [];
  });
  const amount = describeAmount(findings.length, "finding");
  return [
    `${canvas.style(amount, "bold")}: ${canvas.line(counts.join(", "), canvas.columns - amount.length - 2)}`,
    ...findings.slice(0, FINDINGS_SHOWN).map((finding) => findingLine(finding, index, canvas)),
  ];
}

function findingLine(finding: Finding, index: ReportIndex, canvas: SummaryCanvas): string {
  const { severity, count, title, rule } = finding;
  const label = canvas.style(severity.padEnd(LABEL_WIDTH), STYLE_BY_SEVERITY[severity]);
  const measures = canvas.columns < LEAST_COLUMNS
    ? ""
    : `${shortCount(count).padStart(COUNT_WIDTH)} ${findingSparkline(finding, index, canvas)}  `;
  const room = canvas.columns - LABEL_WIDTH - 2 - measures.length;
  const withRule = `${title} (${rule})`;
  return `  ${label}${measures}${canvas.line(textWidth(withRule) <= room ? withRule : title, room)}`;
}

function findingSparkline({ series }: Finding, { analysis }: ReportIndex, canvas: SummaryCanvas): string {
  const width = canvas.columns < WIDE_COLUMNS ? SPARKLINE_WIDTH.narrow : SPARKLINE_WIDTH.wide;
  const columns = timeColumns(analysis.span ?? { start: series.start, end: series.start }, width);
  return sparkline(countColumns([series], columns), canvas.glyphs.levels);
}
