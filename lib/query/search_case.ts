import type { Diagnostic } from "../errors.ts";
import type { CaseReader } from "../case/case_reader.ts";
import { prepareQuery } from "./prepare_query.ts";
import { queryCase } from "./query_case.ts";
import type { QueryOptions } from "./query_options.ts";
import type { QueryRow } from "./query_row.ts";
import { readCursor } from "./row_position.ts";
import { searchBriefly } from "./search/search_briefly.ts";
import { searchElsewhere } from "./search/search_elsewhere.ts";
import type { SearchStep } from "./search/search_step.ts";

/** How {@linkcode searchCase} leaves room for others. */
export interface SearchPace {
  /** Milliseconds that this thread searches before a worker goes on: most pages are complete by then. @default {25} */
  readonly briefMs?: number;
  /** Ends the search: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Waits until a worker may be started; gives what is called when it has ended. @default at once */
  readonly takeTurn?: (signal?: AbortSignal) => Promise<() => void>;
  /** Clock, milliseconds. */
  readonly now?: () => number;
}

/** Rows that belong together without a worker: others get their turn between two of these. */
const ROWS_BETWEEN = 64;

/**
 * Tells the same rows as `queryCase()`, and how far it is, but does not keep this thread busy: what takes longer than a
 * moment is searched by a worker, which ends when nobody reads on. Where no worker can be had, this thread goes on.
 *
 * @throws {UsageError} at once, when the signature, finding or cursor does not exist
 */
export function searchCase(
  reader: CaseReader,
  options: Omit<QueryOptions, "report"> = {},
  pace: SearchPace = {},
): AsyncGenerator<SearchStep, void> {
  prepareQuery(reader, options);
  if (options.after !== undefined) readCursor(options.after);
  return search(reader, options, pace);
}

async function* search(
  reader: CaseReader,
  options: Omit<QueryOptions, "report">,
  { briefMs = 25, signal, takeTurn, now = () => performance.now() }: SearchPace,
): AsyncGenerator<SearchStep, void> {
  signal?.throwIfAborted();
  const brief = searchBriefly(reader, options, { untilMs: now() + briefMs, now });
  yield* brief.steps;
  if (brief.isOver) return;
  const endTurn = await takeTurn?.(signal);
  try {
    yield* searchOn(reader, afterRows(options, brief.rows), signal);
  } finally {
    endTurn?.();
  }
}

async function* searchOn(
  reader: CaseReader,
  options: Omit<QueryOptions, "report">,
  signal: AbortSignal | undefined,
): AsyncGenerator<SearchStep, void> {
  let left = options;
  for await (const step of searchElsewhere(reader, left, signal)) {
    if (step === "failed") yield* searchHere(reader, left, signal);
    else yield step;
    if (step !== "failed" && step.kind === "rows") left = afterRows(left, step.rows);
  }
}

/** What is left to search once some rows were told. */
function afterRows(
  options: Omit<QueryOptions, "report">,
  rows: readonly QueryRow[],
): Omit<QueryOptions, "report"> {
  const last = rows.at(-1);
  const { limit } = options;
  return {
    ...options,
    ...(last === undefined ? {} : { after: last.cursor }),
    ...(limit === undefined ? {} : { limit: limit - rows.length }),
  };
}

async function* searchHere(
  reader: CaseReader,
  options: Omit<QueryOptions, "report">,
  signal: AbortSignal | undefined,
): AsyncGenerator<SearchStep, void> {
  const problems: Diagnostic[] = [];
  const told = (): SearchStep[] => problems.splice(0).map((problem) => ({ kind: "problem", problem }));
  let rows: QueryRow[] = [];
  for (const row of queryCase(reader, { ...options, report: (problem) => problems.push(problem) })) {
    if (rows.push(row) < ROWS_BETWEEN) continue;
    yield* told();
    yield { kind: "rows", rows };
    rows = [];
    await new Promise((resolve) => setTimeout(resolve));
    signal?.throwIfAborted();
  }
  yield* told();
  if (rows.length > 0) yield { kind: "rows", rows };
}
