import { assert, assertEquals } from "../../lib/std/assert.ts";
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import { bigArchive } from "./big_archive.ts";

Deno.test("bigArchive() is an archive of as many records as were asked for, with an incident", async () => {
  const analysis = await analyzeArchive([{
    name: "big.tar.gz",
    kind: "file",
    files: [{ name: "big.tar.gz", open: () => bigArchive(28_800) }],
  }], { useWorker: false });
  assertEquals(analysis.totals.records, 28_800);
  assertEquals(analysis.coverage.length, 10);
  assertEquals(analysis.diagnostics.filter(({ severity }) => severity !== "note"), []);
  assert(analysis.incidents.length > 0);
});
