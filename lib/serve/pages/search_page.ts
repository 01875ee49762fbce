import { FILTER_FIELDS } from "../../query/filter_field.ts";
import { FilterError } from "../../query/filter_error.ts";
import type { Diagnostic } from "../../errors.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import { textParameter, timeParameter } from "../params/parameter.ts";
import { RECORD_PARAMETERS, type RecordPage, selectRecords } from "../select/select_records.ts";
import type { ServedCase } from "../served_case.ts";
import { address, type AddressValues, timeValue } from "./address.ts";
import { formField } from "./filter_form.ts";
import { type Page, type PageRoute, pageRoute } from "./page.ts";
import { recordList } from "./record_list.ts";
import { textNotice } from "./text_notice.ts";

const { signature, finding, cursor, context, corrected } = RECORD_PARAMETERS;
const ROWS = 100;
const CONTEXTS: readonly string[] = ["2", "5", "10", "20"];
const EXAMPLES: readonly (readonly [filter: string, meaning: string])[] = [
  ["level>=WARN", "warnings and errors"],
  ['host:om-1* text~"timed? out"', "an expression, on some hosts"],
  ["status:5xx route:/agents/*", "requests of agents that failed"],
  ["exception:*MongoTimeout*", "records that carry this exception"],
  ["not (level:INFO or level:DEBUG)", "the opposite of a term"],
];

interface SearchValues {
  q: string | undefined;
  since: number | undefined;
  until: number | undefined;
  around: number | undefined;
  signature: string | undefined;
  finding: string | undefined;
  context: number;
  corrected: boolean;
  cursor: string | undefined;
}

/** Records of all hosts and events in one order of time, by a filter. */
export const SEARCH_PAGE: PageRoute = pageRoute<SearchValues>(
  "/search",
  {
    q: textParameter("filter"),
    since: timeParameter("from then on"),
    until: timeParameter("up to then"),
    around: timeParameter("within a minute of it"),
    signature,
    finding,
    context,
    corrected,
    cursor,
  },
  (served, values) => {
    try {
      const { q: filter, ...rest } = values;
      const fixed = { recordsOnly: false, limit: ROWS };
      const found = selectRecords(served, { ...rest, ...fixed, filter });
      return searchPage(served, values, results(served, values, found));
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      return { ...searchPage(served, values, filterProblem(error)), status: 400 };
    }
  },
);

function searchPage(served: ServedCase, values: SearchValues, below: SafeHtml): Page {
  return {
    title: "Search",
    view: "/search",
    body: html`<h1>Records</h1>${searchForm(values, served)}${chosen(values)}${
      textNotice(served.reader.text)
    }${below}`,
  };
}

function searchForm(values: SearchValues, { index: { analysis } }: ServedCase): SafeHtml {
  const { q, since, until, around, signature, finding, context, corrected } = values;
  const hidden = { around: timeValue(around), signature, finding };
  return html`
    <form class="filter" action="/search" aria-label="Choose records">
      <label class="grow"><span>Filter</span> <input name="q" value="${q}" class="code" spellcheck="false"
        autocomplete="off"></label>
      <label><span>From</span> <input name="since" value="${timeValue(since)}" autocomplete="off"></label>
      <label><span>To</span> <input name="until" value="${timeValue(until)}" autocomplete="off"></label>
      ${formField({
        name: "context",
        label: "Records around",
        value: String(context),
        choices: CONTEXTS,
        none: "0",
      })}
      ${analysis.clocks.length > 0 &&
        formField({
          name: "corrected",
          label: "Clock offsets corrected",
          value: corrected ? "true" : "",
          choices: ["true"],
          none: "no",
        })}
      ${Object.entries(hidden).map(([name, value]) =>
        value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`
      )}
      <button>Search</button>
    </form>
    <details class="help">
      <summary>How to write a filter</summary>
      <ul>${EXAMPLES.map(([filter, meaning]) =>
        html`<li><a href="${address("/search", { q: filter })}"><code>${filter}</code></a> ${meaning}</li>`
      )}</ul>
      <p
        class="meta">Fields: ${Object.entries(FILTER_FIELDS).map(([name, [, about]], i) =>
          html`${i > 0 && ", "}<code title="${about}">${name}</code>`
        )}. Terms side by side must all hold; a word without a field must occur in the record.</p>
    </details>
  `;
}

/** What besides the form narrows the result, and the way to drop it. */
function chosen(values: SearchValues): SafeHtml | null {
  const { signature, finding, around } = values;
  const things: readonly (readonly [keyof SearchValues, HtmlLabel])[] = [
    ...(signature === undefined
      ? []
      : [["signature", ["signature", `/signatures/${encodeURIComponent(signature)}`, signature]] as const]),
    ...(finding === undefined
      ? []
      : [["finding", ["finding", `/findings/${encodeURIComponent(finding)}`, finding]] as const]),
    ...(around === undefined
      ? []
      : [["around", ["within a minute of", null, timeValue(around) ?? ""]] as const]),
  ];
  if (things.length === 0) return null;
  return html`<ul class="chosen">${
    things.map(([name, [label, href, value]]) =>
      html`<li>${label} ${href === null ? value : html`<a href="${href}">${value}</a>`} <a href="${
        searchUrl({ ...values, [name]: undefined, cursor: undefined })
      }" aria-label="Without ${label} ${value}">drop</a></li>`
    )
  }</ul>`;
}

type HtmlLabel = readonly [label: string, href: string | null, value: string];

function searchUrl({ since, until, around, context, ...rest }: SearchValues): string {
  const times: AddressValues = {
    since: timeValue(since),
    until: timeValue(until),
    around: timeValue(around),
    context: context || undefined,
  };
  return address("/search", { ...rest, ...times });
}

function results(served: ServedCase, values: SearchValues, found: RecordPage): SafeHtml {
  const { items, nextCursor, problems } = found;
  const isFirst = values.cursor === undefined;
  return html`
    ${problemList(problems)}
    ${items.length === 0
      ? html`<p class="nothing">${isFirst ? "Nothing fits." : "Nothing more fits."}</p>`
      : recordList(items, served)}
    <nav class="pager" aria-label="Pages">
      ${!isFirst && html`<a href="${searchUrl({ ...values, cursor: undefined })}">First page</a>`}
      ${nextCursor !== null &&
        html`<a rel="next" href="${searchUrl({ ...values, cursor: nextCursor })}">Next ${ROWS}</a>`}
    </nav>
  `;
}

/** That lines cannot be read is said above. */
function problemList(problems: readonly Diagnostic[]): SafeHtml | null {
  const others = problems.filter(({ code }) => code !== "query.no-text");
  if (others.length === 0) return null;
  return html`<ul class="missing">${others.map(({ message }) => html`<li>${message}</li>`)}</ul>`;
}

function filterProblem({ message, remedy, excerpt }: FilterError): SafeHtml {
  return html`
    <div class="problem" role="alert">
      <p><b>${message}</b></p>
      <pre>${"\n" + excerpt}</pre>
      <p>Try: ${remedy}.</p>
    </div>
  `;
}
