import { html, type SafeHtml } from "../html.ts";

/** What a report left out of a list, in words; null: nothing. */
export function omissionOf(omissions: readonly string[], list: string): string | null {
  return omissions.find((line) => line.includes(` ${list} are in this report`)) ?? null;
}

/** Says it beside the list. */
export function omissionNote(omission: string | null): SafeHtml | null {
  return omission === null ? null : html`<p class="meta">${omission}.</p>`;
}
