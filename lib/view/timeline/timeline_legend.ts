import { html, type SafeHtml } from "../html.ts";

const MARKS: readonly (readonly [mark: string, meaning: string])[] = [
  ["cause", "change, candidate cause"],
  ["change", "change"],
  ["alert", "alert"],
  ["recovery", "recovery"],
  ["access", "access"],
  ["info", "other event"],
];
const TONES: readonly (readonly [tone: string, meaning: string])[] = [
  ["tone-band swatch-bars", "records, requests"],
  ["tone-critical swatch-bars", "below the line: ERROR, 5xx"],
  ["tone-medium swatch-bars", "WARN"],
  ["tone-low swatch-line", "p95 latency"],
];

/** What the marks of a timeline mean. */
export function timelineLegend(): SafeHtml {
  return html`
    <ul class="legend">
      ${MARKS.map(([mark, meaning]) =>
        html`<li><svg width="18" height="18" aria-hidden="true"><use href="#mark-${mark}" class="mark-${mark}" x="9" y="9"/></svg> ${meaning}</li>`
      )}
      ${TONES.map(([tone, meaning]) =>
        html`<li><svg class="${tone}" width="12" height="12" aria-hidden="true"><rect width="12" height="12"/></svg> ${meaning}</li>`
      )}
      <li><svg width="18" height="18" aria-hidden="true"><g class="restart"><line class="restart-line" x1="9" x2="9" y1="3" y2="17"/><circle cx="9" cy="4" r="3.5"/></g></svg> restart</li>
      <li><svg width="24" height="18" aria-hidden="true"><g class="gap"><rect x="0" y="6" width="24" height="6"/></g></svg> no records</li>
    </ul>
  `;
}
