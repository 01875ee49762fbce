import type { Diagnostic } from "../../errors.ts";
import { parseFilter } from "../../query/parse_filter.ts";
import type { QueryOptions } from "../../query/query_options.ts";
import type { QueryRow } from "../../query/query_row.ts";
import {
  integerParameter,
  type ParameterTable,
  switchParameter,
  textParameter,
  timeParameter,
} from "../../view/params/parameter.ts";

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
export const MAX_LENGTH: number = 16 * 1024 * 1024;

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
 * What is asked for, as a query; one row more than wanted tells whether there is a next page.
 *
 * @throws {FilterError} when the filter cannot be read
 */
export function recordQuery(choice: RecordChoice): Omit<QueryOptions, "report"> {
  const { filter, limit, cursor: after, recordsOnly, ...rest } = choice;
  const given = Object.fromEntries(
    Object.entries({ ...rest, after }).filter(([, value]) => value !== undefined),
  );
  return {
    ...given,
    ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    events: !recordsOnly,
    limit: limit + 1,
  };
}
