import { HostTable } from "../../../lib/analyze/access/host_table.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

Deno.test("HostTable keeps the numbers of every host, entries that came later are zero", () => {
  const table = new HostTable(new Uint32Array(4));
  table.current.set([1, 2]);
  table.enter(5, 2);
  assertEquals([...table.current], [0, 0, 0, 0]);
  table.current.set([7, 8, 9]);
  table.enter(0, 3);
  assertEquals([...table.current], [1, 2, 0, 0]);
  table.enter(0, 4);
  table.enter(5, 4);
  assertEquals([[...table.current], table.host], [[7, 8, 9, 0], 5]);
});
