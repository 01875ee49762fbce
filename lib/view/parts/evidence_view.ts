import type { Evidence } from "../../analyze/finding.ts";
import { clipText } from "../../report/clip_text.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../html.ts";
import type { PageFrame } from "../page_frame.ts";
import type { PageSource } from "../page_source.ts";

const SHORT = { lines: 6, length: 700 };
const LONG = { lines: 400, length: 20_000 };

/** A line that proves something, and the log file it can be shown in. */
export interface PlacedEvidence {
  /** The line. */
  readonly evidence: Evidence;
  /** Number of its log file for addresses; null: it cannot be shown in place. */
  readonly member: number | null;
}

/** Finds the log files of lines. */
export function placeEvidence(evidence: readonly Evidence[], source: PageSource): PlacedEvidence[] {
  return evidence.map((one) => ({ evidence: one, member: source.memberOf(one) }));
}

/** Lines that prove something, each with the way to it in its log file, and what stands around it on demand. */
export function evidenceList(list: readonly PlacedEvidence[], frame: PageFrame): SafeHtml | null {
  if (list.length === 0) return null;
  return html`<div class="evidence">${list.map((one) => evidenceItem(one, frame))}</div>`;
}

/** The same with the first lines open and the others folded. */
export function foldedEvidence(
  list: readonly PlacedEvidence[],
  open: number,
  frame: PageFrame,
): SafeHtml | null {
  const rest = list.slice(open);
  return html`
    ${evidenceList(list.slice(0, open), frame)}
    ${rest.length > 0 && html`
      <details class="rest">
        <summary>${describeAmount(rest.length, "more line")} of proof</summary>
        ${evidenceList(rest, frame)}
      </details>
    `}
  `;
}

function evidenceItem(one: PlacedEvidence, frame: PageFrame): SafeHtml {
  const { evidence: { line, text }, member } = one;
  const hasContext = member !== null && frame.face === "serve";
  return html`
    <p class="place">${placeLink(one, frame)}</p>
    ${textBlock(text)}
    ${hasContext && html`
      <div class="context only-script" data-live="context" data-member="${member}" data-line="${line}"
        data-lines="${lineCount(text)}">
        <p class="context-moves">
          <button type="button" data-side="both" aria-expanded="false">Show the lines around</button>
          <button type="button" data-side="before" hidden>Earlier lines</button>
          <button type="button" data-side="after" hidden>Later lines</button>
          <span class="meta" data-part="said"></span>
        </p>
        <div data-part="lines"></div>
      </div>
    `}
  `;
}

/** Lines of a record, as far as its text is there. */
function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function placeLink({ evidence, member }: PlacedEvidence, frame: PageFrame): SafeHtml | string {
  const place = `${evidence.member}:${evidence.line}`;
  if (member === null) return place;
  const { line, text } = evidence;
  const last = line + lineCount(text) - 1;
  const to = frame.href("/lines", { member, line, to: last > line && last });
  return html`<a class="line-link" href="${to}" title="Show this line in its log file">${place}</a>`;
}

/** Text of others as it is; of a long one the beginning, and the whole folded. */
function textBlock(text: string): SafeHtml {
  const { text: short, omitted } = clipText(text, SHORT);
  if (omitted === 0) return block(text);
  const { text: long, omitted: left } = clipText(text, LONG);
  return html`
    ${block(`${short} …`)}
    <details class="rest">
      <summary>All ${describeAmount(text.length, "character")}</summary>
      ${block(long)}
      ${left > 0 && html`<p class="more">${describeCount(left)} more are in the log file</p>`}
    </details>
  `;
}

/** The line feed after the tag is dropped by browsers, one of the text would be too. */
function block(text: string): SafeHtml {
  return html`<pre>${"\n" + text}</pre>`;
}
