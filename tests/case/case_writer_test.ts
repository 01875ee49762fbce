import { Buffer } from "node:buffer";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CaseWriter } from "../../lib/case/case_writer.ts";
import { openCase } from "../../lib/case/open_case.ts";
import { UsageError } from "../../lib/errors.ts";
import { memberOrigin } from "../../lib/parse/member_origin.ts";
import type { ApplicationBlock } from "../../lib/scan/column_block.ts";
import { startWorker } from "../../lib/scan/start_worker.ts";
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "../../lib/std/assert.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { gzip, noise, tarEntry, tarOf } from "../helpers/tar_builder.ts";
import { filesIn, withFolder } from "../helpers/temporary_folder.ts";
import { CASE_FOLDER, type CaseInput, makeCase, manyLines } from "./make_case.ts";

const LOG = manyLines(100);
const TEXT_WORKER = new URL("../../lib/case/text/text_worker.ts", import.meta.url);
const FACTS = { layout: "application", sizeBytes: 9, lines: 9, records: 9, rejectedLines: 0 };

/** A case that nothing was read for. */
function writeAnalysis(path: string, analysis = fakeAnalysis()): void {
  const writer = new CaseWriter(path, { folder: ".", places: new Map() });
  writer.finish(analysis, []);
  writer.abort();
}

Deno.test("CaseWriter keeps the analysis as it is", async () => {
  await withFolder((folder) => {
    const path = `${folder}/case.db`;
    const analysis = fakeAnalysis();
    writeAnalysis(path, analysis);
    const reader = openCase(path);
    assertEquals(reader.analysis, JSON.parse(JSON.stringify(analysis)));
    assertEquals(JSON.stringify(reader.analysis), JSON.stringify(analysis), "fields in the same order");
    reader.close();
    return Promise.resolve();
  });
});

Deno.test("CaseWriter makes views that plain SQL can read", async () => {
  await withFolder((folder) => {
    const path = `${folder}/case.db`;
    const analysis = fakeAnalysis();
    writeAnalysis(path, analysis);
    const database = new DatabaseSync(path, { readOnly: true });
    const all = (sql: string) => database.prepare(sql).all().map((row) => ({ ...row }));
    assertEquals(
      all("SELECT id, rule, severity, count, onset FROM findings"),
      analysis.findings.map(({ id, rule, severity, count, onset }) => ({ id, rule, severity, count, onset })),
    );
    assertEquals(
      all(`SELECT id, "start", "end", json_array_length(findings) AS n FROM incidents`),
      analysis.incidents.map(({ id, start, end, findings }) => ({ id, start, end, n: findings.length })),
    );
    assertEquals(
      all("SELECT id, time, type, groupId FROM events"),
      analysis.events.map(({ id, time, type, groupId = null }) => ({ id, time, type, groupId })),
    );
    assertEquals(all("SELECT count(*) AS n, sum(count) AS records FROM signatures"), [
      {
        n: analysis.signatures.length,
        records: analysis.signatures.reduce((sum, { count }) => sum + count, 0),
      },
    ]);
    assertEquals(
      all(`SELECT host, category, json_array_length(gaps) AS gaps FROM coverage`),
      analysis.coverage.map(({ host, category, gaps }) => ({ host, category, gaps: gaps.length })),
    );
    database.close();
    return Promise.resolve();
  });
});

Deno.test("CaseWriter gives names, members and what the case was made from", async () => {
  await withFolder(async (folder) => {
    const thread = "a\0b";
    const content = tarOf(
      tarEntry(
        { name: "om-1/application/mms0.log" },
        applicationLine({ thread, message: "Synthetic 7 done" }) + "\n",
      ),
      tarEntry({ name: "om-1/http_access/access.log" }, accessLine({ names: "- dana" }) + "\n"),
    );
    const { path, analysis } = await makeCase(folder, { "a.tar": { kind: "file", content } });
    const reader = openCase(path);
    assertEquals(reader.members.map(({ path, host, category, layout }) => [path, host, category, layout]), [
      ["om-1/application/mms0.log", "om-1", "application", "application"],
      ["om-1/http_access/access.log", "om-1", "http_access", "common"],
    ]);
    assertEquals(reader.names.threads, ["", thread]);
    assertEquals(reader.names.users, ["", "dana"]);
    assertEquals(reader.names.clients, ["", "192.0.2.1"]);
    assertEquals(reader.names.routes[1], { method: "GET", route: "/synthetic" });
    const { template, signature } = { template: "Synthetic # done", signature: analysis.signatures[0]!.id };
    assertEquals(reader.names.templates.slice(1).map(({ text, signature }) => [text, signature]), [
      [template, signature],
    ]);
    reader.close();
    const database = new DatabaseSync(path, { readOnly: true });
    const [input] = database.prepare("SELECT name, kind, sha256, size_bytes, place FROM input").all();
    const { name, kind, sha256, inputBytes } = analysis.inputs[0]!;
    assertEquals({ ...input }, { name, kind, sha256, size_bytes: inputBytes, place: "../a.tar" });
    database.close();
  });
});

Deno.test("CaseWriter leaves out records that another file already had", async () => {
  await withFolder(async (folder) => {
    const whole = manyLines(100);
    const half = whole.split("\n").slice(0, 50).join("\n") + "\n";
    const file = (text: string): CaseInput => ({
      kind: "file",
      content: gzip(tarOf(tarEntry({ name: "om-1/application/mms0.log" }, text))),
    });
    const { path } = await makeCase(folder, { "one.tar.gz": file(half), "two.tar.gz": file(whole) });
    const reader = openCase(path);
    const rows = reader.blocks.map((block) => [block.member, block.rows, block.firstLine]);
    assertEquals(rows, [[0, 50, 1], [1, 50, 51]]);
    const second = reader.rows(reader.blocks[1]!);
    const text = new TextDecoder().decode(reader.bytes(1, second.byteOffset[0]!, second.byteLength[0]!));
    assertEquals(text, whole.split("\n")[50]);
    reader.close();
  });
});

Deno.test("CaseWriter keeps only the records of the window, and every line", async () => {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { "mms0.log": { kind: "file", content: LOG } }, {
      since: timeAfter(20_000).replace("+0000", "Z"),
      until: timeAfter(29_000).replace("+0000", "Z"),
    });
    const reader = openCase(path);
    const [block] = reader.blocks;
    assertEquals([reader.blocks.length, block?.rows, block?.firstLine], [1, 10, 21]);
    assertEquals(new Date(block!.startMs).toISOString(), timeAfter(20_000).replace("+0000", "Z"));
    assertEquals(reader.lines(0, 1, 1000).map(({ text }) => text), LOG.trimEnd().split("\n"));
    reader.close();
  });
});

Deno.test("CaseWriter writes the same bytes however far the scan is behind the reading", async () => {
  await withFolder((folder) => {
    // A name that fills pages of its own shows in the bytes when its row was written.
    const files = ["a", "b"].map((letter) => letter.repeat(40_000));
    const write = (name: string, order: readonly ("read" | "scan")[]) => {
      const writer = new CaseWriter(`${folder}/${name}`, { folder, places: new Map([["logs", folder]]) });
      const scans: (() => void)[] = [];
      for (const [member, path] of files.entries()) {
        const place = { input: "logs", path, ...memberOrigin("om-1/application/mms0.log") };
        writer.beginFile("logs", path);
        writer.beginMember(member, place);
        scans.push(() => {
          writer.addBlock(member, wideRows(9000), { startMs: 0, endMs: 1, duplicates: null });
          writer.endMember(member, place, FACTS);
        });
        for (const step of order) {
          if (step === "scan") scans.shift()?.();
          else writer.endFile("logs", path, "00".repeat(32), 77);
        }
      }
      for (const scan of scans) scan();
      writer.finish(fakeAnalysis(), []);
      return Deno.readFileSync(`${folder}/${name}`);
    };
    const together = write("together.db", ["scan", "read"]);
    // To show where megabytes differ would take minutes.
    assert(Buffer.compare(write("behind.db", ["read", "scan"]), together) === 0);
    assert(Buffer.compare(write("far-behind.db", ["read"]), together) === 0);
    return Promise.resolve();
  });
});

Deno.test("CaseWriter gives a file that is no case until it is finished", async () => {
  await withFolder((folder) => {
    const path = `${folder}/case.db`;
    const writer = new CaseWriter(path, { folder, places: new Map([["a.log", `${folder}/a.log`]]) });
    writer.beginFile("a.log", "a.log");
    writer.abort();
    assertThrows(() => openCase(path), Error, "it is not complete");
    return Promise.resolve();
  });
});

Deno.test("CaseWriter says what is wrong when the case cannot be written", async () => {
  await withFolder((folder) => {
    const error = assertThrows(
      () => new CaseWriter(`${folder}/none/case.db`, { folder, places: new Map() }),
      UsageError,
      "Cannot write case",
    );
    assert(error.remedy.includes("--out"));
    return Promise.resolve();
  });
});

Deno.test("CaseWriter wants bytes only when some lines must be in the case", () => {
  const wants = (place: string | null, options: { embed?: boolean }) => {
    const path = Deno.makeTempFileSync();
    const writer = new CaseWriter(path, { folder: ".", places: new Map([["a", place]]), ...options });
    writer.abort();
    Deno.removeSync(path);
    return writer.wantsBytes;
  };
  assertEquals([wants("a", {}), wants("a", { embed: true }), wants(null, {})], [false, true, true]);
});

Deno.test("CaseWriter writes the same case whether a worker compresses the lines or this thread", () =>
  withFolder(async (root) => {
    // Several batches, so that the worker has something to do.
    const content = tarOf(
      ...["om-1", "om-2"].map((host, i) =>
        tarEntry({ name: `${host}/application/mms0.log` }, manyLines(60_000 - 7 * i, "Synthetic ".repeat(10)))
      ),
    );
    const cases: Uint8Array[] = [];
    for (
      const [name, options] of Object.entries({
        here: {},
        worker: { startTextWorker: () => startWorker(TEXT_WORKER) },
        again: { startTextWorker: () => startWorker(TEXT_WORKER) },
      })
    ) {
      const folder = `${root}/${name}`;
      await Deno.mkdir(folder);
      const { path } = await makeCase(folder, { "-": { kind: "stream", content } }, {
        ...options,
        useWorker: true,
      });
      cases.push(await Deno.readFile(path));
      assertEquals(await filesIn(dirname(path)), ["case.db"]);
    }
    const [first, ...others] = cases;
    for (const other of others) assert(Buffer.compare(first!, other) === 0);
    const database = new DatabaseSync(`${root}/worker/${CASE_FOLDER}/case.db`, { readOnly: true });
    const [texts] = database.prepare("SELECT count(*) AS n, max(first_line) AS line FROM text_block").all();
    database.close();
    assertEquals({ ...texts }, { n: 24, line: 58_906 });
  }));

Deno.test("CaseWriter says that lines cannot be written as it says it of a case", () =>
  withFolder(async (root) => {
    const path = `${root}/case.db`;
    const writer = new CaseWriter(path, {
      folder: root,
      places: new Map([["-", null]]),
      startTextWorker: () => null,
    });
    await Deno.mkdir(`${path}-text`);
    writer.beginFile("-", "-");
    writer.beginMember(0, { ...memberOrigin("mms0.log"), input: "-", path: "mms0.log" });
    await writer.bytes(0, new TextEncoder().encode("synthetic\n"));
    const error = await assertRejects(() => writer.endBytes(), UsageError, "Cannot write case");
    assertStringIncludes(error.remedy, "--out");
    writer.abort();
  }));

/** Synthetic records that need many bits. */
function wideRows(length: number): ApplicationBlock {
  const random = noise(length * 8);
  const words = () => new Uint32Array(random.buffer, 0, length);
  return {
    kind: "application",
    length,
    timeMs: Float64Array.from(words()),
    byteOffset: Float64Array.from(words()),
    byteLength: words(),
    line: words(),
    template: words(),
    scope: words(),
    thread: words(),
    key: words(),
  };
}
