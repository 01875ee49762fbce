import type { Finding, Series } from "../../analyze/finding.ts";
import type { TextState } from "../../case/case_reader.ts";
import { fitLine } from "../../report/clip_text.ts";
import { countedNoun } from "../../report/counted_noun.ts";
import { describeCount, describeList } from "../../report/describe_quantity.ts";
import { notThere } from "../address_error.ts";
import { html, type SafeHtml } from "../html.ts";
import { nearLinks } from "../incident/near_links.ts";
import type { PageFrame } from "../page_frame.ts";
import type { PageSource } from "../page_source.ts";
import { badge } from "../parts/badge.ts";
import { seriesFigure } from "../parts/bar_chart.ts";
import { briefSeries, seriesWithin } from "../parts/brief_series.ts";
import {
  briefEvent,
  causeList,
  type EventBrief,
  eventList,
  gatherCauses,
  type ShownCauses,
} from "../parts/cause_view.ts";
import { foldedEvidence, type PlacedEvidence, placeEvidence } from "../parts/evidence_view.ts";
import { factList } from "../parts/fact_list.ts";
import { sectionView } from "../parts/section_view.ts";
import { textNotice } from "../parts/text_notice.ts";
import { timeChart } from "../parts/time_chart.ts";
import { spanView, timeView } from "../parts/time_view.ts";
import type { WindowValues } from "../params/window_values.ts";
import { type View, view } from "../view.ts";
import { referenceList } from "./reference_list.ts";
import { entityPath } from "../parts/entity_path.ts";

const VALUES_SHOWN = 30;
const LINES_OPEN = 3;
const LINES_SHOWN = 100;
const ALERTS_SHOWN = 50;
const BARS = 240;
const TITLE_LENGTH = 300;
const COUNTED = { record: "Records", event: "Events", log: "Logs" } as const;

interface FindingData {
  readonly finding: Omit<Finding, "causes" | "evidence" | "confirmedBy">;
  readonly incidents: readonly { readonly id: string; readonly title: string }[];
  readonly lines: readonly PlacedEvidence[];
  readonly alerts: readonly EventBrief[];
  readonly causes: ShownCauses;
  readonly text: TextState;
}

/** One finding: what it means, what to do, the lines that prove it, its likely causes. */
export const FINDING_VIEW: View = view({
  path: "/findings/{id}",
  parameters: {},
  load: (source, window, id): FindingData => {
    const finding = source.index.findingById.get(id);
    if (finding === undefined) throw notThere("finding", id, "choose one of the findings");
    return gatherFinding(finding, window, source);
  },
  render: (data, frame) => ({ title: data.finding.title, body: findingBody(data, frame) }),
});

function gatherFinding(
  { causes, evidence, confirmedBy, ...finding }: Finding,
  window: WindowValues,
  source: PageSource,
): FindingData {
  const { index, text } = source;
  return {
    finding: { ...finding, series: shownSeries(finding.series, window) },
    incidents: index.incidents.filter(({ findings }) => findings.includes(finding.id))
      .map(({ id, title }) => ({ id, title: fitLine(title, TITLE_LENGTH) })),
    lines: placeEvidence(evidence.slice(0, LINES_SHOWN), source),
    alerts: confirmedBy.slice(0, ALERTS_SHOWN).flatMap((id) => index.eventById.get(id) ?? []).map(briefEvent),
    causes: gatherCauses(causes, source),
    text,
  };
}

/** What the window shows of it. */
function shownSeries(series: Series, { since, until }: WindowValues): Series {
  if (series.counts.length === 0 || (since === undefined && until === undefined)) {
    return briefSeries(series, BARS);
  }
  const startMs = Date.parse(series.start);
  const endMs = startMs + series.bucketMs * series.counts.length;
  const scale = { startMs: Math.max(startMs, since ?? startMs), endMs: Math.min(endMs, until ?? endMs) };
  return scale.endMs > scale.startMs ? seriesWithin(series, scale, BARS) : { ...series, counts: [] };
}

function findingBody(
  { finding, incidents, lines, alerts, causes, text }: FindingData,
  frame: PageFrame,
): SafeHtml {
  const { id, severity, rule, title, explanation, remediation, onset, last, hosts, references } = finding;
  return html`
    <p
      class="kicker"><a href="${frame.href("/findings")}">Finding</a> ${badge(severity)} <a href="${frame
        .href("/findings", { rule })}"><code>${rule}</code></a></p>
    <h1>${fitLine(title, TITLE_LENGTH)}</h1>
    <p class="when">since ${timeView(onset)}${incidents.map((incident) =>
      html`, part of <a href="${frame.href(entityPath("/incidents", incident.id))}">${incident.title}</a>`
    )}</p>
    <p class="lead">${explanation}</p>
    ${remediation !== "" && html`<p class="prose"><b>What to do:</b> ${remediation}</p>`}
    ${nearLinks(
      { start: onset, end: last, hosts },
      html`<a href="${
        frame.href("/search", { finding: id, since: undefined, until: undefined })
      }">Records behind it</a>`,
      frame,
    )}
    ${overTime(finding, frame)}
    ${findingFacts(finding)}
    ${sectionView(`proof-${id}`, "Lines that prove it", proof({ finding, lines, text }, frame))}
    ${sectionView(`causes-${id}`, "Likely causes", causeList(causes, frame))}
    ${alerts.length > 0 && sectionView(`alerts-${id}`, "Confirmed by", eventList(alerts, frame))}
    ${references.length > 0 && sectionView(`references-${id}`, "References", referenceList(references))}
  `;
}

/** A live chart has a table behind it, which would be long on paper. */
function overTime(finding: FindingData["finding"], frame: PageFrame): SafeHtml | null {
  const { id, series, severity } = finding;
  const counted = COUNTED[countedNoun(finding)];
  const name = counted.toLowerCase();
  if (frame.isStatic) return seriesFigure(series, severity, name);
  return timeChart({
    id: `chart-${id}`,
    label: `${counted} over time`,
    start: series.start,
    bucketMs: series.bucketMs,
    series: [{ name, values: series.counts, kind: "bars", tone: severity }],
    unit: "count",
    height: 90,
  });
}

function proof(
  { finding, lines, text }: Pick<FindingData, "finding" | "lines" | "text">,
  frame: PageFrame,
): SafeHtml {
  if (lines.length === 0) {
    const isEvent = countedNoun(finding) === "event";
    return html`<p>${
      isEvent ? "Events alone tell of it, no line of a log." : "It has no lines of its own."
    }</p>`;
  }
  return html`${textNotice(text)}${foldedEvidence(lines, LINES_OPEN, frame)}`;
}

function findingFacts(finding: FindingData["finding"]): SafeHtml {
  const list = (values: readonly string[]) => describeList(values, VALUES_SHOWN);
  return factList([
    [
      COUNTED[countedNoun(finding)],
      html`${describeCount(finding.count)}, ${spanView(finding.first, finding.last)}`,
    ],
    ["Confidence", finding.confidence],
    ["Hosts", list(finding.hosts)],
    ["Logs", list(finding.categories)],
    ["Projects", list(finding.groupIds)],
    ["Replica sets", list(finding.replicaSets)],
    ["Agents", list(finding.agents)],
    ...Object.entries(finding.captures).map(([name, values]) => [name, list(values)] as const),
  ]);
}
