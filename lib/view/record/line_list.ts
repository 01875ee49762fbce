import { clipText } from "../../report/clip_text.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";

/** A line of a log file, of bounded length. */
export interface ListedLine {
  /** Number, 1-based. */
  readonly line: number;
  /** Its beginning. */
  readonly text: string;
  /** UTF-16 units left out. */
  readonly omitted: number;
}

/** Lines that are marked, both included. */
export interface MarkedLines {
  /** First. */
  readonly from: number;
  /** Last. */
  readonly to: number;
}

const LISTED = { lines: 1, length: 4000 };
/** Where the level of a line is looked for. */
const HEAD_LENGTH = 300;
const LEVEL = /^\d{4}-.*? (ERROR|WARN) +\S/;
/** Status of a request: after what is in quotes, before the size. */
const STATUS = /" ([45])\d\d (?:\d+|-)/;

/** Makes a line fit for a list. */
export function listedLine({ line, text }: { readonly line: number; readonly text: string }): ListedLine {
  return { line, ...clipText(text, LISTED) };
}

/** Lines with their numbers, which lead to each; a gap where some in between are not there. */
export function lineList(
  lines: readonly ListedLine[],
  marked: MarkedLines,
  addressOf: (line: number) => string,
): SafeHtml {
  const label = `Lines ${lines[0]?.line} to ${lines.at(-1)?.line}`;
  return html`<div class="lines" role="group" aria-label="${label}" tabindex="0">${
    lines.map((one, i) => html`${gapBefore(one, lines[i - 1])}${lineView(one, addressOf(one.line), marked)}`)
  }</div>`;
}

/** Only a report lacks lines in between. */
function gapBefore({ line }: ListedLine, before: ListedLine | undefined): SafeHtml | null {
  const missing = before === undefined ? 0 : line - before.line - 1;
  if (missing <= 0) return null;
  return html`<p class="line-gap">… ${describeAmount(missing, "line")} not in this report</p>`;
}

function lineView({ line, text, omitted }: ListedLine, address: string, { from, to }: MarkedLines): SafeHtml {
  const isMarked = line >= from && line <= to;
  const content = html`${text}${
    omitted > 0 && html`<i class="meta"> … ${describeCount(omitted)} more characters</i>`
  }`;
  return html`
    <div class="line${isMarked && " marked"}${levelClass(text)}"
      ${line === from &&
        html`
          data-scroll
        `}><a class="line-number" href="${address}">${line}</a><span class="line-text">${isMarked
        ? html`<mark>${content}</mark>`
        : content}</span></div>
  `;
}

function levelClass(text: string): string {
  const [, level = ""] = LEVEL.exec(text.slice(0, HEAD_LENGTH)) ?? [];
  if (level !== "") return ` line-${level.toLowerCase()}`;
  const [, status = ""] = STATUS.exec(text) ?? [];
  return status === "" ? "" : status === "5" ? " line-error" : " line-warn";
}
