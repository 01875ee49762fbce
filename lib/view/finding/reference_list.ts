import { html, type SafeHtml } from "../html.ts";

/** An address as one writes it: nothing in it has to be encoded. */
const LINK_REGEXP = /^https:\/\/[\w.-]+(?::\d+)?(?:[/?#][^\s<>"'`\\{}|^]*)?$/i;

/** URLs and names of documents. Only what is an address by TLS is a link: rules come from files of others. */
export function referenceList(references: readonly string[]): SafeHtml | null {
  if (references.length === 0) return null;
  return html`<ul class="references">${references.map((text) => html`<li>${reference(text)}</li>`)}</ul>`;
}

function reference(text: string): SafeHtml | string {
  const isLink = LINK_REGEXP.test(text) && URL.canParse(text);
  return isLink ? html`<a href="${text}" rel="noreferrer noopener">${text}</a>` : text;
}
