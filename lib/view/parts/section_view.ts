import { html, type HtmlValue, type SafeHtml } from "../html.ts";

/** A section of a page with its heading. */
export function sectionView(id: string, title: HtmlValue, body: HtmlValue): SafeHtml {
  return html`
    <section id="${id}"
      aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>${body}</section>
  `;
}
