import { TERM_MEANINGS } from "../../report/describe_cause.ts";
import { html, type SafeHtml } from "../html.ts";

/** What the words mean, and how to check a line without this program. */
export function readingNotes(): SafeHtml {
  return html`
    <details class="reading">
      <summary>How to read this</summary>
      <ul>
        <li>
          Times are UTC until you choose local time; those inside sentences are always UTC. Times of log lines, coverage and
          charts are as the host logged them; onsets, starts and ends of incidents, and distances to events are corrected by
          the measured clock offsets.
        </li>
        <li>
          A likely cause is a candidate, not a proof. Its score, 0 to 1, is made of
          ${Object.entries(TERM_MEANINGS).map(([name, meaning]) =>
            html`
              <b>${name}</b> (${meaning}),
            `
          )}
          each from 0 to 1. Alerts are never causes: they confirm. When no change is near enough, none is named.
        </li>
        <li>
          q is the p-value of the test, corrected for the number of tests (Benjamini-Hochberg): of the changes reported at
          that level, about this share is expected to be chance.
        </li>
        <li>
          Every line of evidence can be checked in the original archive, with its member and line number:
          <code>tar xzOf INPUT MEMBER | sed -n LINEp</code> (for a rolled file that is compressed itself:
          <code>tar xzOf INPUT MEMBER | gzip -dc | sed -n LINEp</code>).
        </li>
        <li>Escapes such as <code>\\x1b</code> and <code>\\u202e</code> stand for characters that cannot be seen.</li>
        <li>Hatched places are times of which there are no records.</li>
      </ul>
    </details>
  `;
}
