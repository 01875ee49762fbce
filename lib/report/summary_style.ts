import type { Severity } from "../rules/rule.ts";

/** How a piece of text looks where there are colours. */
export type SummaryStyle = "bold" | "dim" | "red" | "yellow" | "cyan" | "green";

/** Colours a piece of text, or gives it back as it is. */
export type StyleText = (text: string, style: SummaryStyle) => string;

/** How a severity looks where there are colours. */
export const STYLE_BY_SEVERITY: Readonly<Record<Severity, SummaryStyle>> = {
  critical: "red",
  high: "red",
  medium: "yellow",
  low: "cyan",
  info: "dim",
};
