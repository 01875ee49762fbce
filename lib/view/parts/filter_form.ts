import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";

/** One field of a form. */
export interface FormField {
  /** Name of the parameter. */
  readonly name: string;
  /** What people read. */
  readonly label: string;
  /** The values to choose from; any text when left out. */
  readonly choices?: readonly string[];
}

/**
 * A form that asks the same view again with other values. Works without a script where there is a server; the window
 * and the order of a table stay.
 */
export function filterForm(label: string, fields: readonly FormField[], frame: PageFrame): SafeHtml | null {
  if (frame.isStatic) return null;
  const own = new Set(fields.map(({ name }) => name));
  // All tables of the page begin anew.
  const kept = Object.entries(frame.values).filter(([name]) => !own.has(name) && !/\boffset$/.test(name));
  return html`
    <form class="filter" action="${frame.path}" aria-label="${label}">
      ${fields.map((field) => formField(field, frame.values[field.name] ?? ""))}
      ${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
      <button>Show</button>
    </form>
  `;
}

function formField({ name, label, choices }: FormField, value: string): SafeHtml {
  return html`<label><span>${label}</span> ${
    choices === undefined
      ? html`<input id="field-${name}" name="${name}" value="${value}" spellcheck="false" autocomplete="off">`
      : html`<select id="field-${name}" name="${name}"><option value="">any</option>${
        choices.map((choice) => option(choice, choice === value))
      }</select>`
  }</label>`;
}

function option(choice: string, isChosen: boolean): SafeHtml {
  return isChosen ? html`<option selected>${choice}</option>` : html`<option>${choice}</option>`;
}
