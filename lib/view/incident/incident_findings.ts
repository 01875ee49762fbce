import type { Evidence, Finding } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { countedNoun } from "../../report/counted_noun.ts";
import { describeAmount, describeList } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { PageSource } from "../page_source.ts";
import { badge } from "../parts/badge.ts";
import { briefSeries } from "../parts/brief_series.ts";
import { foldedEvidence, type PlacedEvidence, placeEvidence } from "../parts/evidence_view.ts";
import { sparkline } from "../parts/sparkline.ts";
import { timeView } from "../parts/time_view.ts";
import { entityPath } from "../parts/entity_path.ts";

/** A finding of an incident with its first lines. */
export interface ProvenFinding extends
  Pick<
    Finding,
    | "id"
    | "rule"
    | "title"
    | "severity"
    | "confidence"
    | "count"
    | "onset"
    | "hosts"
    | "categories"
    | "series"
  > {
  /** Lines that prove it and none before it. */
  readonly lines: readonly PlacedEvidence[];
  /** Whether lines of those before prove it too. */
  readonly isShared: boolean;
  /** Lines that are not among them. */
  readonly moreLines: number;
}

const FINDINGS_SHOWN = 50;
const FINDINGS_PROVEN = 8;
const LINES_SHOWN = 5;
const LINES_OPEN = 1;
const SPARK_BARS = 40;
const HOSTS_SHOWN = 4;
const TITLE_LENGTH = 300;

/** Takes the first findings, with lines for the first of them; a line that proves several is at the first. */
export function proveFindings(findings: readonly Finding[], source: PageSource): ProvenFinding[] {
  const shown = new Set<string>();
  return findings.slice(0, FINDINGS_SHOWN).map((finding, rank) => {
    const { id, rule, severity, confidence, count, onset, hosts, categories, evidence } = finding;
    const fresh = rank < FINDINGS_PROVEN ? evidence.filter((line) => !shown.has(placeOf(line))) : [];
    for (const line of fresh) shown.add(placeOf(line));
    const lines = placeEvidence(fresh.slice(0, LINES_SHOWN), source);
    return {
      ...{ id, rule, severity, confidence, count, onset, hosts, categories },
      title: fitLine(finding.title, TITLE_LENGTH),
      series: briefSeries(finding.series, SPARK_BARS),
      lines,
      isShared: rank < FINDINGS_PROVEN && fresh.length < evidence.length,
      moreLines: fresh.length - lines.length,
    };
  });
}

function placeOf({ input, member, line }: Evidence): string {
  return JSON.stringify([input, member, line]);
}

/** Findings, each with the lines that prove it. */
export function provenFindings(
  findings: readonly ProvenFinding[],
  total: number,
  frame: PageFrame,
): SafeHtml {
  return html`
    <ol class="proven">${findings.map((finding) => provenFinding(finding, frame))}</ol>
    ${total > findings.length &&
      html`<p class="more">and ${describeAmount(total - findings.length, "more finding")}</p>`}
  `;
}

function provenFinding(finding: ProvenFinding, frame: PageFrame): SafeHtml {
  const { id, severity, title, rule, confidence, count, onset, hosts, series, lines, isShared, moreLines } =
    finding;
  const href = frame.href(entityPath("/findings", id));
  return html`
    <li class="edge-${severity}">
      <div class="proven-head">
        <h3>${badge(severity)} <a href="${href}">${title}</a></h3>
        ${sparkline(series)}
      </div>
      <p class="meta">${describeAmount(count, countedNoun(finding))} since ${timeView(
        onset,
      )} · ${confidence} confidence${hosts.length > 0 && html`
        · ${describeList(hosts, HOSTS_SHOWN)}
      `} · <code>${rule}</code>${isShared && " · proven by lines above too"}</p>
      ${foldedEvidence(lines, LINES_OPEN, frame)}
      ${moreLines > 0 &&
        html`<p class="more"><a href="${href}">and ${
          describeAmount(moreLines, "more line")
        }, with the finding</a></p>`}
    </li>
  `;
}
