import { ServerDifferences } from "../../../lib/analyze/agents/server_differences.ts";
import { assertEquals } from "../../../lib/std/assert.ts";

Deno.test("ServerDifferences keeps the last difference of each row on each server", () => {
  const differences = new ServerDifferences();
  differences.of(0)[1] = 50;
  differences.of(0)[1] = 70;
  differences.of(2)[1] = -5;
  differences.reserve(500);
  differences.of(0)[499] = 1;
  assertEquals([...differences.byServer()], [[0, [[1, 70], [499, 1]]], [2, [[1, -5]]]]);
});

Deno.test("ServerDifferences leaves out servers when there are too many agents on too many of them", () => {
  const differences = new ServerDifferences();
  differences.reserve(50_000);
  for (let server = 0; server < 100; server++) differences.of(server)[7] = server;
  assertEquals(differences.byServer().size, 40);
});
