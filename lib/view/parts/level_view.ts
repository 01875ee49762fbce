import { html, type SafeHtml } from "../html.ts";

/** Levels, the gravest first. */
export const LEVELS = ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"] as const;

/** A level, those that matter coloured. */
export function levelView(level: string): SafeHtml {
  const known = LEVELS.find((one) => one === level);
  return known === undefined
    ? html`<span class="level">${level}</span>`
    : html`<span class="level level-${known.toLowerCase()}">${known}</span>`;
}

/** Place of a level among {@linkcode LEVELS}; null: it is none of them. */
export function levelRank(level: string): number | null {
  const rank = LEVELS.findIndex((one) => one === level);
  return rank < 0 ? null : rank;
}
