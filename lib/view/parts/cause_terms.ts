import type { Cause } from "../../analyze/finding.ts";
import { TERM_MEANINGS } from "../../report/describe_cause.ts";
import { html, type SafeHtml } from "../html.ts";

const TERMS = ["time", "scope", "kind", "effect", "uniqueness"] as const;

/** The five terms of a score, each as a bar, a number and words. */
export function causeTerms(terms: Cause["terms"], words: Record<keyof Cause["terms"], string>): SafeHtml {
  return html`<dl class="terms">${TERMS.map((name) => termBar(name, terms[name], words[name]))}</dl>`;
}

function termBar(name: keyof Cause["terms"], value: number, words: string): SafeHtml {
  return html`
    <div title="${TERM_MEANINGS[name]}">
      <dt>${name}</dt>
      <dd>
        <svg height="6" aria-hidden="true">
          <rect class="bar-ground" width="100%" height="6" rx="3"/>
          <rect class="bar" width="${Math.round(100 * value)}%" height="6" rx="3"/>
        </svg>
        ${value.toFixed(2)}
      </dd>
      <dd class="words">${words}</dd>
    </div>
  `;
}
