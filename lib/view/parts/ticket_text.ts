import { html, type SafeHtml } from "../html.ts";

/** A text to take along, with a button that copies it; without a script it can be selected. */
export function ticketText(label: string, text: string): SafeHtml {
  return html`
    <div class="ticket" data-live="copy">
      <p
        class="only-script"><button type="button" data-part="copy">${label}</button> <span class="meta" data-part="said"></span></p>
      <details>
        <summary>Show the text</summary>
        <textarea readonly rows="16" spellcheck="false" aria-label="${label}: the text">${"\n" +
          text}</textarea>
      </details>
    </div>
  `;
}
