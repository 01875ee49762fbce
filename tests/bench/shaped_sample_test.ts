import { createHash } from "node:crypto";
import { readArchive } from "../../lib/archive/read_archive.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { type SampleShape, shapedSample } from "./shaped_sample.ts";

const decoder = new TextDecoder();

/** Text by path; files that are gzip in themselves are unpacked. */
async function filesOf(shape: SampleShape, bytes: number): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  let path = "";
  const file = { name: "sample.tar.gz", open: () => shapedSample(shape, bytes) };
  for await (const part of readArchive(file, { input: "sample.tar.gz" })) {
    if (part.kind === "member") path = part.path;
    else if (part.kind === "bytes") files.set(path, (files.get(path) ?? "") + decoder.decode(part.bytes));
  }
  return files;
}

async function hashOf(shape: SampleShape): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of shapedSample(shape, 300_000)) hash.update(chunk);
  return hash.digest("hex");
}

function logsOf(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].filter((path) => path.includes(".log"));
}

Deno.test("shapedSample() gives the same bytes again", async () => {
  assertEquals(await hashOf("traces"), await hashOf("traces"));
});

Deno.test("shapedSample() says in the archive that it is synthetic", async () => {
  const [path, text] = [...await filesOf("access", 100_000)][0]!;
  assertEquals(path, "README-SYNTHETIC.txt");
  assert(text!.startsWith("This archive is synthetic."));
});

for (const { shape, files } of [{ shape: "one-file", files: 1 }, { shape: "access", files: 9 }] as const) {
  Deno.test(`shapedSample() keeps ${shape} to its size within a tenth, in ${files} files`, async () => {
    const logs = await filesOf(shape, 1_000_000);
    assertEquals(logsOf(logs).length, files);
    const bytes = logsOf(logs).reduce((sum, path) => sum + logs.get(path)!.length, 0);
    assert(Math.abs(bytes - 1_000_000) < 100_000, `${bytes} bytes`);
  });
}

Deno.test("shapedSample() has a stack trace in every record of traces", async () => {
  const logs = await filesOf("traces", 500_000);
  for (const path of logsOf(logs)) {
    const records = logs.get(path)!.split(/^(?=\d{4}-)/m).filter((record) => /^\d{4}-/.test(record));
    assert(records.length > 10);
    assertEquals(records.filter((record) => !record.includes("\n\tat ")), []);
  }
});
