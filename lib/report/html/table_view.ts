import { describeCount } from "../describe_quantity.ts";
import { html, type HtmlValue, type SafeHtml } from "./html.ts";

/** A column: its heading, and how its cells are set. */
export interface Column {
  /** Heading. */
  readonly head: string;
  /** `number` is set right with tabular digits, `wide` may break anywhere, `code` is monospaced. */
  readonly kind?: "number" | "wide" | "code";
}

/** A table that scrolls sideways on a narrow screen, capped. */
export function tableView<T>(
  caption: string,
  columns: readonly Column[],
  items: readonly T[],
  most: number,
  cells: (item: T) => readonly HtmlValue[],
): SafeHtml {
  const more = items.length - most;
  return html`
    <div class="table" role="region" aria-label="Table: ${caption}" tabindex="0">
      <table>
        <thead>
          <tr>${columns.map(({ head, kind }) => html`<th scope="col" class="${kind}">${head}</th>`)}</tr>
        </thead>
        <tbody>
          ${items.slice(0, most).map((item) =>
            html`<tr>${cells(item).map((cell, i) => html`<td class="${columns[i]?.kind}">${cell}</td>`)}</tr>`
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 && html`<p class="more">and ${describeCount(more)} more in analysis.json</p>`}
  `;
}

/** A section of the page with its heading, foldable when it is reference rather than result. */
export function sectionView(id: string, title: string, body: HtmlValue): SafeHtml {
  return html`
    <section id="${id}"
      aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>
  `;
}

/** A time with its exact value for programs. */
export function timeView(time: string, shown: string): SafeHtml {
  return html`<time datetime="${time}">${shown}</time>`;
}

/** A severity as a word on its colour. */
export function badge(severity: string): SafeHtml {
  return html`<span class="badge badge-${severity}">${severity}</span>`;
}
