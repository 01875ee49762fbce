import type { Evidence } from "../../analyze/finding.ts";
import { clipText, fitLine } from "../clip_text.ts";
import { describeAmount, describeCount } from "../describe_quantity.ts";
import { html, type SafeHtml } from "./html.ts";

const SHORT = { lines: 6, length: 700 };
const LONG = { lines: 200, length: 4000 };
const FIRST_LINE_LENGTH = 300;

/** Lines that prove something, the long ones folded. */
export function evidenceList(evidence: readonly Evidence[], most: number): SafeHtml | null {
  if (evidence.length === 0) return null;
  const more = evidence.length - most;
  return html`
    <div class="evidence">
      ${evidence.slice(0, most).map(evidenceView)}
      ${more > 0 && html`<p class="more">and ${describeAmount(more, "more line")} in analysis.json</p>`}
    </div>
  `;
}

function evidenceView({ input, member, line, text }: Evidence): SafeHtml {
  const place = html`<p class="place">${input} ${member}<b>:${line}</b></p>`;
  if (clipText(text, SHORT).omitted === 0) return html`${place}${block(text)}`;
  const { text: shown, omitted } = clipText(text, LONG);
  const [firstLine = ""] = text.split("\n", 1);
  return html`
    ${place}
    <details class="long">
      <summary><code>${fitLine(firstLine, FIRST_LINE_LENGTH)}</code></summary>
      ${block(shown)}
      ${omitted > 0 && html`<p class="more">${describeCount(omitted)} more characters in analysis.json</p>`}
    </details>
  `;
}

/** Text of others as it is. The line feed after the tag is dropped by browsers, one of the text would be too. */
function block(text: string): SafeHtml {
  return html`<pre>${"\n" + text}</pre>`;
}
