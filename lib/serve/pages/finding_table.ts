import type { Finding } from "../../analyze/finding.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeCount } from "../../report/describe_quantity.ts";
import { describeTime } from "../../report/describe_time.ts";
import { html, type HtmlValue, type SafeHtml } from "../../report/html/html.ts";
import { badge, type Column, tableView, timeView } from "../../report/html/table_view.ts";
import { addressOf } from "./address.ts";

const TITLE_LENGTH = 300;
const HOSTS_SHOWN = 3;
const COLUMNS: readonly Column[] = [
  { head: "Severity" },
  { head: "Finding", kind: "wide" },
  { head: "Records", kind: "number" },
  { head: "Onset" },
  { head: "Last" },
  { head: "Hosts" },
];

/** Findings, one a row. */
export function findingTable(caption: string, findings: readonly Finding[]): SafeHtml {
  return tableView(caption, COLUMNS, findings, findings.length, findingCells);
}

function findingCells({ id, severity, title, rule, count, onset, last, hosts }: Finding): HtmlValue[] {
  return [
    badge(severity),
    html`<a href="${addressOf("findings", id)}">${
      fitLine(title, TITLE_LENGTH)
    }</a><br><code class="meta">${rule}</code>`,
    describeCount(count),
    timeView(onset, describeTime(onset)),
    timeView(last, describeTime(last)),
    hostNames(hosts),
  ];
}

/** Names do not break at their hyphens. */
function hostNames(hosts: readonly string[]): SafeHtml {
  const shown = hosts.slice(0, HOSTS_SHOWN).map((host, i) =>
    html`
      <span class="name">${host}${i < hosts.length - 1 && ","}</span>
    `
  );
  return html`${shown}${hosts.length > HOSTS_SHOWN && `and ${hosts.length - HOSTS_SHOWN} more`}`;
}
