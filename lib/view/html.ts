import { visibleText } from "../report/visible_text.ts";

const SAFE: unique symbol = Symbol("SafeHtml");

/** Markup made by {@linkcode html}: a string never passes for it, nor anything read from JSON. */
export interface SafeHtml {
  /** The mark that only this file can set. */
  readonly [SAFE]: true;
  /** The markup. */
  readonly markup: string;
}

/** What may stand in a template. `null`, `undefined` and `false` show nothing. */
export type HtmlValue = SafeHtml | string | number | null | undefined | false | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Indentation of the templates; not of what is put in. */
const INDENT_REGEXP = /\n\s*/g;

/**
 * HTML (or SVG in HTML) in which everything that is put in is escaped, for text and for quoted attributes, and
 * invisible characters are shown.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): SafeHtml {
  const parts = partsOf(strings);
  let markup = parts[0] ?? "";
  for (let i = 0; i < values.length; i++) markup += toMarkup(values[i]) + parts[i + 1];
  return rawHtml(markup);
}

const templates = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The fixed parts of a template; a template is used many times, and its array is always the same one. */
function partsOf(strings: TemplateStringsArray): readonly string[] {
  let parts = templates.get(strings);
  if (parts === undefined) {
    templates.set(strings, parts = strings.map((part) => part.replace(INDENT_REGEXP, "\n")));
  }
  return parts;
}

/** The one hole: markup that is taken as it is. Only for constants of this program. */
export function rawHtml(markup: string): SafeHtml {
  return { [SAFE]: true, markup };
}

function toMarkup(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escapeHtml(value);
  return isSafe(value) ? value.markup : value.map(toMarkup).join("");
}

function isSafe(value: SafeHtml | readonly HtmlValue[]): value is SafeHtml {
  return SAFE in value;
}

function escapeHtml(text: string): string {
  return visibleText(text, "\n\t").replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
