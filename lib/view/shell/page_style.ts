import baseStyle from "../style/base.css" with { type: "text" };
import chartStyle from "../style/chart.css" with { type: "text" };
import diffStyle from "../style/diff.css" with { type: "text" };
import incidentStyle from "../style/incident.css" with { type: "text" };
import recordStyle from "../style/record.css" with { type: "text" };
import shellStyle from "../style/shell.css" with { type: "text" };
import tableStyle from "../style/table.css" with { type: "text" };
import timelineStyle from "../style/timeline.css" with { type: "text" };

/** The style of all views. Without carriage returns, which browsers drop before they hash. */
export const PAGE_STYLE: string = [
  baseStyle,
  shellStyle,
  tableStyle,
  timelineStyle,
  chartStyle,
  incidentStyle,
  recordStyle,
  diffStyle,
].join("\n").replaceAll("\r", "");
