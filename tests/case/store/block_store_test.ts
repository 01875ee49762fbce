import { DatabaseSync } from "node:sqlite";
import { encodeColumns } from "../../../lib/case/columns/column_codec.ts";
import { MAX_BLOCK_ROWS, PlainPacker } from "../../../lib/case/columns/plain_packer.ts";
import { BlockStore } from "../../../lib/case/store/block_store.ts";
import { CaseTables } from "../../../lib/case/store/case_tables.ts";
import { applicationBlock, newPlace } from "../../../lib/scan/block_columns.ts";
import type { ApplicationBlock } from "../../../lib/scan/column_block.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { withFolder } from "../../helpers/temporary_folder.ts";

const PACKED = Uint8Array.of(1, 2, 3);

/** What is stored of blocks: of each its rows, its span and its packed columns. */
function stored(add: (store: BlockStore) => void): Promise<unknown[]> {
  return withFolder((folder) => {
    const tables = new CaseTables(`${folder}/case.db`);
    add(new BlockStore(tables));
    tables.complete();
    const database = new DatabaseSync(`${folder}/case.db`, { readOnly: true });
    const rows = database.prepare(
      "SELECT row_count, start_ms, end_ms, columns FROM block JOIN block_columns USING (id) ORDER BY id",
    ).all();
    database.close();
    return Promise.resolve(rows.map((row) => Object.values(row)));
  });
}

/** Rows a second apart. */
function rows(length: number): ApplicationBlock {
  const block = applicationBlock(newPlace("application", length), length);
  for (let row = 0; row < length; row++) block.timeMs[row] = 1000 * row;
  return block;
}

Deno.test("BlockStore stores what was packed when all rows count", async () => {
  const block = rows(3);
  for (const duplicates of [null, new Uint8Array(3)]) {
    assertEquals(
      await stored((store) => store.add(0, block, { startMs: 0, endMs: 2000, duplicates, packed: PACKED })),
      [[3, 0, 2000, PACKED]],
    );
  }
});

Deno.test("BlockStore packs what is left when some rows are duplicates, and tells its own span", async () => {
  const facts = { startMs: 0, endMs: 3000, packed: PACKED };
  const left = rows(2);
  left.timeMs.set([1000, 2000]);
  assertEquals(
    await stored((store) => store.add(0, rows(4), { ...facts, duplicates: Uint8Array.of(1, 0, 0, 1) })),
    [[2, 1000, 2000, encodeColumns(left, new PlainPacker()).slice()]],
  );
  assertEquals(
    await stored((store) => store.add(0, rows(4), { ...facts, duplicates: Uint8Array.of(1, 1, 1, 1) })),
    [],
  );
});

Deno.test("BlockStore packs what the scan did not, in parts that a reader can hold", async () => {
  const blocks = await stored((store) => {
    store.add(0, rows(2), { startMs: 0, endMs: 1000, duplicates: null });
    store.add(0, rows(MAX_BLOCK_ROWS + 2), {
      startMs: 0,
      endMs: 1000 * (MAX_BLOCK_ROWS + 1),
      duplicates: null,
    });
  });
  assertEquals(blocks.map((block) => (block as unknown[]).slice(0, 3)), [
    [2, 0, 1000],
    [MAX_BLOCK_ROWS, 0, 1000 * (MAX_BLOCK_ROWS - 1)],
    [2, 1000 * MAX_BLOCK_ROWS, 1000 * (MAX_BLOCK_ROWS + 1)],
  ]);
});
