import { encodeColumns } from "../lib/case/columns/column_codec.ts";
import { PlainPacker } from "../lib/case/columns/plain_packer.ts";
import type { ScanOutput } from "../lib/scan/column_block.ts";
import { WorkerScan } from "../lib/scan/worker_scan.ts";
import { startScanWorker } from "../lib/start_scan_worker.ts";
import { assertEquals, assertExists } from "../lib/std/assert.ts";
import { accessLine, applicationLine, timeAfter } from "./helpers/log_builder.ts";
import { OPTIONS } from "./scan/scan_text.ts";

const PLAIN = new PlainPacker();
const MEMBERS = [
  ["application", Array.from({ length: 4000 }, (_, i) => applicationLine({ time: timeAfter(i) }))],
  ["http_access", Array.from({ length: 4000 }, () => accessLine())],
  ["application", [applicationLine()]],
] as const;

/** Of each block its rows, and whether it came packed: then as the case packs it. */
async function blocksOf({ packs }: { packs: boolean }): Promise<[rows: number, isPacked: boolean][]> {
  const worker = startScanWorker();
  assertExists(worker, "A worker needs read permission for lib/");
  const blocks: [number, boolean][] = [];
  const scan = new WorkerScan(worker, OPTIONS, (output) => take(output), packs);
  const take = (output: ScanOutput): void => {
    if (output.kind !== "block") return;
    const { block, packed } = output;
    if (packed !== undefined) assertEquals(packed.slice(), encodeColumns(block, PLAIN).slice());
    blocks.push([block.length, packed !== undefined]);
  };
  for (const [member, [category, lines]] of MEMBERS.entries()) {
    scan.begin(member, { path: "a.log", host: "h", category });
    await scan.write(new TextEncoder().encode(lines.join("\n") + "\n"));
    await scan.end();
  }
  await scan.close();
  return blocks;
}

Deno.test("scan_worker packs the blocks that lie in areas as the case does", async () => {
  assertEquals(await blocksOf({ packs: true }), [[3999, true], [1, false], [4000, true], [1, false]]);
});

Deno.test("scan_worker packs nothing when nobody stores it", async () => {
  assertEquals(await blocksOf({ packs: false }), [[3999, false], [1, false], [4000, false], [1, false]]);
});
