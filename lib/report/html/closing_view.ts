import type { Diagnostic } from "../../errors.ts";
import type { Analysis } from "../../analyze/analysis.ts";
import { TERM_MEANINGS } from "../describe_cause.ts";
import { describeBytes, describeCount } from "../describe_quantity.ts";
import type { ReportIndex } from "../report_index.ts";
import { html, type HtmlValue, type SafeHtml } from "./html.ts";
import { badge, type Column, sectionView, tableView } from "./table_view.ts";

const DIAGNOSTICS_SHOWN = 200;

/** What was cut, damaged, skipped or not understood. */
export function diagnosticSection({ analysis: { diagnostics } }: ReportIndex): SafeHtml | null {
  if (diagnostics.length === 0) return null;
  const columns: Column[] = [{ head: "Severity" }, { head: "What", kind: "wide" }, {
    head: "Where",
    kind: "wide",
  }, {
    head: "Times",
    kind: "number",
  }];
  return sectionView(
    "diagnostics",
    "Diagnostics of the inputs",
    tableView("Diagnostics", columns, diagnostics, DIAGNOSTICS_SHOWN, diagnosticCells),
  );
}

function diagnosticCells({ severity, code, message, input, member, line, count }: Diagnostic): HtmlValue[] {
  return [
    badge(severity),
    html`${message}<br><code>${code}</code>`,
    html`${input}${member && html`<br>${member}`}${line !== undefined && `:${line}`}`,
    describeCount(count ?? 1),
  ];
}

/** What the words mean, and how to check a line without this program. */
export function readingSection(): SafeHtml {
  return sectionView(
    "reading",
    "How to read this",
    html`
      <ul class="reading">
        <li>
          All times are UTC. Times of log lines, coverage and charts are as the host logged them; onsets, starts and ends of
          incidents, and distances to events are corrected by the measured clock offsets.
        </li>
        <li>
          A likely cause is a candidate, not a proof. Its score, 0 to 1, is made of
          ${Object.entries(TERM_MEANINGS).map(([name, meaning]) =>
            html`
              <b>${name}</b> (${meaning}),
            `
          )}
          each from 0 to 1. Alerts are never causes: they confirm. When no change is near enough, none is named.
        </li>
        <li>
          q is the p-value of the test, corrected for the number of tests (Benjamini-Hochberg): of the changes reported at
          that level, about this share is expected to be chance.
        </li>
        <li>
          Every line of evidence can be checked in the original archive, with its member and line number:
          <code>tar xzOf INPUT MEMBER | sed -n LINEp</code> (for a rolled file that is compressed itself:
          <code>tar xzOf INPUT MEMBER | gzip -dc | sed -n LINEp</code>).
        </li>
        <li>Escapes such as <code>\\x1b</code> and <code>\\u202e</code> stand for characters that cannot be seen.</li>
        <li>Hatched places are times of which there are no records. Everything that is cut short here is whole in analysis.json.</li>
      </ul>
    `,
  );
}

/** The program and its inputs. */
export function footerView({ tool, inputs }: Analysis): SafeHtml {
  return html`
    <footer>
      <p>Made by omlens ${tool.version} from</p>
      <ul>
        ${inputs.map(({ name, kind, inputBytes, sha256, complete }) =>
          html`<li>${name} (${kind}, ${describeBytes(inputBytes)}${
            !complete && ", read in part"
          })<br><code>SHA-256 ${sha256}</code></li>`
        )}
      </ul>
    </footer>
  `;
}
