import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import { bounded, type CaseDatabase } from "./case_database.ts";
import type { CaseBlock } from "../case_reader.ts";
import { decodeColumns } from "../columns/column_codec.ts";
import { MAX_BLOCK_ROWS } from "../columns/plain_packer.ts";

/** Rows of blocks that are kept: about 16 MB, dozens of blocks. */
const MAX_KEPT_ROWS = 250_000;
/** The dictionary of a column, by the column's name. */
const TABLES = ["template", "scope", "thread", "route", "client", "user", "agent"] as const;
type Ids = Readonly<Record<typeof TABLES[number], number>>;

/** The columns of a case, decompressed when asked for. The last blocks are kept. */
export class StoredBlocks {
  /** By member, then place. */
  readonly index: readonly CaseBlock[];
  readonly #database: CaseDatabase;
  /** Least recently used first. */
  readonly #kept = new Map<number, ApplicationBlock | AccessBlock>();
  readonly #firstOfMember = new Map<number, number>();
  #keptRows = 0;
  #largestIds: Ids | null = null;

  /** Reads the index. @throws {InputError} when the case is damaged */
  constructor(database: CaseDatabase) {
    this.#database = database;
    const columns = "id, member, kind, row_count, start_ms, end_ms, first_line, byte_offset, byte_end";
    this.index = database.select(`SELECT ${columns} FROM block ORDER BY id`, [], (row) => ({
      id: row.integer("id"),
      member: row.integer("member"),
      kind: row.word("kind", ["application", "access"]),
      rows: row.integer("row_count", MAX_BLOCK_ROWS, 1),
      startMs: row.time("start_ms"),
      endMs: row.time("end_ms"),
      firstLine: row.integer("first_line"),
      byteOffset: row.integer("byte_offset"),
      byteEnd: row.integer("byte_end"),
    })).sort((a, b) => a.member - b.member || a.id - b.id);
    const misplaced = this.index.find((block, at) => block.byteOffset < endBefore(this.index, at));
    if (misplaced !== undefined) {
      throw database.damage(new RangeError(`block ${misplaced.id} begins before the one before it ends`));
    }
    for (let at = this.index.length - 1; at >= 0; at--) this.#firstOfMember.set(this.index[at]!.member, at);
  }

  /** Blocks of a member, in order. */
  ofMember(member: number): readonly CaseBlock[] {
    const first = this.#firstOfMember.get(member);
    if (first === undefined) return [];
    let end = first;
    while (this.index[end]?.member === member) end++;
    return this.index.slice(first, end);
  }

  /** Columns of a block. @throws {InputError} when they are damaged */
  rows(block: CaseBlock): ApplicationBlock | AccessBlock {
    const rows = this.#kept.get(block.id) ?? this.#read(block);
    this.#kept.delete(block.id);
    this.#kept.set(block.id, rows);
    return rows;
  }

  #read(block: CaseBlock): ApplicationBlock | AccessBlock {
    const { id, kind, rows: length } = block;
    const sql = `SELECT ${bounded("columns")} FROM block_columns WHERE id = ?`;
    const [rows] = this.#database.select(
      sql,
      [id],
      (row) => checked(decodeColumns(row.bytes("columns"), kind, length), block, this.#ids()),
    );
    if (rows === undefined) throw this.#database.damage(new RangeError(`block ${id} has no columns`));
    this.#keptRows += length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#keptRows <= MAX_KEPT_ROWS) break;
      this.#kept.delete(oldest);
      this.#keptRows -= length;
    }
    return rows;
  }

  #ids(): Ids {
    return this.#largestIds ??= Object.fromEntries(TABLES.map((table) => {
      const [largest] = this.#database.select(
        `SELECT coalesce(max(id), 0) AS id FROM ${table}`,
        [],
        (row) => row.integer("id"),
      );
      return [table, largest!];
    })) as Record<keyof Ids, number>;
  }
}

/** Without this, all blocks together might have more bytes than their member. */
function endBefore(blocks: readonly CaseBlock[], at: number): number {
  const before = blocks[at - 1];
  return before?.member === blocks[at]!.member ? Math.max(before.byteOffset, before.byteEnd) : 0;
}

/** Times must be times, places must be in the block; an id that no dictionary has becomes 0. */
function checked<B extends ApplicationBlock | AccessBlock>(
  block: B,
  { byteOffset, byteEnd }: CaseBlock,
  ids: Ids,
): B {
  for (let row = 0; row < block.length; row++) {
    const [timeMs, offset] = [block.timeMs[row]!, block.byteOffset[row]!];
    // What a date can hold: ECMAScript, time values.
    if (!(Math.abs(timeMs) <= 8.64e15)) throw new RangeError(`row ${row} has time ${timeMs}`);
    if (!(Number.isInteger(offset) && offset >= byteOffset && offset + block.byteLength[row]! <= byteEnd)) {
      throw new RangeError(`row ${row} is at byte ${offset}, expected ${byteOffset} to ${byteEnd}`);
    }
  }
  if (block.kind === "application") {
    for (const name of ["template", "scope", "thread"] as const) clamp(block[name], ids[name]);
  } else for (const name of ["route", "client", "user", "agent"] as const) clamp(block[name], ids[name]);
  return block;
}

function clamp(column: Uint32Array, largest: number): void {
  for (let row = 0; row < column.length; row++) if (column[row]! > largest) column[row] = 0;
}
