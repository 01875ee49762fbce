import { html, type SafeHtml } from "../html.ts";

/** Says what is wrong, and what to do. */
export function errorView({ message, remedy }: { message: string; remedy: string }): SafeHtml {
  return html`
    <h1>${message}</h1>
    <p class="lead">Try: ${remedy}.</p>
  `;
}
