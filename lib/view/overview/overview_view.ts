import type { TextState } from "../../case/case_reader.ts";
import { describeMissing } from "../../report/describe_missing.ts";
import {
  describeAmount,
  describeBytes,
  describeCount,
  describeList,
} from "../../report/describe_quantity.ts";
import { describeVerdict, type Verdict } from "../../report/describe_verdict.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { SEVERITIES } from "../../rules/rule.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { badge } from "../parts/badge.ts";
import type { TimeChart } from "../parts/chart_series.ts";
import { textNotice } from "../parts/text_notice.ts";
import { spanView } from "../parts/time_view.ts";
import type { WindowValues } from "../params/window_values.ts";
import { touchesWindow, type View, view } from "../view.ts";
import { briefFinding, briefIncident, troubleLink, type TroubleRow, troubleSection } from "./trouble_list.ts";
import { loadTraffic, trafficView } from "./traffic_charts.ts";
import { readingNotes } from "./reading_notes.ts";

const ROWS_SHOWN = 10;
const MISSING_SHOWN = 8;

/** A number of the case, and the view that lists what was counted. */
interface Figure {
  readonly path: string;
  readonly count: number;
  readonly name: string;
  readonly detail: string;
}

interface Overview {
  readonly verdict: Verdict;
  /** The most severe incident. */
  readonly worst: TroubleRow | null;
  /** The next ones. */
  readonly others: readonly TroubleRow[];
  readonly otherCount: number;
  /** Findings that belong to no incident. */
  readonly alone: readonly TroubleRow[];
  readonly aloneCount: number;
  readonly missing: readonly string[];
  readonly omissions: readonly string[];
  readonly figures: readonly Figure[];
  readonly span: { readonly start: string; readonly end: string } | null;
  readonly text: TextState;
  readonly traffic: readonly TimeChart[];
}

/** What happened and why most likely; what could not be seen; the shape of the traffic. */
export const OVERVIEW_VIEW: View = view({
  path: "/",
  parameters: {},
  load: ({ index, text, omissions }, values): Overview => {
    const inside = insideOf(index, values);
    const [worst, ...others] = inside.incidents;
    const grouped = new Set(index.incidents.flatMap(({ findings }) => findings));
    const alone = inside.analysis.findings.filter(({ id }) => !grouped.has(id));
    return {
      verdict: verdictOf(inside, index, values),
      worst: worst === undefined ? null : briefIncident(worst, index),
      others: others.slice(0, ROWS_SHOWN).map((incident) => briefIncident(incident, index)),
      otherCount: others.length,
      alone: alone.slice(0, ROWS_SHOWN).map(briefFinding),
      aloneCount: alone.length,
      ...{ missing: describeMissing(index), omissions, figures: figuresOf(inside, isCut(values)) },
      ...{ span: index.analysis.span, text, traffic: loadTraffic(index, values) },
    };
  },
  render: (data, frame) => ({
    title: data.verdict.what,
    body: html`
      ${verdictView(data, frame)}
      ${missingView(data, frame)}
      ${textNotice(data.text)}
      ${troubleSection({ id: "incidents", title: "Other incidents" }, data.others, data.otherCount, frame)}
      ${troubleSection(
        { id: "findings", title: "Findings of no incident" },
        data.alone,
        data.aloneCount,
        frame,
      )}
      ${trafficView(data.traffic)}
      ${readingNotes()}
    `,
  }),
});

/** What of a case touches the window. */
function insideOf(index: ReportIndex, values: WindowValues): ReportIndex {
  const { findings, events, signatures } = index.analysis;
  return {
    ...index,
    incidents: index.incidents.filter(({ start, end }) => touchesWindow(start, end, values)),
    analysis: {
      ...index.analysis,
      findings: findings.filter(({ onset, last }) => touchesWindow(onset, last, values)),
      events: events.filter(({ time }) => touchesWindow(time, time, values)),
      signatures: signatures.filter(({ first, last }) => touchesWindow(first, last, values)),
    },
  };
}

function isCut({ since, until }: WindowValues): boolean {
  return since !== undefined || until !== undefined;
}

/** A quiet stretch of time does not stand for all of it. */
function verdictOf(inside: ReportIndex, all: ReportIndex, values: WindowValues): Verdict {
  const verdict = describeVerdict(inside);
  const { findings } = inside.analysis;
  if (!isCut(values) || inside.incidents.length + findings.length > 0) return verdict;
  const whole = [
    describeAmount(all.incidents.length, "incident"),
    describeAmount(all.analysis.findings.length, "finding"),
  ].join(" and ");
  return { what: "Nothing was found in this time", whenAndWhere: "", explanation: `In all time: ${whole}.` };
}

function figuresOf({ analysis, incidents, hosts }: ReportIndex, isPart: boolean): Figure[] {
  const { totals, findings, events, signatures } = analysis;
  const severities = SEVERITIES.map((severity) =>
    [severity, findings.filter((finding) => finding.severity === severity).length] as const
  ).filter(([, count]) => count > 0).map(([severity, count]) => `${count} ${severity}`).join(", ");
  const changes = events.filter(({ role }) => role === "change").length;
  const figure = (path: string, count: number, noun: string, detail: string): Figure => ({
    path,
    count,
    name: count === 1 ? noun : `${noun}s`,
    detail,
  });
  return [
    figure("/incidents", incidents.length, "incident", ""),
    figure("/findings", findings.length, "finding", severities),
    figure("/events", events.length, "event", describeAmount(changes, "change")),
    figure("/signatures", signatures.length, "signature", ""),
    figure(
      "/search",
      totals.records,
      "record",
      isPart ? "of all time" : describeBytes(totals.uncompressedBytes),
    ),
    figure("/coverage", hosts.length, "host", describeAmount(totals.members, "file")),
  ];
}

function verdictView({ verdict, worst, figures, span }: Overview, frame: PageFrame): SafeHtml {
  const { what, explanation } = verdict;
  return html`
    <h1 class="${worst && `ink-${worst.severity}`}">${worst === null
      ? what
      : troubleLink(worst, frame, what)}</h1>
    ${worst !== null && html`<p class="when">${badge(worst.severity)} ${whenAndWhere(worst)}</p>`}
    <p class="lead">${explanation}</p>
    <dl class="figures">${figures.map(({ path, count, name, detail }) =>
      html`<div><dt><a href="${frame.href(path)}">${name}</a></dt><dd>${describeCount(count)}</dd>${
        detail !== "" && html`<dd class="meta">${detail}</dd>`
      }</div>`
    )}</dl>
    ${span !== null && html`<p class="meta">Records from ${spanView(span.start, span.end)}.</p>`}
  `;
}

function whenAndWhere({ start, end, isOpen, hosts }: TroubleRow): SafeHtml {
  return html`${spanView(start, end)}${isOpen && ", when the logs end"}${
    hosts.length > 0 && `, on ${describeList(hosts)}`
  }`;
}

function missingView({ missing, omissions }: Overview, frame: PageFrame): SafeHtml | null {
  const all = [...missing, ...omissions];
  if (all.length === 0) return null;
  const more = all.length - MISSING_SHOWN;
  return html`
    <aside class="missing" aria-label="What is missing">
      <p><b>What is missing from this result</b></p>
      <ul>
        ${all.slice(0, MISSING_SHOWN).map((line) => html`<li>${line}</li>`)}
        ${more > 0 && html`<li>and ${describeCount(more)} more</li>`}
      </ul>
      <p class="moves"><a href="${frame.href("/coverage")}">Coverage, hour by hour</a> <a href="${frame.href(
        "/diagnostics",
      )}">Diagnostics</a></p>
    </aside>
  `;
}
