import type { CoveredFile } from "../../analyze/analysis.ts";
import { describeBytes, describeCount } from "../../report/describe_quantity.ts";
import { describeSpan } from "../../report/describe_time.ts";
import { diagnosticSection } from "../../report/html/closing_view.ts";
import { coverageSection, restartSection } from "../../report/html/coverage_view.ts";
import { html, type HtmlValue, type SafeHtml } from "../../report/html/html.ts";
import { type Column, sectionView, tableView } from "../../report/html/table_view.ts";
import type { CaseMember } from "../../case/case_reader.ts";
import { sliceList, sliceParameters } from "../select/slice_list.ts";
import type { ServedCase } from "../served_case.ts";
import { describeMissing } from "../../report/describe_missing.ts";
import { lineAddress } from "./address.ts";
import { type PageRoute, pageRoute } from "./page.ts";
import { pager } from "./pager.ts";
import { textNotice } from "./text_notice.ts";

const MISSING_SHOWN = 200;
const COLUMNS: readonly Column[] = [
  { head: "Log file", kind: "wide" },
  { head: "Covered" },
  { head: "Lines", kind: "number" },
  { head: "Records", kind: "number" },
  { head: "Rejected", kind: "number" },
  { head: "Size", kind: "number" },
];

/** What there is, what is missing, and what could not be read. */
export const COVERAGE_PAGE: PageRoute = pageRoute(
  "/coverage",
  sliceParameters(200, 1000),
  (served, values) => {
    const { index, reader } = served;
    const missing = describeMissing(index);
    const slice = sliceList(reader.members, values);
    return {
      title: "Coverage",
      view: "/coverage",
      body: html`
        <h1>What was read</h1>
        ${textNotice(reader.text)}
        ${inputList(served)}
        ${missing.length > 0 && sectionView(
          "missing",
          "What is missing",
          html`<ul>${missing.slice(0, MISSING_SHOWN).map((line) => html`<li>${line}</li>`)}
          ${
            missing.length > MISSING_SHOWN &&
            html`<li>and ${describeCount(missing.length - MISSING_SHOWN)} more</li>`
          }</ul>`,
        )}
        ${coverageSection(index)}
        ${restartSection(index)}
        ${sectionView(
          "files",
          `Log files (${describeCount(slice.total)})`,
          html`${fileTable(slice.items, served)}${pager("/coverage", {}, slice, values)}`,
        )}
        ${diagnosticSection(index)}
      `,
    };
  },
);

function inputList({ index: { analysis } }: ServedCase): SafeHtml {
  return html`<ul class="inputs">${
    analysis.inputs.map(({ name, kind, inputBytes, sha256, complete }) =>
      html`<li><b>${name}</b> ${kind}, ${describeBytes(inputBytes)}${
        !complete && html`, <b class="ink-high">read in part</b>`
      }<br><code class="meta">SHA-256 ${sha256}</code></li>`
    )
  }</ul>`;
}

function fileTable(members: readonly CaseMember[], { index }: ServedCase): SafeHtml {
  const covered = new Map(
    index.analysis.coverage.flatMap(({ host, category, files }) =>
      files.map((file) => [keyOf(host, category, file.member), file] as const)
    ),
  );
  return tableView(
    "Log files",
    COLUMNS,
    members,
    members.length,
    (member) => fileCells(member, covered.get(keyOf(member.host, member.category, member.path))),
  );
}

function keyOf(host: string, category: string, path: string): string {
  return JSON.stringify([host, category, path]);
}

function fileCells({ id, path, sizeBytes, layout }: CaseMember, file: CoveredFile | undefined): HtmlValue[] {
  return [
    html`<a href="${lineAddress(id, 1)}">${path}</a>${
      layout !== null && html`<br><span class="meta">${layout}</span>`
    }`,
    file === undefined || file.start === null || file.end === null
      ? ""
      : html`${describeSpan(file.start, file.end)}${
        !file.complete && html`<br><b class="ink-high">read in part</b>`
      }`,
    file && describeCount(file.lines),
    file && describeCount(file.records),
    file && describeCount(file.rejectedLines),
    describeBytes(sizeBytes),
  ];
}
