import { createHash } from "node:crypto";
import type { Analysis } from "../analyze/analysis.ts";
import { describeMissing } from "./describe_missing.ts";
import { describeAmount, describeBytes, describeCount, describeList } from "./describe_quantity.ts";
import { describeSpan } from "./describe_time.ts";
import { describeVerdict } from "./describe_verdict.ts";
import { backupSection } from "./html/backup_view.ts";
import { diagnosticSection, footerView, readingSection } from "./html/closing_view.ts";
import { coverageSection, restartSection } from "./html/coverage_view.ts";
import { eventSection } from "./html/event_view.ts";
import { findingSection } from "./html/finding_view.ts";
import { html, rawHtml, type SafeHtml } from "./html/html.ts";
import { incidentSection } from "./html/incident_view.ts";
import { sectionView } from "./html/table_view.ts";
import { timelineLegend } from "./html/timeline_legend.ts";
import { overviewTimeline, TIMELINE_SYMBOLS } from "./html/timeline.ts";
import { accessSection, signatureSection } from "./html/traffic_view.ts";
import { indexAnalysis, type ReportIndex } from "./report_index.ts";
import style from "./report_style.css" with { type: "text" };
import { SEVERITIES } from "../rules/rule.ts";

const MISSING_SHOWN = 12;

/** Without carriage returns, which browsers drop before they hash. */
const STYLE = style.replaceAll("\r", "");

/**
 * Writes `report.html`: one file that loads nothing, runs no script, and shows everything of others as text. The
 * policy inside makes the browser enforce that.
 */
export function renderHtml(analysis: Analysis): string {
  const index = indexAnalysis(analysis);
  const { what } = describeVerdict(index);
  const names = describeList(analysis.inputs.map(({ name }) => name), 2);
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>${what} · ${names} · omlens</title>
        <style>${rawHtml(STYLE)}</style>
      </head>
      <body>
    ${TIMELINE_SYMBOLS}
    ${page(index, names)}
      </body>
    </html>
  `.markup.trimStart();
}

function contentSecurityPolicy(): string {
  const hash = createHash("sha256").update(STYLE).digest("base64");
  return `default-src 'none'; style-src 'sha256-${hash}'; script-src 'none'; img-src data:; base-uri 'none'; form-action 'none'`;
}

function page(index: ReportIndex, names: string): SafeHtml {
  const sections: readonly (readonly [id: string, name: string, body: SafeHtml | null])[] = [
    ["timeline", "Timeline", timelineSection(index)],
    ["incidents", "Incidents", incidentSection(index)],
    ["findings", "Findings", findingSection(index)],
    ["backups", "Backups", backupSection(index)],
    ["coverage", "Coverage", coverageSection(index)],
    ["restarts", "Restarts", restartSection(index)],
    ["signatures", "Messages", signatureSection(index)],
    ["access", "Access", accessSection(index)],
    ["events", "Events", eventSection(index)],
    ["diagnostics", "Diagnostics", diagnosticSection(index)],
    ["reading", "How to read this", readingSection()],
  ];
  const present = sections.filter(([, , body]) => body !== null);
  return html`
    <header>
      <p class="kicker">omlens report · ${names}</p>
      ${verdictView(index)}
      <nav aria-label="Sections">${present.map(([id, name]) =>
        html`
          <a href="#${id}">${name}</a>
        `
      )}</nav>
    </header>
    <main>${missingView(index)}${present.map(([, , body]) => body)}</main>
    ${footerView(index.analysis)}
  `;
}

function verdictView(index: ReportIndex): SafeHtml {
  const { what, whenAndWhere, explanation } = describeVerdict(index);
  const [worst] = index.incidents;
  return html`
    <h1 class="${worst && `ink-${worst.severity}`}">${what}</h1>
    ${whenAndWhere !== "" && html`<p class="when">${whenAndWhere}</p>`}
    <p class="lead">${explanation}</p>
    ${keyFigures(index)}
  `;
}

function keyFigures({ analysis, hosts }: ReportIndex): SafeHtml {
  const { totals, span, findings, incidents, events } = analysis;
  const counts = SEVERITIES.map((severity) =>
    [severity, findings.filter((finding) => finding.severity === severity).length] as const
  );
  const changes = events.filter(({ role }) => role === "change").length;
  const figures: [string, string, string][] = [
    [describeCount(incidents.length), incidents.length === 1 ? "incident" : "incidents", ""],
    [
      describeCount(findings.length),
      findings.length === 1 ? "finding" : "findings",
      counts.filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`).join(", "),
    ],
    [
      describeCount(totals.records),
      "records",
      `${describeBytes(totals.uncompressedBytes)}, ${describeAmount(hosts.length, "host")}`,
    ],
    [describeCount(events.length), "events", describeAmount(changes, "change")],
  ];
  return html`
    <dl class="figures">${figures.map(([value, name, detail]) =>
      html`<div><dt>${name}</dt><dd>${value}</dd>${
        detail !== "" && html`<dd class="meta">${detail}</dd>`
      }</div>`
    )}</dl>
    <p class="meta">${span !== null && html`
      Records from ${describeSpan(span.start, span.end)}.
    `}All times are UTC.</p>
  `;
}

function missingView(index: ReportIndex): SafeHtml | null {
  const missing = describeMissing(index);
  if (missing.length === 0) return null;
  const more = missing.length - MISSING_SHOWN;
  return html`
    <aside class="missing" aria-label="What is missing">
      <p><b>What is missing from this result</b></p>
      <ul>
        ${missing.slice(0, MISSING_SHOWN).map((line) => html`<li>${line}</li>`)}
        ${more > 0 && html`<li>and ${describeCount(more)} more, see coverage and diagnostics</li>`}
      </ul>
    </aside>
  `;
}

function timelineSection(index: ReportIndex): SafeHtml | null {
  const timeline = overviewTimeline(index);
  return timeline && sectionView("timeline", "Timeline", html`${timeline}${timelineLegend()}`);
}
