import { fitLine } from "../clip_text.ts";
import { visibleText } from "../visible_text.ts";

const TITLE_LENGTH = 400;

/** Characters that start emphasis, code, links, HTML or entities; an underscore within a word starts nothing. */
const MARKUP_REGEXP =
  /[\\`*[\]<>~]|&(?=#|\w)|(?<![a-z0-9])_|_(?![a-z0-9])|(?<=(?<![a-z0-9])www)\.|:(?=\/\/)/gi;

/** The start of a heading, list or rule, at the start of a line. */
const BLOCK_START_REGEXP = /^(#{1,6}(?=\s|$)|[+-](?=[\s-]|$)|=|\d{1,9}(?=[.)](?:\s|$)))/;

/**
 * What trackers make links and notifications of after they have rendered, so that no escape keeps them from it: `@name`,
 * mail addresses, `#12`, `owner/repo#12`, `!12`, `$12`, `GH-12`. In a code span they leave it alone.
 */
const REFERENCE_REGEXP = /@|[#!$]\d|gh-\d/i;

/**
 * Text of others inside a paragraph: shows as it is, and starts no HTML, link, mention, emphasis, list or heading. The
 * colon of `://` and the dot of `www.` are escaped because GitHub makes links of bare addresses.
 */
export function inlineText(text: string): string {
  return text.split(/\s+/).filter((word) => word !== "").map(inlineWord).join(" ")
    .replace(BLOCK_START_REGEXP, (start) => /^\d/.test(start) ? start + "\\" : "\\" + start);
}

/** Punctuation after a reference is not of it. Looking behind keeps long runs of it from quadratic time. */
const END_REGEXP = /(?<![.,;:!?)])[.,;:!?)]+$/;

function inlineWord(word: string): string {
  if (!REFERENCE_REGEXP.test(word)) return escapeMarkup(word);
  const [end = ""] = END_REGEXP.exec(word) ?? [];
  return codeSpan(word.slice(0, word.length - end.length)) + escapeMarkup(end);
}

function escapeMarkup(text: string): string {
  return visibleText(text).replace(MARKUP_REGEXP, "\\$&");
}

/** A title of others: {@linkcode inlineText} of its beginning. */
export function inlineTitle(text: string): string {
  return inlineText(fitLine(text.replace(/\s+/g, " ").trim(), TITLE_LENGTH));
}

/** Text of others as a code span; line feeds become visible escapes. */
export function codeSpan(text: string): string {
  const shown = visibleText(text);
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) || shown === "" ? " " : "";
  return fence + pad + shown + pad + fence;
}

/** Text of others as a fenced block; keeps line feeds and tabs. */
export function codeBlock(text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${visibleText(text, "\n\t")}\n${fence}`;
}

/** A table of ready Markdown cells. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(escapePipes).join(" | ")} |`).join("\n");
}

/** A pipe after a backslash has no escape inside a code span that all renderers agree on, so it is shown as `\x7c`. */
function escapePipes(cell: string): string {
  return cell.replace(/(\\*)\|/g, (_, slashes: string) => slashes === "" ? "\\|" : `${slashes}x7c`);
}

function longestRun(text: string): number {
  return Array.from(text.matchAll(/`+/g)).reduce((most, [run]) => Math.max(most, run.length), 0);
}
