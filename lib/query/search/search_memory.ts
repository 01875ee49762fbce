/** Rows that workers find at most, 4 bytes each; beyond them who tells the rows searches. */
const MAX_FOUND_ROWS = 2 ** 20;
const STOP = 0;
const NEXT_ROW = 1;

/** What the threads of a search share. */
export interface SearchMemory {
  /** Whether to stop, and how many rows were found. */
  readonly control: Int32Array;
  /** State of each task. */
  readonly states: Int32Array;
  /** Thread that searches a log file, plus 1, by {@linkcode CaseMember.id}; 0: none. */
  readonly owners: Int32Array;
  /** By place in {@linkcode CaseReader.blocks}: how many rows fit, plus 1, and the first of them; 0: not known. */
  readonly found: Int32Array;
  /** The rows, one block after another. */
  readonly rows: Uint32Array;
}

/** Makes the memory for so many tasks, log files and blocks. */
export function searchMemory(sizes: { tasks: number; members: number; blocks: number }): SearchMemory {
  const words = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
  return {
    control: words(2),
    states: words(sizes.tasks),
    owners: words(sizes.members),
    found: words(2 * sizes.blocks),
    rows: new Uint32Array(new SharedArrayBuffer(4 * MAX_FOUND_ROWS)),
  };
}

/** Tells workers to stop. */
export function stopSearch({ control }: SearchMemory): void {
  Atomics.store(control, STOP, 1);
}

/** Whether to stop. */
export function isStopped({ control }: SearchMemory): boolean {
  return Atomics.load(control, STOP) === 1;
}

/** Tells the rows of a block that fit, as far as there is room. */
export function putFound({ control, found, rows }: SearchMemory, block: number, fitting: Uint32Array): void {
  const { length } = fitting;
  if (Atomics.load(control, NEXT_ROW) + length > rows.length) return;
  const first = Atomics.add(control, NEXT_ROW, length);
  if (first + length > rows.length) return;
  rows.set(fitting, first);
  found[2 * block + 1] = first;
  Atomics.store(found, 2 * block, length + 1);
}

/** The rows of a block that fit; null: nobody told them yet. */
export function takeFound({ found, rows }: SearchMemory, block: number): Uint32Array | null {
  const length = Atomics.load(found, 2 * block) - 1;
  const first = found[2 * block + 1]!;
  return length < 0 ? null : new Uint32Array(rows.subarray(first, first + length));
}
