import type { RowFacts } from "../../analyze/row_listener.ts";
import type { AccessBlock, ApplicationBlock } from "../../scan/column_block.ts";
import type { CaseTables } from "./case_tables.ts";
import { AssembledPacker, compilePacker } from "../columns/assembled_packer.ts";
import { rowsBetween, withoutMarked } from "../columns/block_rows.ts";
import { encodeColumns } from "../columns/column_codec.ts";
import { type ColumnPacker, MAX_BLOCK_ROWS, PlainPacker } from "../columns/plain_packer.ts";

type Block = ApplicationBlock | AccessBlock;
type Span = Pick<RowFacts, "startMs" | "endMs">;

/** Stores blocks in a case: as the scan packed them, where it did and all rows count. */
export class BlockStore {
  readonly #tables: CaseTables;
  #packer: ColumnPacker | null = null;
  #blocks = 0;

  /** Stores in the tables of a case. */
  constructor(tables: CaseTables) {
    this.#tables = tables;
  }

  /** Stores the rows of a member that are no duplicates. */
  add(member: number, block: Block, { packed, duplicates, ...span }: RowFacts): void {
    const rows = withoutMarked(block, duplicates);
    if (rows === block && packed !== undefined) return this.#store(member, block, span, packed);
    this.#packer ??= createPacker();
    for (let from = 0; from < rows.length; from += MAX_BLOCK_ROWS) {
      const part = rowsBetween(rows, from, from + MAX_BLOCK_ROWS);
      this.#store(member, part, part === block ? span : spanOf(part), encodeColumns(part, this.#packer));
    }
  }

  #store(member: number, block: Block, { startMs, endMs }: Span, packed: Uint8Array): void {
    const { kind, length, line, byteOffset, byteLength } = block;
    const byteEnd = byteOffset[length - 1]! + byteLength[length - 1]!;
    const id = ++this.#blocks;
    this.#tables.add("block", id, member, kind, length, startMs, endMs, line[0], byteOffset[0], byteEnd);
    this.#tables.add("block_columns", id, packed);
  }
}

function spanOf({ timeMs }: Block): Span {
  let [startMs, endMs] = [Infinity, -Infinity];
  for (const time of timeMs) {
    if (time < startMs) startMs = time;
    if (time > endMs) endMs = time;
  }
  return { startMs, endMs };
}

function createPacker(): ColumnPacker {
  const module = compilePacker();
  return module === null ? new PlainPacker() : new AssembledPacker(module);
}
