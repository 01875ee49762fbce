import type { Evidence } from "../../analyze/finding.ts";
import { clipText } from "../../report/clip_text.ts";
import { describeAmount, describeCount } from "../../report/describe_quantity.ts";
import { html, type SafeHtml } from "../../report/html/html.ts";
import type { ServedCase } from "../served_case.ts";
import { evidenceAddress } from "./address.ts";

const SHORT = { lines: 6, length: 700 };
const LONG = { lines: 400, length: 20_000 };

/** Lines that prove something, each with the way to it in its log file. */
export function evidenceLinks(
  evidence: readonly Evidence[],
  served: ServedCase,
  most: number = evidence.length,
): SafeHtml | null {
  if (evidence.length === 0) return null;
  const more = evidence.length - most;
  return html`
    <div class="evidence">
      ${evidence.slice(0, most).map((one) => html`${placeLink(one, served)}${textBlock(one.text)}`)}
      ${more > 0 && html`<p class="more">and ${describeAmount(more, "more line")}</p>`}
    </div>
  `;
}

function placeLink(evidence: Evidence, served: ServedCase): SafeHtml {
  const target = evidenceAddress(evidence, served);
  const place = `${evidence.member}:${evidence.line}`;
  return html`<p class="place">${
    target === null
      ? place
      : html`<a class="line-link" href="${target}" title="Show this line in its log file">${place}</a>`
  }</p>`;
}

/** Text of others as it is; of a long one the beginning, and the whole folded. */
export function textBlock(text: string): SafeHtml {
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
