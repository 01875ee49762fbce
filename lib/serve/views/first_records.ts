import type { Diagnostic } from "../../errors.ts";
import { searchBriefly } from "../../query/search/search_briefly.ts";
import type { QueryRow } from "../../query/query_row.ts";
import type { RecordAnswer } from "../../view/page_source.ts";
import { searchRecords } from "../select/search_records.ts";
import { type RecordChoice, recordQuery } from "../select/select_records.ts";
import type { ServedCase } from "../served_case.ts";

/** Others wait as long: most pages are complete by then, and of the others the page's script asks for the rest. */
const MOMENT_MS = 40;
/** For who has no script. */
const PATIENCE_MS = 20_000;

/**
 * Searches for the first rows of a page: for a moment, or patiently beside other work.
 *
 * @throws {UsageError} when the filter cannot be read, or an id or the cursor does not exist
 */
export function firstRecords(
  served: ServedCase,
  choice: RecordChoice,
  { isPatient, patienceMs = PATIENCE_MS }: { readonly isPatient: boolean; readonly patienceMs?: number },
): RecordAnswer | Promise<RecordAnswer> {
  return isPatient ? searchPatiently(served, choice, patienceMs) : searchForAMoment(served, choice);
}

function searchForAMoment({ reader }: ServedCase, choice: RecordChoice): RecordAnswer {
  const now = () => performance.now();
  const { steps, rows, isOver } = searchBriefly(reader, recordQuery(choice), {
    untilMs: now() + MOMENT_MS,
    now,
  });
  const items = rows.slice(0, choice.limit);
  const hasMore = !isOver || rows.length > items.length;
  return {
    items,
    nextCursor: hasMore ? items.at(-1)?.cursor ?? null : null,
    isPartial: !isOver && rows.length <= items.length,
    problems: steps.flatMap((step) => step.kind === "problem" ? [step.problem] : []),
  };
}

async function searchPatiently(
  served: ServedCase,
  choice: RecordChoice,
  patienceMs: number,
): Promise<RecordAnswer> {
  const [items, problems]: [QueryRow[], Diagnostic[]] = [[], []];
  const patience = new AbortController();
  const ending = setTimeout(() => patience.abort(), patienceMs);
  try {
    for await (const step of searchRecords(served, choice, patience.signal)) {
      if (step.kind === "rows") items.push(...step.rows);
      else if (step.kind === "problem") problems.push(step.problem);
      else if (step.kind === "end") return { items, nextCursor: step.nextCursor, isPartial: false, problems };
    }
  } catch (error) {
    if (!patience.signal.aborted) throw error;
  } finally {
    clearTimeout(ending);
  }
  return { items, nextCursor: items.at(-1)?.cursor ?? null, isPartial: true, problems };
}
