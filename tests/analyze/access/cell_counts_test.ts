import { CellCounts } from "../../../lib/analyze/access/cell_counts.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

type Count = readonly [owner: number, cell: number, count: number];

function countsOf(all: readonly Count[]): CellCounts {
  const counts = new CellCounts();
  for (const [owner, cell, count] of all) counts.add(owner, cell, count);
  return counts;
}

Deno.test("CellCounts.sorted() puts the counts of each owner together, in order of arrival", () => {
  const count: fc.Arbitrary<Count> = fc.tuple(
    fc.nat(9),
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  );
  fc.assert(fc.property(fc.array(count), (all) => {
    const { ends, cell, count } = countsOf(all).sorted(10);
    for (let owner = 0; owner < 10; owner++) {
      const [from, to] = [ends[owner - 1] ?? 0, ends[owner]!];
      const expected = all.filter((one) => one[0] === owner);
      assertEquals([...cell.subarray(from, to)], expected.map((one) => one[1]));
      assertEquals([...count.subarray(from, to)], expected.map((one) => one[2]));
    }
  }));
});

Deno.test("CellCounts.chunks() has as many counts as were added, over several chunks", () => {
  const all = Array.from({ length: 40_000 }, (_, at): Count => [at % 65_536, at, 3 * at]);
  const seen: Count[] = [];
  for (const { owner, cell, count } of countsOf(all).chunks()) {
    owner.forEach((own, at) => seen.push([own, cell[at]!, count[at]!]));
  }
  assertEquals(seen, all);
  assertEquals([...new CellCounts().chunks()], []);
  assertEquals(countsOf(all).sorted(65_536).count.at(-1), 3 * 39_999);
});
