import { FilterError } from "../../query/filter_error.ts";
import { parseFilter } from "../../query/parse_filter.ts";
import { html, type SafeHtml } from "../html.ts";

/** Why a filter cannot be read, and where. */
export interface FilterProblem {
  /** What is there, and what is expected. */
  readonly message: string;
  /** What to do. */
  readonly remedy: string;
  /** The filter. */
  readonly filter: string;
  /** Where it is wrong, in UTF-16 units, 0-based. */
  readonly offset: number;
}

const MOST_SHOWN = 60;

/** What is wrong with a filter; null: it can be read. */
export function filterProblem(filter: string): FilterProblem | null {
  try {
    parseFilter(filter);
    return null;
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { message, remedy, offset } = error;
    return { message, remedy, filter, offset };
  }
}

/** Shows the filter with the place marked; the box of the filter is described by it. */
export function filterProblemView({ message, remedy, filter, offset }: FilterProblem): SafeHtml {
  const from = Math.max(0, offset - MOST_SHOWN);
  const before = (from > 0 ? "…" : "") + filter.slice(from, offset);
  // A whole character, and something to see where one is missing.
  const wrong = String.fromCodePoint(filter.codePointAt(offset) ?? 0x20);
  const after = filter.slice(offset + (offset < filter.length ? wrong.length : 0));
  return html`
    <div class="problem" id="filter-problem" role="alert">
      <p><b>${message}</b></p>
      <p class="filter-place"><code>${before}<mark>${wrong}</mark>${after.slice(
        0,
        MOST_SHOWN,
      )}${after.length >
          MOST_SHOWN && "…"}</code></p>
      <p>Try: ${remedy}.</p>
    </div>
  `;
}
