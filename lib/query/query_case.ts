import type { CaseReader } from "../case/case_reader.ts";
import type { Diagnostic } from "../errors.ts";
import type { Filter } from "./filter.ts";
import { prepareQuery } from "./prepare_query.ts";
import type { QueryRow } from "./query_row.ts";
import { queryRows } from "./query_rows.ts";
import { type CrewOptions, SearchCrew } from "./search/search_crew.ts";

/** What {@linkcode queryCase} tells, and in which order. Times are epoch milliseconds. */
export interface QueryOptions {
  /** What records and events must be. @default everything */
  readonly filter?: Filter;
  /** Only from then on. */
  readonly since?: number;
  /** Only up to then. */
  readonly until?: number;
  /** Only near this time. */
  readonly around?: number;
  /** How near, to either side. @default {60_000} */
  readonly aroundMs?: number;
  /** Records before and after each one that fits, in its log file; at most 1000. They need fit nothing. @default {0} */
  readonly context?: number;
  /** Only records of this signature. */
  readonly signature?: string;
  /** Only the records behind this finding, and events while they last or that may have caused or confirm it. */
  readonly finding?: string;
  /** Most rows. @default all */
  readonly limit?: number;
  /** Cursor of the row to go on after; the other options must be the same. */
  readonly after?: string;
  /** Whether `since`, `until`, `around` and the order go by the API's clock instead of each host's. @default {false} */
  readonly corrected?: boolean;
  /** Whether events are told in their places. @default {true} */
  readonly events?: boolean;
  /** Takes what could not be done, once each. */
  readonly report?: (diagnostic: Diagnostic) => void;
}

/**
 * Tells the records of a case, of all log files in one order of time, and events among them. The order is total: equal
 * times are ordered by input, log file and place, events first. It reads as far as it is asked: a page costs a page. Once
 * many blocks have to be searched for the next row, workers search with this thread, where they can be had.
 *
 * @throws {UsageError} when the signature, finding or cursor does not exist
 */
export function* queryCase(
  reader: CaseReader,
  options: QueryOptions = {},
  crewOptions: CrewOptions = {},
): Generator<QueryRow> {
  const query = prepareQuery(reader, options);
  const crew = new SearchCrew(query, crewOptions);
  try {
    yield* queryRows(query, (block) => crew.match(block));
  } finally {
    crew.close();
  }
}
