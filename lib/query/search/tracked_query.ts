import type { CaseBlock, CaseReader } from "../../case/case_reader.ts";
import { prepareQuery } from "../prepare_query.ts";
import type { QueryOptions } from "../query_options.ts";
import type { QueryRow } from "../query_row.ts";
import { blockPlaces, queryRows } from "../query_rows.ts";
import type { SearchProgress } from "./search_step.ts";
import { type CrewOptions, SearchCrew } from "./search_crew.ts";

/** A query that can be asked how far it is. */
export interface TrackedQuery {
  /** As `queryCase()` tells them. */
  readonly rows: Generator<QueryRow>;
  /** How far it is. */
  readonly progress: () => SearchProgress;
}

/** What the one who tracks it does meanwhile. */
export interface TrackOptions extends CrewOptions {
  /** Called before a block is searched. */
  readonly onBlock: () => unknown;
  /** Whether what was found is to be told now. @default never: together, as it is fastest */
  readonly isDue?: () => boolean;
}

/** Makes one. */
export function trackedQuery(
  reader: CaseReader,
  options: QueryOptions,
  { onBlock, isDue = () => false, ...crewOptions }: TrackOptions,
): TrackedQuery {
  const query = prepareQuery(reader, options);
  const left = new Set(blockPlaces(query).map(({ index }) => reader.blocks[index]!));
  const totalBytes = left.values().reduce((sum, block) => sum + sizeOf(block), 0);
  const crew = new SearchCrew(query, crewOptions);
  let searchedBytes = 0;
  const match = (block: CaseBlock) => {
    onBlock();
    const rows = crew.match(block);
    if (left.delete(block)) searchedBytes += sizeOf(block);
    return rows;
  };
  function* rows(): Generator<QueryRow> {
    try {
      yield* queryRows(query, match, isDue);
    } finally {
      crew.close();
    }
  }
  return { rows: rows(), progress: () => ({ kind: "progress", searchedBytes, totalBytes }) };
}

function sizeOf({ byteOffset, byteEnd }: CaseBlock): number {
  return byteEnd - byteOffset;
}
