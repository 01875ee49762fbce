import { html, type SafeHtml } from "../html.ts";

/** A severity, level or role as a word on its colour. */
export function badge(word: string): SafeHtml {
  return html`<span class="badge badge-${word.toLowerCase()}">${word}</span>`;
}
