import type { Cause, Incident } from "../../analyze/finding.ts";
import { describeCauseEvent, describeClaim, describeNoCause } from "../describe_cause.ts";
import { describeDuration, describeLag } from "../describe_duration.ts";
import { describeAmount, describeList } from "../describe_quantity.ts";
import { describeTime } from "../describe_time.ts";
import type { ReportIndex } from "../report_index.ts";
import { STYLE_BY_SEVERITY } from "../summary_style.ts";
import { LABEL_WIDTH, type SummaryCanvas } from "./summary_canvas.ts";
import { textWidth } from "./text_width.ts";

const INCIDENTS_SHOWN = 3;
const INDENT = LABEL_WIDTH + 2;
/** The worst incident and its cause are what is looked for: they get more lines than the others. */
const WORST_LINES = { title: 2, place: 2, cause: 3 };
const OTHER_LINES = { title: 1, place: 1, cause: 1 };

/** The verdict: the incidents, most severe first, each with when, where and its likely cause. */
export function incidentLines(index: ReportIndex, canvas: SummaryCanvas): string[] {
  const { incidents, analysis: { totals } } = index;
  if (incidents.length === 0) {
    return [canvas.style(totals.records > 0 ? "No incident" : "No log record could be read", "bold")];
  }
  const most = incidents.length > INCIDENTS_SHOWN ? `, the ${INCIDENTS_SHOWN} most severe:` : "";
  return [
    canvas.style(describeAmount(incidents.length, "incident"), "bold") + most,
    ...incidents.slice(0, INCIDENTS_SHOWN).flatMap((incident, at) =>
      incidentBlock(incident, index, canvas, at === 0 ? WORST_LINES : OTHER_LINES)
    ),
  ];
}

function incidentBlock(
  incident: Incident,
  index: ReportIndex,
  canvas: SummaryCanvas,
  most: typeof WORST_LINES,
): string[] {
  const { severity, title, causes: [best] } = incident;
  const width = canvas.columns - INDENT;
  const [first = "", ...rest] = canvas.lines(title, width, most.title);
  const label = canvas.style(severity.padEnd(LABEL_WIDTH), STYLE_BY_SEVERITY[severity]);
  const cause = best === undefined ? describeNoCause(index) : describeCause(best, index);
  return [
    `  ${label}${canvas.style(first, "bold")}`,
    ...rest.map((line) => " ".repeat(INDENT) + canvas.style(line, "bold")),
    ...[
      ...canvas.lines(whenAndWhere(incident, width), width, most.place),
      ...canvas.lines(cause, width, most.cause),
    ]
      .map((line) => " ".repeat(INDENT) + line),
  ];
}

function describeCause(cause: Cause, index: ReportIndex): string {
  return `${describeClaim(cause)} (score ${cause.score.toFixed(2)}), ${describeLag(cause.lagMs)}: ${
    describeCauseEvent(cause, index)
  }`;
}

/** As many hosts by name as fit into the line. */
function whenAndWhere({ start, end, hosts }: Incident, width: number): string {
  const when = `${describeTime(start)} for ${describeDuration(Date.parse(end) - Date.parse(start))}`;
  if (hosts.length === 0) return when;
  const places = [3, 2, 1].map((most) => describeList(hosts, most));
  const where = places.find((place) => textWidth(`${when}, on ${place}`) <= width) ??
    (hosts.length === 1 ? hosts[0] : `${hosts.length} hosts`);
  return `${when}, on ${where}`;
}
