import type { CaseReader } from "../case/case_reader.ts";
import { prepareQuery } from "./prepare_query.ts";
import type { QueryOptions } from "./query_options.ts";
import type { QueryRow } from "./query_row.ts";
import { queryRows } from "./query_rows.ts";
import { type CrewOptions, SearchCrew } from "./search/search_crew.ts";

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
