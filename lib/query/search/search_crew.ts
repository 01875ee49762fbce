import type { CaseBlock } from "../../case/case_reader.ts";
import { startWorker } from "../../scan/start_worker.ts";
import type { BlockMatcher } from "../match/block_matcher.ts";
import { type Query, queryMatcher } from "../prepare_query.ts";
import { type SearchMemory, searchMemory, stopSearch, takeFound } from "./search_memory.ts";
import { type SearchTask, searchTasks } from "./search_tasks.ts";
import type { SearchOrder } from "./search_worker.ts";
import { TaskBoard } from "./task_board.ts";

/** How many search, and when. */
export interface CrewOptions {
  /** Workers beside this thread. @default as many as there are further cores, at most 3 */
  readonly workers?: number;
  /** Blocks that this thread searches before it starts them: most pages are complete by then. @default {16} */
  readonly aloneBlocks?: number;
  /** Bytes searched in one go. @default 8 MiB */
  readonly taskBytes?: number;
}

/** What is shared with workers, once there are any. */
interface Teamwork {
  readonly workers: readonly Worker[];
  readonly tasks: readonly SearchTask[];
  readonly memory: SearchMemory;
  readonly board: TaskBoard;
  /** Place of a block in the case, and its task. */
  readonly places: ReadonlyMap<CaseBlock, { readonly index: number; readonly task: number }>;
}

const MAX_WORKERS = 3;
const ALONE_BLOCKS = 16;
const TASK_BYTES = 8 * 1024 * 1024;
/** Fewer are not worth a worker. */
const FEWEST_TASKS = 4;
/** Rows found here and not asked for yet, 4 bytes each, beyond which this thread does not search ahead. */
const MAX_HELD_ROWS = 1_000_000;
const HERE = 0;

/**
 * Finds the rows of blocks that fit. Once many blocks had to be searched, workers search ahead; this thread does so too while
 * it would have to wait for them. It needs no event loop. Where no worker can be had, or one fails, this thread searches alone.
 */
export class SearchCrew {
  readonly #query: Query;
  readonly #matcher: BlockMatcher;
  readonly #options: CrewOptions;
  readonly #asked = new Set<CaseBlock>();
  /** Rows that this thread found ahead, by place of the block. */
  readonly #held = new Map<number, Uint32Array>();
  #heldRows = 0;
  #team: Teamwork | null = null;
  #isStarted = false;

  /** Nothing is searched yet. */
  constructor(query: Query, options: CrewOptions = {}) {
    this.#query = query;
    this.#matcher = queryMatcher(query);
    this.#options = options;
  }

  /** The rows of a block that fit, in the order of the file. */
  match(block: CaseBlock): Uint32Array {
    if (!this.#isStarted && this.#asked.size >= (this.#options.aloneBlocks ?? ALONE_BLOCKS)) this.#start();
    const known = this.#team === null ? null : this.#wait(block, this.#team);
    this.#asked.add(block);
    return known ?? this.#matcher.match(block);
  }

  /** Stops the workers. */
  close(): void {
    if (this.#team === null) return;
    stopSearch(this.#team.memory);
    for (const worker of this.#team.workers) worker.terminate();
    this.#team = null;
  }

  /** Does what there is to do until a block was searched; null: it was not, and will not be. */
  #wait(block: CaseBlock, team: Teamwork): Uint32Array | null {
    const place = team.places.get(block);
    if (place === undefined) return null;
    const { board, memory } = team;
    while (board.isOpen(place.task)) {
      const found = takeFound(memory, place.index);
      if (found !== null) return found;
      const task = this.#heldRows > MAX_HELD_ROWS ? null : board.take(HERE);
      if (task === null) {
        board.waitFor(place.task);
        break;
      }
      this.#searchAhead(team, task);
    }
    return takeFound(memory, place.index) ?? this.#takeHeld(place.index);
  }

  #takeHeld(index: number): Uint32Array | null {
    const rows = this.#held.get(index);
    if (rows === undefined) return null;
    this.#held.delete(index);
    this.#heldRows -= rows.length;
    return rows;
  }

  #searchAhead({ tasks, board }: Teamwork, task: number): void {
    const { blocks } = this.#query.reader;
    for (const index of tasks[task]!.blocks) {
      const block = blocks[index]!;
      if (this.#asked.has(block)) continue;
      const rows = this.#matcher.match(block);
      this.#held.set(index, rows);
      this.#heldRows += rows.length;
    }
    board.finish(task);
  }

  #start(): void {
    this.#isStarted = true;
    const { workers = Math.min(navigator.hardwareConcurrency - 1, MAX_WORKERS), taskBytes = TASK_BYTES } =
      this.#options;
    const { reader, options: { report: _, ...options } } = this.#query;
    const { text, opening } = reader;
    if (workers < 1 || opening === null || !text.available) return;
    const isWanted = (block: CaseBlock) => !this.#asked.has(block) && this.#matcher.mayFit(block);
    const tasks = searchTasks(this.#query, isWanted, taskBytes);
    if (tasks.length < FEWEST_TASKS) return;
    const sizes = { tasks: tasks.length, members: reader.members.length, blocks: reader.blocks.length };
    const memory = searchMemory(sizes);
    const started = startWorkers(workers, { opening, options, tasks, memory });
    if (started.length === 0) return;
    const places = placesOf(tasks, reader.blocks);
    this.#team = { workers: started, tasks, memory, board: new TaskBoard(tasks, memory), places };
  }
}

function startWorkers(count: number, order: Omit<SearchOrder, "thread">): Worker[] {
  const workers: Worker[] = [];
  for (let thread = 1; thread <= count; thread++) {
    const worker = startWorker(new URL("./search_worker.ts", import.meta.url));
    if (worker === null) break;
    // One that cannot even start takes no task.
    worker.onerror = (event) => event.preventDefault();
    worker.postMessage({ ...order, thread } satisfies SearchOrder);
    workers.push(worker);
  }
  return workers;
}

function placesOf(tasks: readonly SearchTask[], blocks: readonly CaseBlock[]): Teamwork["places"] {
  const places = tasks.flatMap((one, task) =>
    one.blocks.map((index) => [blocks[index]!, { index, task }] as const)
  );
  return new Map(places);
}
