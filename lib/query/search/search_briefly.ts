import type { CaseReader } from "../../case/case_reader.ts";
import type { QueryOptions } from "../query_options.ts";
import type { QueryRow } from "../query_row.ts";
import type { SearchStep } from "./search_step.ts";
import { type TrackedQuery, trackedQuery } from "./tracked_query.ts";

/** What could be done in a moment. */
export interface BriefSearch {
  /** What to tell. */
  readonly steps: readonly SearchStep[];
  /** The rows among the steps. */
  readonly rows: readonly QueryRow[];
  /** Whether there is nothing left to search. */
  readonly isOver: boolean;
}

/** Thrown where the case would be read once more. */
const TIME_IS_UP = Symbol("time is up");

/** Searches until a moment is over; the last read may take longer. What is found is told, what is half done is dropped. */
export function searchBriefly(
  reader: CaseReader,
  options: Omit<QueryOptions, "report">,
  { untilMs, now }: { untilMs: number; now: () => number },
): BriefSearch {
  const checkTime = () => {
    if (now() > untilMs) throw TIME_IS_UP;
  };
  const problems: SearchStep[] = [];
  const rows: QueryRow[] = [];
  const told = (): SearchStep[] => rows.length === 0 ? [] : [{ kind: "rows", rows }];
  let query: TrackedQuery | null = null;
  try {
    // To find out what a finding stands on, the case is read already here.
    query = trackedQuery(checkedReader(reader, checkTime), {
      ...options,
      report: (problem) => problems.push({ kind: "problem", problem }),
    }, { workers: 0, onBlock: checkTime });
    for (const row of query.rows) rows.push(row);
    return { steps: [...problems, ...told()], rows, isOver: true };
  } catch (error) {
    if (error !== TIME_IS_UP) throw error;
    // Who goes on will meet the same problems.
    return { steps: [...told(), ...(query === null ? [] : [query.progress()])], rows, isOver: false };
  }
}

/** A reader that asks before it reads. */
function checkedReader(reader: CaseReader, check: () => void): CaseReader {
  const checked = <Args extends unknown[], Result>(read: (...args: Args) => Result) => (...args: Args) => {
    check();
    return read(...args);
  };
  return {
    get analysis() {
      return reader.analysis;
    },
    get text() {
      return reader.text;
    },
    members: reader.members,
    names: reader.names,
    blocks: reader.blocks,
    opening: null,
    rows: checked((block) => reader.rows(block)),
    bytes: checked((member, offset, length) => reader.bytes(member, offset, length)),
    readInto: checked((member, offset, into) => reader.readInto(member, offset, into)),
    lines: (member, from, to) => reader.lines(member, from, to),
    close: () => {},
  };
}
