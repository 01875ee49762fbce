import type { Finding, Incident } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { SEVERITIES, type Severity } from "../../rules/rule.ts";
import type { TimeScale } from "../parts/time_scale.ts";

/** An incident or a finding in a picture. */
export interface TimeSpan {
  /** Its id. */
  readonly id: string;
  /** How bad it is. */
  readonly severity: Severity;
  /** One line. */
  readonly title: string;
  /** From then on, epoch milliseconds. */
  readonly startMs: number;
  /** Up to then. */
  readonly endMs: number;
  /** Row it is drawn in, from 0. */
  readonly row: number;
}

const MOST_INCIDENTS = 6;
const MOST_FINDINGS = 250;
const MOST_ROWS = 10;
const TITLE_LENGTH = 140;
/** Two spans in a row are so far apart, as a part of all time. */
const APART = 0.004;

/** The incidents that have a row each: those in the time that is shown before others, the worst first. */
export function incidentSpans({ incidents }: ReportIndex, shown: TimeScale): TimeSpan[] {
  const spans = incidents.map((incident) => spanOf(incident, incident.start, incident.end));
  const isShown = (span: TimeSpan) => touches(span, shown);
  return [...spans.filter(isShown), ...spans.filter((span) => !isShown(span))].slice(0, MOST_INCIDENTS)
    .sort((a, b) => a.startMs - b.startMs).map((span, row) => ({ ...span, row }));
}

/**
 * The worst findings, packed into few rows: a row depends on nothing but all findings and all time, so that it stays when
 * the picture is zoomed.
 */
export function findingSpans(
  { analysis: { findings } }: ReportIndex,
  whole: TimeScale,
  reach: TimeScale,
): { spans: TimeSpan[]; rows: number } {
  const apartMs = APART * (whole.endMs - whole.startMs);
  const rowEnds: number[] = [];
  const spans = findings.slice(0, MOST_FINDINGS).map((finding) =>
    spanOf(finding, finding.onset, finding.last)
  )
    .sort((a, b) => a.startMs - b.startMs || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map((span) => {
      const free = rowEnds.findIndex((end) => end + apartMs <= span.startMs);
      const row = free >= 0 ? free : Math.min(rowEnds.length, MOST_ROWS - 1);
      rowEnds[row] = Math.max(rowEnds[row] ?? 0, span.endMs);
      return { ...span, row };
    });
  return { spans: spans.filter((span) => touches(span, reach)), rows: rowEnds.length };
}

function spanOf({ id, severity, title }: Finding | Incident, start: string, end: string): TimeSpan {
  const startMs = Date.parse(start);
  return {
    ...{ id, severity, title: fitLine(title, TITLE_LENGTH) },
    ...{ startMs, endMs: Math.max(startMs, Date.parse(end)), row: 0 },
  };
}

function touches(span: TimeSpan, { startMs, endMs }: TimeScale): boolean {
  return span.endMs >= startMs && span.startMs <= endMs;
}
