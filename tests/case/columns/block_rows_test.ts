import { rowsBetween, withoutMarked } from "../../../lib/case/columns/block_rows.ts";
import type { AccessBlock, ApplicationBlock } from "../../../lib/scan/column_block.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { anyBlock } from "./any_block.ts";

/** Each row as an object. */
function rowsOf(block: ApplicationBlock | AccessBlock): Record<string, number | undefined>[] {
  const columns = Object.entries(block).filter(([name]) => name !== "kind" && name !== "length");
  return Array.from(
    { length: block.length },
    (_, row) => Object.fromEntries(columns.map(([name, column]) => [name, column[row]])),
  );
}

Deno.test("withoutMarked() leaves out exactly the marked rows, in every column", () => {
  fc.assert(fc.property(
    anyBlock.chain((block) =>
      fc.tuple(
        fc.constant(block),
        fc.uint8Array({ max: 1, minLength: block.length, maxLength: block.length }),
      )
    ),
    ([block, marks]) => {
      assertEquals(rowsOf(withoutMarked(block, marks)), rowsOf(block).filter((_, row) => marks[row] === 0));
    },
  ));
});

Deno.test("withoutMarked() gives a block without marks as it is", () => {
  const [block] = fc.sample(anyBlock, { numRuns: 1, seed: 3 });
  assert(withoutMarked(block!, null) === block);
  assert(withoutMarked(block!, new Uint8Array(block!.length)) === block);
});

Deno.test("rowsBetween() cuts every column", () => {
  fc.assert(fc.property(anyBlock, fc.nat(40), fc.nat(50), (block, from, count) => {
    fc.pre(from < block.length);
    assertEquals(rowsOf(rowsBetween(block, from, from + count)), rowsOf(block).slice(from, from + count));
  }));
});
