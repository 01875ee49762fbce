import type { Signature } from "../../analyze/analysis.ts";
import type { Evidence, Finding, Series } from "../../analyze/finding.ts";
import { describeCount, describeList } from "../../report/describe_quantity.ts";
import { notThere } from "../address_error.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import { evidenceList, placeEvidence } from "../parts/evidence_view.ts";
import { factList } from "../parts/fact_list.ts";
import { levelView } from "../parts/level_view.ts";
import { cutBuckets } from "../parts/merge_buckets.ts";
import { sectionView } from "../parts/section_view.ts";
import { spanView } from "../parts/time_view.ts";
import { timeChart } from "../parts/time_chart.ts";
import type { WindowValues } from "../params/window_values.ts";
import { type View, view } from "../view.ts";
import { shownTemplate } from "./signature_rows.ts";
import { entityPath } from "../parts/entity_path.ts";

const TEMPLATE = { lines: 10, length: 1000 };
const HOSTS_SHOWN = 50;
const MOST_FINDINGS = 20;

/** A finding that shows a line of the signature. */
type NamedFinding = Pick<Finding, "id" | "title" | "severity">;

/** One signature: what it is, when it was logged, its lines, and the findings that show them. */
export const SIGNATURE_VIEW: View = view({
  path: "/signatures/{id}",
  parameters: {},
  load: (source, window, id) => {
    const { signatures, findings } = source.index.analysis;
    const signature = signatures.find((one) => one.id === id);
    if (signature === undefined) throw notThere("signature", id, "choose one of the signatures");
    return {
      signature: { ...signature, evidence: [] },
      course: courseIn(signature, window),
      evidence: placeEvidence(signature.evidence, source),
      findings: findingsWith(signature.evidence, findings),
    };
  },
  render: ({ signature, course, evidence, findings }, frame) => ({
    title: "Signature",
    body: html`
      <p class="kicker"><a href="${frame.href("/signatures")}">Signatures</a> · ${levelView(
        signature.level,
      )} ${signature.novel && badge("new")}</p>
      <h1 class="template">${shownTemplate(signature.template, TEMPLATE)}</h1>
      ${links(signature, frame)}
      ${facts(signature)}
      ${course !== null && courseChart(course, signature)}
      ${findings.length > 0 && findingList(findings, frame)}
      ${sectionView(
        "samples",
        "Samples",
        evidenceList(evidence, frame) ?? html`<p class="empty">No line of it was kept.</p>`,
      )}
    `,
  }),
});

function links({ id, logger, exception }: Signature, frame: PageFrame): SafeHtml {
  return html`
    <p class="moves"><a href="${frame.href("/search", {
      signature: id,
    })}">All its records</a>${logger !== null &&
      html`
        <a href="${frame.href("/signatures", { q: logger })}">Other messages of its logger</a>
      `}${exception !== null &&
      html`
        <a href="${frame.href("/signatures", { q: exception })}">All with this exception</a>
      `}</p>
  `;
}

function facts({ id, logger, exception, count, first, last, hosts }: Signature): SafeHtml {
  return factList([
    ["Records", describeCount(count)],
    ["First and last", spanView(first, last)],
    ["Logger", logger],
    ["Exception", exception],
    ["Hosts", describeList(hosts, HOSTS_SHOWN)],
    ["Id", id],
  ]);
}

/** How often it was logged in the window. */
function courseIn({ series }: Signature, window: WindowValues): Series | null {
  if (series === undefined) return null;
  const { from, to, start } = cutBuckets(series, series.counts.length, window, Infinity);
  return { ...series, start, counts: series.counts.slice(from, to) };
}

function courseChart(series: Series, { level }: Signature): SafeHtml {
  const tone = level === "ERROR" ? "critical" : level === "WARN" ? "medium" : "info";
  return timeChart({
    id: "signature-course",
    label: "Records over time",
    start: series.start,
    bucketMs: series.bucketMs,
    series: [{ name: "Records", values: series.counts, kind: "bars", tone }],
    unit: "count",
  });
}

function findingList(findings: readonly NamedFinding[], frame: PageFrame): SafeHtml {
  return sectionView(
    "in-findings",
    "Findings that show it",
    html`<ul>${
      findings.map(({ id, title, severity }) =>
        html`<li>${badge(severity)} <a href="${frame.href(entityPath("/findings", id))}">${title}</a></li>`
      )
    }</ul>`,
  );
}

/** Findings that have one of the lines as evidence. */
function findingsWith(lines: readonly Evidence[], findings: readonly Finding[]): NamedFinding[] {
  const places = new Set(lines.map(placeOf));
  return findings.filter(({ evidence }) => evidence.some((one) => places.has(placeOf(one))))
    .slice(0, MOST_FINDINGS).map(({ id, title, severity }) => ({ id, title, severity }));
}

function placeOf({ input, member, byteOffset }: Evidence): string {
  return `${input}\0${member}\0${byteOffset}`;
}
