import { html, type SafeHtml } from "../../report/html/html.ts";

/** One field of a form. */
export interface FormField {
  /** Name of the parameter. */
  readonly name: string;
  /** What people read. */
  readonly label: string;
  /** What is in it. */
  readonly value: string | undefined;
  /** The values to choose from; any text when left out. */
  readonly choices?: readonly string[];
  /** Word for no choice. @default {"any"} */
  readonly none?: string;
}

/** A form that asks the same page again with other values. Works without a script. */
export function filterForm(action: string, label: string, fields: readonly FormField[]): SafeHtml {
  return html`
    <form class="filter" action="${action}" aria-label="${label}">
      ${fields.map(formField)}
      <button>Show</button>
    </form>
  `;
}

/** A field with its label. */
export function formField(field: FormField): SafeHtml {
  return html`<label><span>${field.label}</span> ${control(field)}</label>`;
}

function control({ name, value = "", choices, none = "any" }: FormField): SafeHtml {
  if (choices === undefined) {
    return html`<input name="${name}" value="${value}" spellcheck="false" autocomplete="off">`;
  }
  return html`
    <select name="${name}">
      <option value="">${none}</option>
      ${choices.map((choice) =>
        choice === value ? html`<option selected>${choice}</option>` : html`<option>${choice}</option>`
      )}
    </select>
  `;
}
