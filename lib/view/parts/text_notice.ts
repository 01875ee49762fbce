import type { TextState } from "../../case/case_reader.ts";
import { html, type SafeHtml } from "../html.ts";

/** Says why lines cannot be read, and what to do; nothing when they can. */
export function textNotice(text: TextState): SafeHtml | null {
  if (text.available) return null;
  return html`
    <aside class="notice" aria-label="Lines of the logs">
      <p><b>Only lines of evidence can be shown:</b> ${text.reason}. To see all, ${text.remedy}.</p>
    </aside>
  `;
}
