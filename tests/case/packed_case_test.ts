import { Buffer } from "node:buffer";
import type { RowFacts } from "../../lib/analyze/row_listener.ts";
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import { CaseWriter } from "../../lib/case/case_writer.ts";
import { openCase } from "../../lib/case/open_case.ts";
import type { AccessBlock, ApplicationBlock } from "../../lib/scan/column_block.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine } from "../helpers/log_builder.ts";
import { rechunk } from "../helpers/read_all.ts";
import { tarEntry, tarOf } from "../helpers/tar_builder.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { manyLines } from "./make_case.ts";

/** Counts the rows of packed blocks, by whether some of them are duplicates. */
class CountingWriter extends CaseWriter {
  readonly packed = { whole: 0, partly: 0 };

  override addBlock(member: number, block: ApplicationBlock | AccessBlock, facts: RowFacts): void {
    const marks = facts.duplicates?.reduce((sum, mark) => sum + mark, 0) ?? 0;
    if (facts.packed !== undefined && marks < block.length) {
      this.packed[marks === 0 ? "whole" : "partly"] += block.length;
    }
    super.addBlock(member, block, facts);
  }
}

/** Leaves it to the case to pack. */
class UnpackedWriter extends CaseWriter {
  override addBlock(
    member: number,
    block: ApplicationBlock | AccessBlock,
    { packed: _, ...facts }: RowFacts,
  ): void {
    super.addBlock(member, block, facts);
  }
}

const LINES = manyLines(20_000).split("\n");
const REQUESTS = Array.from({ length: 3000 }, (_, i) => accessLine({ client: `192.0.2.${i % 200}` }) + "\n");
/** The second one has the records of the first, and as many again. */
const INPUTS = [9000, 20_000].map((count) =>
  tarOf(
    tarEntry({ name: "om-1/application/mms0.log" }, LINES.slice(0, count).join("\n") + "\n"),
    tarEntry({ name: "om-1/http_access/access.log" }, REQUESTS.join("")),
  )
);

async function write(sink: CaseWriter, { useWorker }: { useWorker: boolean }): Promise<number> {
  const inputs = INPUTS.map((content, i) => {
    const name = `${i}.tar`;
    return { name, kind: "file", files: [{ name, open: () => rechunk(content, 100_000) }] } as const;
  });
  const { totals } = await analyzeArchive(inputs, { useWorker, builtinRules: false, sink });
  return totals.records;
}

Deno.test("CaseWriter writes the same case whether a worker packed the blocks or not, with duplicates in them or without", () =>
  withFolder(async (folder) => {
    const path = (name: string) => `${folder}/${name}.db`;
    const options = { folder, places: new Map([["0.tar", folder], ["1.tar", folder]]) };
    const counting = new CountingWriter(path("packed"), options);
    await write(counting, { useWorker: true });
    await write(new UnpackedWriter(path("unpacked"), options), { useWorker: true });
    const records = await write(new CaseWriter(path("here"), options), { useWorker: false });
    assert(counting.packed.whole > 9000 && counting.packed.partly > 1000, JSON.stringify(counting.packed));
    assert(Buffer.compare(await Deno.readFile(path("packed")), await Deno.readFile(path("unpacked"))) === 0);
    // In this thread, blocks begin at other rows.
    assertEquals(rowsIn(path("packed")), rowsIn(path("here")));
    assertEquals(rowsIn(path("packed")).length, records);
  }));

/** Member, line and time of each row. */
function rowsIn(path: string): string[] {
  const reader = openCase(path);
  const rows = reader.blocks.flatMap((stored) => {
    const { line, timeMs } = reader.rows(stored);
    return Array.from(line, (number, row) => `${stored.member} ${number} ${timeMs[row]}`);
  });
  reader.close();
  return rows;
}
