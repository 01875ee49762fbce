import { FILTER_FIELDS } from "../../query/filter_field.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import { jsonScript } from "../page_document.ts";
import type { FilterProblem } from "./filter_problem.ts";
import type { KnownValues } from "./known_values.ts";

const EXAMPLES: readonly (readonly [filter: string, meaning: string])[] = [
  ["level>=WARN", "warnings and errors"],
  ['host:om-1* text~"timed? out"', "an expression, on some hosts"],
  ["status:5xx route:/agents/*", "requests of agents that failed"],
  ["exception:*MongoTimeout*", "records that carry this exception"],
  ["not (level:INFO or level:DEBUG)", "the opposite of a term"],
];

const CONTEXTS: readonly string[] = ["", "2", "5", "10", "20"];

/** What the form needs besides the address. */
export interface SearchFormData {
  /** What is wrong with the filter. */
  readonly problem: FilterProblem | null;
  /** Values the fields have. */
  readonly known: KnownValues;
  /** Whether clock offsets were measured, so that times can be corrected by them. */
  readonly hasClocks: boolean;
}

/** The box for a filter, which completes what is typed where there is a script, and what else narrows the search. */
export function searchForm({ problem, known, hasClocks }: SearchFormData, frame: PageFrame): SafeHtml {
  const { q, since, until, corrected, recordsOnly, around, signature, finding } = frame.values;
  return html`
    <form class="filter search" role="search" action="/search" aria-label="Search records"
      data-live="record-search">
      <label class="grow" for="filter-box"><span>Filter</span></label>
      <div class="combo"><input name="q" id="filter-box" class="code" value="${q}" spellcheck="false" autocomplete="off"
        autocapitalize="off" placeholder="level>=WARN text~&quot;timed out&quot;"${problem !== null &&
          html`
            aria-invalid="true" aria-describedby="filter-problem" data-offset="${problem.offset}"
          `}></div>
      <button>Search</button>
      <label><span>From (UTC)</span> <input name="since" value="${since}" autocomplete="off"></label>
      <label><span>To (UTC)</span> <input name="until" value="${until}" autocomplete="off"></label>
      ${frame.face === "serve" && contextField(frame.values.context)}
      ${hasClocks && checkBox("corrected", "Clock offsets corrected", corrected)}
      ${checkBox("recordsOnly", "Without events", recordsOnly)}
      ${Object.entries({ around, signature, finding }).map(([name, value]) =>
        value !== undefined && html`<input type="hidden" name="${name}" value="${value}">`
      )}
      ${jsonScript("filter-values", known)}
    </form>
    ${filterHelp(frame)}
  `;
}

/** What a report lacks. */
function contextField(value: string | undefined): SafeHtml {
  return html`
    <label><span>Records around</span> <select name="context" id="field-context">${CONTEXTS.map((count) =>
      html`
        <option value="${count}" ${count === (value ?? "") && html`
          selected
        `}>${count || "none"}</option>
      `
    )}</select></label>
  `;
}

function checkBox(name: string, label: string, value: string | undefined): SafeHtml {
  const isOn = value === "true" || value === "1";
  return html`
    <label
      class="check"><input type="checkbox" id="field-${name}" name="${name}" value="true"${isOn &&
        html`
          checked
        `}> <span>${label}</span></label>
  `;
}

function filterHelp(frame: PageFrame): SafeHtml {
  return html`
    <details class="help">
      <summary>How to write a filter</summary>
      <ul>${EXAMPLES.map(([filter, meaning]) =>
        html`<li><a href="${frame.href("/search", { q: filter })}"><code>${filter}</code></a> ${meaning}</li>`
      )}</ul>
      <p>Terms side by side must all hold; a word without a field must occur in the record.</p>
      <dl class="fields">${Object.entries(FILTER_FIELDS).map(([name, [, about]]) =>
        html`
          <div>
            <dt><code>${name}</code></dt>
            <dd>${about}</dd>
          </div>
        `
      )}</dl>
      <p
        class="only-script">Keys: <kbd>↓</kbd> offers what can be written, <kbd>Tab</kbd> or <kbd>Enter</kbd> takes it;
        <kbd>j</kbd> and <kbd>k</kbd> go to the next and the previous record, <kbd>Enter</kbd> unfolds it,
        <kbd>Esc</kbd> leaves the box and ends a search.</p>
    </details>
  `;
}
