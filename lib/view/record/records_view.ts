import type { TextState } from "../../case/case_reader.ts";
import { fitLine } from "../../report/clip_text.ts";
import { describeAmount } from "../../report/describe_quantity.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { jsonScript } from "../page_document.ts";
import type { RecordQuestion } from "../page_source.ts";
import {
  integerParameter,
  type ParameterTable,
  switchParameter,
  textParameter,
  timeParameter,
} from "../params/parameter.ts";
import { textNotice } from "../parts/text_notice.ts";
import { timeView } from "../parts/time_view.ts";
import type { WindowValues } from "../params/window_values.ts";
import { type View, view } from "../view.ts";
import { filterProblem, filterProblemView } from "./filter_problem.ts";
import { knownValues } from "./known_values.ts";
import { type ListedRow, listedRow } from "./listed_row.ts";
import { type RowLooks, rowView } from "./row_view.ts";
import { searchForm, type SearchFormData } from "./search_form.ts";
import { entityPath } from "../parts/entity_path.ts";

/** Rows of the first page; a script asks for more as they are wanted. */
const FIRST_ROWS = 100;
const LONGEST_LABEL = 120;

interface SearchValues {
  q: string | undefined;
  around: number | undefined;
  signature: string | undefined;
  finding: string | undefined;
  context: number;
  corrected: boolean;
  recordsOnly: boolean;
  cursor: string | undefined;
  patient: boolean;
}

const PARAMETERS: ParameterTable<SearchValues> = {
  q: textParameter("filter, as omlens query takes it"),
  around: timeParameter("only within a minute of it"),
  signature: textParameter("only records of the signature with this id"),
  finding: textParameter("only the records behind the finding with this id"),
  context: integerParameter("records before and after each one that fits", {
    minimum: 0,
    maximum: 20,
    fallback: 0,
  }),
  corrected: switchParameter("times by the API's clock, corrected by the measured offsets"),
  recordsOnly: switchParameter("without events"),
  cursor: textParameter("go on after the row with this cursor"),
  patient: switchParameter("search until a page is found, or for long: for readers without a script"),
};

/** Records and events in order of time, as far as they are on this page. */
interface RecordList {
  readonly rows: readonly ListedRow[];
  readonly nextCursor: string | null;
  readonly isPartial: boolean;
  readonly notes: readonly string[];
}

/** What the view shows. */
interface SearchData extends SearchFormData, RowLooks {
  readonly list: RecordList | null;
  readonly text: TextState;
  /** What the signature and the finding of the address are, in words. */
  readonly labels: Readonly<Record<"signature" | "finding", string | null>>;
}

/** Records of all hosts, and events, in one order of time, by a filter. */
export const RECORDS_VIEW: View = view<SearchValues, SearchData>({
  path: "/search",
  parameters: PARAMETERS,
  load: async (source, values) => {
    const { index, text } = source;
    const { clocks, inputs } = index.analysis;
    const problem = filterProblem(values.q ?? "");
    const answer = problem === null ? await source.records(questionOf(values)) : null;
    return {
      problem,
      known: knownValues(index),
      hasClocks: clocks.length > 0,
      hasInputs: inputs.length > 1,
      offsets: values.corrected ? clocks.map(({ host, offsetMs }) => [host, offsetMs] as const) : [],
      text,
      labels: labelsOf(values, index),
      list: answer && {
        rows: answer.items.map(listedRow),
        nextCursor: answer.nextCursor,
        isPartial: answer.isPartial,
        notes: answer.problems.filter(({ code }) => code !== "query.no-text").map(({ message }) => message),
      },
    };
  },
  isLasting: ({ list }) => list === null || !list.isPartial,
  render: (data, frame) => ({
    title: "Records",
    body: html`
      <h1>Records</h1>
      ${searchForm(data, frame)}
      ${chosen(data, frame)}
      ${textNotice(data.text)}
      ${data.problem === null ? null : filterProblemView(data.problem)}
      ${data.list === null ? null : found(data.list, data, frame)}
    `,
  }),
});

function questionOf({ q = "", patient, ...rest }: SearchValues & WindowValues): RecordQuestion {
  return { ...rest, filter: q, limit: FIRST_ROWS, isPatient: patient };
}

function labelsOf(values: SearchValues, { analysis, findingById }: ReportIndex): SearchData["labels"] {
  const signature = analysis.signatures.find(({ id }) => id === values.signature)?.template;
  const finding = findingById.get(values.finding ?? "")?.title;
  return {
    signature: signature === undefined ? null : fitLine(signature, LONGEST_LABEL),
    finding: finding === undefined ? null : fitLine(finding, LONGEST_LABEL),
  };
}

/** What besides the form narrows the search, each with the way to drop it. */
function chosen({ labels }: SearchData, frame: PageFrame): SafeHtml | null {
  const { signature, finding, around } = frame.values;
  const chips = [
    signature !== undefined && chip("signature", linkTo("signatures", signature, labels.signature, frame)),
    finding !== undefined && chip("finding", linkTo("findings", finding, labels.finding, frame)),
    around !== undefined && chip("around", html`${timeView(around)}, a minute to either side`),
  ].filter((one) => one !== false);
  if (chips.length === 0) return null;
  return html`<ul class="chosen" aria-label="Only">${chips}</ul>`;

  function chip(name: string, what: SafeHtml): SafeHtml {
    const without = frame.same({ [name]: undefined, cursor: undefined });
    return html`<li>${name} ${what} <a class="drop" href="${without}" aria-label="Without this ${name}">✕</a></li>`;
  }
}

function linkTo(path: string, id: string, label: string | null, frame: PageFrame): SafeHtml {
  return html`<a href="${frame.href(entityPath(`/${path}`, id))}">${label ?? id}</a>`;
}

function found(list: RecordList, looks: RowLooks, frame: PageFrame): SafeHtml {
  const { rows, notes } = list;
  const { offsets, hasInputs } = looks;
  return html`
    ${notes.length > 0 && html`<ul class="notice">${notes.map((note) => html`<li>${note}</li>`)}</ul>`}
    <div class="found" data-live="records" data-more="${moreOf(list)}" data-cursor="${rows.at(-1)?.cursor ??
      frame.values.cursor}">
      ${jsonScript("row-looks", { offsets, hasInputs })}
      ${frame.face === "report" && jsonScript("listed-rows", rows)}
      <ol class="stream" aria-label="Records and events">${rows.map((row) => rowView(row, frame, looks))}</ol>
      <div class="stream-foot">
        <p class="stream-state">${stateOf(list, frame)}</p>
        <p class="stream-acts only-script"></p>
        ${pager(list, frame)}
      </div>
    </div>
  `;
}

/** Whether there is nothing more, or more that waits to be asked for or is searched for at once. */
function moreOf({ nextCursor, isPartial }: RecordList): "none" | "wait" | "search" {
  return isPartial ? "search" : nextCursor === null ? "none" : "wait";
}

function stateOf({ rows, nextCursor, isPartial }: RecordList, frame: PageFrame): SafeHtml {
  const count = describeAmount(rows.length, "row");
  const isFirst = frame.values.cursor === undefined;
  if (isPartial) return html`${count} found in a moment; not all was searched`;
  if (rows.length === 0) return html`${isFirst ? "Nothing fits" : "Nothing more fits"}`;
  return html`${count}${nextCursor === null ? ", all there are" : ", and more"}`;
}

/** The way on for who has no script, and back. */
function pager({ nextCursor, isPartial }: RecordList, frame: PageFrame): SafeHtml | null {
  const isFirst = frame.values.cursor === undefined;
  const hasNext = isPartial || nextCursor !== null;
  if (isFirst && !hasNext) return null;
  const unscripted = frame.face === "serve" && "unscripted";
  const next = isPartial
    ? frame.same({ cursor: nextCursor ?? frame.values.cursor, patient: true })
    : frame.same({ cursor: nextCursor ?? undefined });
  return html`
    <nav class="pager ${isFirst && unscripted}" aria-label="Pages">
      ${!isFirst && html`<a href="${frame.same({ cursor: undefined })}">First rows</a>`}
      ${hasNext &&
        html`<a rel="next" class="${unscripted}" href="${next}">${
          isPartial ? "Search on" : `Next ${FIRST_ROWS}`
        }</a>`}
    </nav>
  `;
}
