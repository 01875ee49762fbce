import type { Finding } from "../../analyze/finding.ts";
import type { Category } from "../../parse/member_origin.ts";
import { fitLine } from "../../report/clip_text.ts";
import { countedNoun } from "../../report/counted_noun.ts";
import { describeAmount, describeCount, describeList } from "../../report/describe_quantity.ts";
import { CATEGORIES } from "../../query/filter_field.ts";
import { type Confidence, SEVERITIES, type Severity } from "../../rules/rule.ts";
import { html } from "../html.ts";
import { choiceParameter, textParameter } from "../params/parameter.ts";
import { badge } from "../parts/badge.ts";
import { briefSeries } from "../parts/brief_series.ts";
import { type Column, dataTable, TABLE_PARAMETERS, tablePage } from "../parts/data_table.ts";
import { filterForm } from "../parts/filter_form.ts";
import { sparkline } from "../parts/sparkline.ts";
import { timeView } from "../parts/time_view.ts";
import { touchesWindow, type View, view } from "../view.ts";
import { entityPath } from "../parts/entity_path.ts";

const TITLE_LENGTH = 160;
const HOSTS_SHOWN = 3;
const SPARK_BARS = 40;
const CONFIDENCES: readonly Confidence[] = ["high", "medium", "low"];

/** What a row of the table shows of a finding: without its evidence it is a tenth of the size. */
type FindingRow = Pick<
  Finding,
  | "id"
  | "rule"
  | "title"
  | "severity"
  | "confidence"
  | "hosts"
  | "categories"
  | "count"
  | "onset"
  | "last"
  | "series"
>;

const COLUMNS: readonly Column<FindingRow>[] = [
  {
    key: "severity",
    name: "Severity",
    value: ({ severity }) => SEVERITIES.indexOf(severity),
    cell: ({ severity }) => badge(severity),
  },
  {
    key: "title",
    name: "Finding",
    kind: "wide",
    value: ({ title }) => title,
    cell: ({ id, title, rule }, frame) =>
      html`<a class="strong" href="${frame.href(entityPath("/findings", id))}">${
        fitLine(title, TITLE_LENGTH)
      }</a> <span class="meta">${rule}</span>`,
  },
  { key: "over-time", name: "Over time", cell: ({ series }) => sparkline(series) },
  {
    key: "count",
    name: "Records",
    kind: "number",
    value: ({ count }) => count,
    cell: (row) => {
      const noun = countedNoun(row);
      return noun === "record" ? describeCount(row.count) : describeAmount(row.count, noun);
    },
  },
  {
    key: "confidence",
    name: "Confidence",
    value: ({ confidence }) => CONFIDENCES.indexOf(confidence),
    cell: ({ confidence }) => confidence,
  },
  { key: "onset", name: "Onset", value: ({ onset }) => onset, cell: ({ onset }) => timeView(onset) },
  { key: "last", name: "Last", value: ({ last }) => last, cell: ({ last }) => timeView(last) },
  {
    key: "hosts",
    name: "Hosts",
    value: ({ hosts }) => hosts.length,
    cell: ({ hosts }) => describeList(hosts, HOSTS_SHOWN),
  },
];

interface FindingFilter {
  severity: Severity | undefined;
  confidence: Confidence | undefined;
  category: Category | undefined;
  rule: string | undefined;
  host: string | undefined;
}

/** All findings, most severe first. */
export const FINDINGS_VIEW: View = view({
  path: "/findings",
  parameters: {
    ...TABLE_PARAMETERS,
    severity: choiceParameter("only of this severity", SEVERITIES),
    confidence: choiceParameter("only as sure as this", CONFIDENCES),
    category: choiceParameter("only in logs of this kind", CATEGORIES),
    rule: textParameter("only of this rule"),
    host: textParameter("only on this host"),
  },
  load: ({ index }, values) => {
    const chosen = index.analysis.findings.filter((finding) =>
      isChosen(finding, values) && touchesWindow(finding.onset, finding.last, values)
    );
    const page = tablePage(chosen.map(rowOf), COLUMNS, values, ({ title, rule, id }) => [title, rule, id]);
    const rules = [...new Set(index.analysis.findings.map(({ rule }) => rule))].sort();
    return { page, rules, hosts: index.hosts };
  },
  render: ({ page, rules, hosts }, frame) => ({
    title: "Findings",
    body: html`
      <h1>${describeAmount(page.total, "finding")}</h1>
      ${filterForm("Filter findings", [
        { name: "q", label: "Text" },
        { name: "severity", label: "Severity", choices: SEVERITIES },
        { name: "rule", label: "Rule", choices: rules },
        { name: "confidence", label: "Confidence", choices: CONFIDENCES },
        { name: "category", label: "Logs", choices: CATEGORIES },
        { name: "host", label: "Host", choices: hosts },
      ], frame)}
      ${dataTable("Findings", COLUMNS, page, frame)}
    `,
  }),
});

function isChosen(finding: Finding, { severity, confidence, category, rule, host }: FindingFilter): boolean {
  return (severity === undefined || finding.severity === severity) &&
    (confidence === undefined || finding.confidence === confidence) &&
    (category === undefined || finding.categories.includes(category)) &&
    (rule === undefined || finding.rule === rule) &&
    (host === undefined || finding.hosts.includes(host));
}

function rowOf(
  { id, rule, title, severity, confidence, hosts, categories, count, onset, last, series }: Finding,
): FindingRow {
  const brief = briefSeries(series, SPARK_BARS);
  return { id, rule, title, severity, confidence, hosts, categories, count, onset, last, series: brief };
}
