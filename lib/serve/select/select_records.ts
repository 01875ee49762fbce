import type { Diagnostic } from "../../errors.ts";
import { parseFilter } from "../../query/parse_filter.ts";
import { queryCase } from "../../query/query_case.ts";
import type { QueryRow } from "../../query/query_row.ts";
import {
  integerParameter,
  type ParameterTable,
  switchParameter,
  textParameter,
  timeParameter,
} from "../params/parameter.ts";
import type { ServedCase } from "../served_case.ts";

/** Which records and events are asked for. Times are epoch milliseconds. */
export interface RecordChoice {
  /** Filter. */
  filter: string | undefined;
  /** From then on. */
  since: number | undefined;
  /** Up to then. */
  until: number | undefined;
  /** Within a minute of it. */
  around: number | undefined;
  /** Only of this signature. */
  signature: string | undefined;
  /** Only those behind this finding. */
  finding: string | undefined;
  /** Records before and after each one that fits. */
  context: number;
  /** Whether times are corrected by the measured clock offsets. */
  corrected: boolean;
  /** Leave out events. */
  recordsOnly: boolean;
  /** Most rows. */
  limit: number;
  /** Go on after the row with this cursor. */
  cursor: string | undefined;
}

/** Rows of one page. */
export interface RecordPage {
  /** In order. */
  readonly items: readonly QueryRow[];
  /** Cursor to go on with; null: there is no more. */
  readonly nextCursor: string | null;
  /** What could not be done. */
  readonly problems: readonly Diagnostic[];
}

const MAX_ROWS = 500;
const MAX_CONTEXT = 20;
/** Text of one page in UTF-16 units, beyond which it ends early. */
const MAX_LENGTH = 16 * 1024 * 1024;

/** Parameters that choose records. */
export const RECORD_PARAMETERS: ParameterTable<RecordChoice> = {
  filter: textParameter("filter, as omlens query takes it"),
  since: timeParameter("only from then on"),
  until: timeParameter("only up to then"),
  around: timeParameter("only within a minute of it"),
  signature: textParameter("only records of the signature with this id"),
  finding: textParameter("only the records behind the finding with this id"),
  context: integerParameter("records before and after each one that fits", {
    minimum: 0,
    maximum: MAX_CONTEXT,
    fallback: 0,
  }),
  corrected: switchParameter("times by the API's clock, corrected by the measured offsets"),
  recordsOnly: switchParameter("without events"),
  limit: integerParameter("most rows", { minimum: 1, maximum: MAX_ROWS, fallback: 100 }),
  cursor: textParameter("go on after the row with this cursor; everything else must be the same"),
};

/**
 * Tells one page of records and events.
 *
 * @throws {UsageError} when the filter cannot be read, or an id or the cursor does not exist
 */
export function selectRecords({ reader }: ServedCase, choice: RecordChoice): RecordPage {
  const { filter, limit, cursor: after, recordsOnly, ...rest } = choice;
  const problems: Diagnostic[] = [];
  const given = Object.fromEntries(
    Object.entries({ ...rest, after }).filter(([, value]) => value !== undefined),
  );
  const rows = queryCase(reader, {
    ...given,
    ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    events: !recordsOnly,
    // One more tells whether there is a next page.
    limit: limit + 1,
    report: (problem) => problems.push(problem),
  });
  return { ...takePage(rows, limit), problems };
}

function takePage(rows: Iterable<QueryRow>, limit: number): Omit<RecordPage, "problems"> {
  const items: QueryRow[] = [];
  let length = 0;
  for (const row of rows) {
    if (items.length >= limit || length > MAX_LENGTH) {
      return { items, nextCursor: items.at(-1)?.cursor ?? null };
    }
    items.push(row);
    if (row.kind === "record") length += row.text.length;
  }
  return { items, nextCursor: null };
}
