/**
 * A worker that searches blocks of a case, which it opens for itself. It takes tasks until there are none; all it says, it
 * says in the shared memory. Whatever goes wrong, it gives up: who asked searches these blocks, and tells what is wrong.
 *
 * @module
 */
import type { CaseOpening } from "../../case/case_reader.ts";
import { openCase } from "../../case/open_case.ts";
import type { BlockMatcher } from "../match/block_matcher.ts";
import { prepareQuery, queryMatcher } from "../prepare_query.ts";
import type { QueryOptions } from "../query_options.ts";
import { isStopped, putFound, type SearchMemory } from "./search_memory.ts";
import type { SearchTask } from "./search_tasks.ts";
import { TaskBoard } from "./task_board.ts";

/** What a worker is told. */
export interface SearchOrder {
  /** Number of the thread, from 1. */
  readonly thread: number;
  /** The case. */
  readonly opening: CaseOpening;
  /** What to search for. */
  readonly options: Omit<QueryOptions, "report">;
  /** Where. */
  readonly tasks: readonly SearchTask[];
  /** Shared with the other threads. */
  readonly memory: SearchMemory;
}

declare const self: { onmessage: ((event: MessageEvent<SearchOrder>) => void) | null };

self.onmessage = ({ data }) => {
  if (isStopped(data.memory)) return;
  try {
    search(data);
  } catch {
    // Its task is over, without rows.
  }
};

function search({ thread, opening, options, tasks, memory }: SearchOrder): void {
  const reader = openCase(opening.path, { files: opening.files });
  let isSure = true;
  const report = () => void (isSure = false);
  const matcher: BlockMatcher = queryMatcher(prepareQuery(reader, { ...options, report }));
  const board = new TaskBoard(tasks, memory);
  for (let task = board.take(thread); task !== null; task = isSure ? board.take(thread) : null) {
    try {
      for (const index of tasks[task]!.blocks) {
        if (isStopped(memory)) return;
        const rows = matcher.match(reader.blocks[index]!);
        if (!isSure) break;
        putFound(memory, index, rows);
      }
    } finally {
      board.finish(task);
    }
  }
}
