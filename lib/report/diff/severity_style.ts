import type { Severity } from "../../rules/rule.ts";
import type { SummaryStyle } from "../render_summary.ts";

/** How a severity looks where there are colours. */
export const STYLE_BY_SEVERITY: Readonly<Record<Severity, SummaryStyle>> = {
  critical: "red",
  high: "red",
  medium: "yellow",
  low: "cyan",
  info: "dim",
};
