import { onsetInCells } from "../../../lib/analyze/access/onset_in_cells.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const CASES: readonly (readonly [
  name: string,
  counts: readonly number[],
  stretch: readonly [from: number, to: number],
  onset: number,
])[] = [
  ["a first cell that is half full", [0, 0, 0, 50, 100, 100, 100, 0], [3, 7], 3.5],
  ["a full first cell", [0, 0, 0, 100, 100, 100, 100, 0], [3, 7], 3],
  ["a full first cell and a quarter of the one before", [0, 0, 25, 100, 100, 100, 100, 0], [3, 7], 2.75],
  ["a half full first cell above a usual level", [10, 10, 10, 60, 110, 110, 110, 10], [3, 7], 3.5],
  ["a usual level in the cell before", [10, 10, 10, 10, 110, 110, 110, 10], [4, 7], 4],
  ["part of the cell before above a usual level", [10, 10, 10, 60, 110, 110, 110, 10], [4, 7], 3.5],
  ["a single cell", [0, 0, 40, 100, 0, 0], [3, 4], 3],
  ["the first cell there is", [100, 100, 100, 100], [0, 4], 0],
  ["a part of the first cell there is", [25, 100, 100, 100], [0, 4], 0.75],
  ["the second cell there is", [50, 100, 100, 100], [1, 4], 0.5],
  ["two cells, to the end of the counts", [0, 0, 60, 100], [2, 4], 2.4],
  ["later cells that are lower", [0, 0, 90, 40, 40, 0], [2, 5], 2],
  ["later cells with less than usual", [50, 50, 50, 90, 40, 40, 0], [3, 6], 3],
  ["a cell that is nearly full, as few are", [0, 0, 0, 3, 4, 4, 4], [3, 7], 3],
  ["a cell that is nearly full, of many", [0, 0, 0, 300, 400, 400, 400], [3, 7], 3.25],
];

for (const [name, counts, [from, to], onset] of CASES) {
  Deno.test(`onsetInCells() of ${name} is ${onset}`, () => {
    assertEquals(onsetInCells(counts, { from, to }), onset);
  });
}

Deno.test("onsetInCells() finds where steady requests begin to a tenth of a cell", () => {
  const places = fc.double({ min: 8, max: 11, noNaN: true });
  fc.assert(
    fc.property(places, fc.nat(1000), fc.integer({ min: 500, max: 100_000 }), (place, usual, more) => {
      const counts = Uint32Array.from(
        { length: 20 },
        (_, cell) => usual + Math.round(more * Math.min(1, Math.max(0, cell + 1 - place))),
      );
      // As callers have it: raised is what is half above.
      const from = counts.findIndex((count) => count >= usual + more / 2);
      const onset = onsetInCells(counts, { from, to: 16 });
      assert(Math.abs(onset - place) <= 0.11, `${onset} for ${place}`);
    }),
  );
});
