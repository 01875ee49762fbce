import { html, type SafeHtml } from "../html.ts";

const JSON_LENGTH = 100_000;

/** A value as JSON, clipped. */
export function jsonBlock(value: unknown): SafeHtml {
  const text = JSON.stringify(value, null, 2) ?? "";
  return html`<pre>${"\n" + text.slice(0, JSON_LENGTH)}${text.length > JSON_LENGTH && "…"}</pre>`;
}
