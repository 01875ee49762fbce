import type { Diagnostic } from "../../errors.ts";
import type { QueryRow } from "../../query/query_row.ts";
import type { SearchStep } from "../../query/search/search_step.ts";
import { searchCase } from "../../query/search_case.ts";
import type { ServedCase } from "../served_case.ts";
import { MAX_LENGTH, type RecordChoice, type RecordPage, recordQuery } from "./select_records.ts";

/** What a search for a page tells. */
export type PageStep = SearchStep | PageEnd;

/** The end of a page. */
export interface PageEnd {
  /** Discriminates. */
  readonly kind: "end";
  /** Cursor to go on with; null: there is no more. */
  readonly nextCursor: string | null;
  /** Rows that were told. */
  readonly rows: number;
}

/**
 * Searches for a page of records and events, beside other work.
 *
 * @throws {UsageError} at once, when the filter cannot be read, or an id or the cursor does not exist
 */
export function searchRecords(
  { reader, turns }: ServedCase,
  choice: RecordChoice,
  signal?: AbortSignal,
): AsyncGenerator<PageStep, void> {
  const steps = searchCase(reader, recordQuery(choice), {
    takeTurn: (signal) => turns.take(signal),
    ...(signal === undefined ? {} : { signal }),
  });
  return cutPage(steps, choice.limit);
}

/** The same, when all of it was found. It goes on when nobody waits any more: others may ask for the same. */
export async function findRecords(
  served: ServedCase,
  choice: RecordChoice,
): Promise<RecordPage> {
  const items: QueryRow[] = [];
  const problems: Diagnostic[] = [];
  let nextCursor: string | null = null;
  for await (const step of searchRecords(served, choice)) {
    if (step.kind === "rows") items.push(...step.rows);
    else if (step.kind === "problem") problems.push(step.problem);
    else if (step.kind === "end") ({ nextCursor } = step);
  }
  return { items, nextCursor, problems };
}

async function* cutPage(steps: AsyncIterable<SearchStep>, limit: number): AsyncGenerator<PageStep, void> {
  let [rows, length]: [number, number] = [0, 0];
  let last: string | null = null;
  for await (const step of steps) {
    if (step.kind !== "rows") {
      yield step;
      continue;
    }
    const fitting = [];
    for (const row of step.rows) {
      if (rows + fitting.length >= limit || length > MAX_LENGTH) break;
      fitting.push(row);
      if (row.kind === "record") length += row.text.length;
    }
    rows += fitting.length;
    last = fitting.at(-1)?.cursor ?? last;
    if (fitting.length > 0) yield { kind: "rows", rows: fitting };
    if (fitting.length < step.rows.length) return yield { kind: "end", nextCursor: last, rows };
  }
  yield { kind: "end", nextCursor: null, rows };
}
