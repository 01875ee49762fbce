import type { CaseBlock } from "../../case/case_reader.ts";
import type { Query } from "../prepare_query.ts";
import { blockPlaces } from "../query_rows.ts";

/** Neighbouring blocks of one log file, searched in one go. */
export interface SearchTask {
  /** {@linkcode CaseMember.id}. */
  readonly member: number;
  /** In the order of the file; places in {@linkcode CaseReader.blocks}. */
  readonly blocks: readonly number[];
  /** When its first row is due in the order of the query, epoch milliseconds. */
  readonly orderMs: number;
}

/** The blocks of a query that may have rows, as tasks of about so many bytes, in the order in which rows are due. */
export function searchTasks(
  query: Query,
  isWanted: (block: CaseBlock) => boolean,
  taskBytes: number,
): SearchTask[] {
  const { blocks } = query.reader;
  const tasks: (SearchTask & { blocks: number[] })[] = [];
  for (const { index, offsetMs } of blockPlaces(query)) {
    const block = blocks[index]!;
    if (!isWanted(block)) continue;
    const last = tasks.at(-1);
    const first = blocks[last?.blocks[0] ?? index]!;
    if (last?.member === block.member && block.byteEnd - first.byteOffset <= taskBytes) {
      last.blocks.push(index);
    } else tasks.push({ member: block.member, blocks: [index], orderMs: block.startMs - offsetMs });
  }
  return tasks.sort((a, b) => a.orderMs - b.orderMs || a.member - b.member);
}
