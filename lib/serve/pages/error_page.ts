import { html, type SafeHtml } from "../../report/html/html.ts";
import type { ServeError } from "../serve_error.ts";

/** Says what is wrong, and what to do. */
export function errorView({ message, remedy }: ServeError): SafeHtml {
  return html`
    <h1>${message}</h1>
    <p class="lead">Try: ${remedy}.</p>
  `;
}

/** The same for somebody who is not let in: nothing of the case. */
export function refusalView(error: ServeError): SafeHtml {
  return html`<main class="refusal"><p class="kicker">omlens</p>${errorView(error)}</main>`;
}
