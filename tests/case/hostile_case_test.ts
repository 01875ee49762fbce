/** A case may come from anybody: whatever is in it, an error that says so, and nothing else. */
import { DatabaseSync } from "node:sqlite";
import { zstdCompressSync } from "node:zlib";
import { openCase } from "../../lib/case/open_case.ts";
import type { CaseReader } from "../../lib/case/case_reader.ts";
import { InputError } from "../../lib/errors.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "../../lib/std/assert.ts";
import { gzip, noise } from "../helpers/tar_builder.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { CASE_FOLDER, makeCase, manyLines } from "./make_case.ts";

const LOG = manyLines(3000);

const NAME = "mms0.log.gz";
const ARCHIVE = gzip(LOG);
const cases = new Map<boolean, Promise<Uint8Array>>();

/** The bytes of a case of the archive, made once. */
function caseBytes(embed: boolean): Promise<Uint8Array> {
  const bytes = cases.get(embed) ?? withFolder(async (folder) => {
    const { path } = await makeCase(folder, { [NAME]: { kind: "file", content: ARCHIVE } }, { embed });
    return await Deno.readFile(path);
  });
  cases.set(embed, bytes);
  return bytes;
}

/** Changes a case with SQL, and uses it. */
async function withChanged(
  sql: string,
  use: (path: string) => void,
  { embed = false, values = [] as (string | number | Uint8Array)[] } = {},
): Promise<void> {
  await withFolder(async (folder) => {
    const path = `${folder}/${CASE_FOLDER}/case.db`;
    await Deno.mkdir(`${folder}/${CASE_FOLDER}`);
    await Deno.writeFile(path, await caseBytes(embed));
    await Deno.writeFile(`${folder}/${NAME}`, ARCHIVE);
    const database = new DatabaseSync(path);
    if (values.length > 0) database.prepare(sql).run(...values);
    else database.exec(sql);
    database.close();
    use(path);
  });
}

/** Reads everything there is to read. */
function readAll(reader: CaseReader): void {
  for (const block of reader.blocks) reader.rows(block);
  const { scopes, routes, clients, threads, users, agents, templates } = reader.names;
  assert([scopes, routes, clients, threads, users, agents, templates].every((list) => list.length > 0));
  assert(reader.analysis.schema === "omlens.analysis/1");
  assert(typeof reader.text.available === "boolean");
  for (const { id } of reader.members) {
    reader.lines(id, 1, 10);
    reader.lines(id, 2000, 2010);
    reader.bytes(id, 0, 1e9);
  }
}

/** The message of the error that reading everything ends with; null: there is none. */
function problemOf(path: string): string | null {
  try {
    const reader = openCase(path);
    try {
      readAll(reader);
      return null;
    } finally {
      reader.close();
    }
  } catch (error) {
    assert(error instanceof InputError, String(error));
    return error.message;
  }
}

const DAMAGES: Readonly<Record<string, string>> = {
  "a table that is a view without end":
    "DROP TABLE member; CREATE VIEW member AS WITH RECURSIVE n(id) AS (SELECT 0 UNION ALL SELECT id FROM n) SELECT id FROM n",
  "a table that is missing": "DROP TABLE client",
  "a table without a column": "ALTER TABLE block DROP COLUMN first_line",
  "a column that is computed":
    "ALTER TABLE thread DROP COLUMN name; ALTER TABLE thread ADD COLUMN name TEXT AS (hex(zeroblob(400000000)))",
  "a negative number of rows": "UPDATE block SET row_count = -1",
  "a number of rows beyond all": "UPDATE block SET row_count = 4000000000",
  "another number of rows": "UPDATE block SET row_count = row_count + 1",
  "another kind of rows": "UPDATE block SET kind = 'access'",
  "a block that begins after its first row": "UPDATE block SET byte_offset = byte_offset + 1",
  "a block that ends before its last row": "UPDATE block SET byte_end = byte_end - 1",
  "blocks over one another":
    "INSERT INTO block SELECT id + 1000000, member, kind, row_count, start_ms, end_ms, " +
    "first_line, byte_offset, byte_end FROM block",
  "an unknown kind of rows": "UPDATE block SET kind = 'other'",
  "columns that are a text": "UPDATE block_columns SET columns = 'text'",
  "columns of another format": "UPDATE block_columns SET columns = x'0100000001000000'",
  "columns that are no whole words": "UPDATE block_columns SET columns = x'02000000b80b'",
  "columns that are cut": "UPDATE block_columns SET columns = substr(columns, 1, length(columns) - 4)",
  "columns that go on": "UPDATE block_columns SET columns = columns || x'00000000'",
  "a block without columns": "DELETE FROM block_columns",
  "a time that is no time": "UPDATE block SET start_ms = 1e300",
  "a time that is a text": "UPDATE block SET end_ms = 'soon'",
  "an unknown category": "UPDATE member SET category = '<script>'",
  "members with gaps": "UPDATE member SET id = 5",
  "a member that is too large for a number": "UPDATE member SET size_bytes = 9223372036854775807",
  "a member of no input": "UPDATE member SET file = 77",
  "names with an id beyond all": "UPDATE thread SET id = 4000000000 WHERE id = 1",
  "names that are numbers": "UPDATE template SET text = NULL",
  "an analysis that is no JSON": "UPDATE part SET json = '{' WHERE kind = 'analysis'",
  "an analysis that is a list": "UPDATE part SET json = '[]' WHERE kind = 'analysis'",
  "no analysis": "DELETE FROM part",
  "a signature that is null": "UPDATE part SET json = 'null' WHERE kind = 'signatures'",
  "a signature without evidence":
    "UPDATE part SET json = json_remove(json, '$.evidence') WHERE kind = 'signatures'",
  "a signature with a time that is none":
    "UPDATE part SET json = json_set(json, '$.first', 'soon') WHERE kind = 'signatures'",
  "an input of an unknown kind": "UPDATE part SET json = json_set(json, '$.kind', 'x') WHERE kind = 'inputs'",
  "a total that is too large": "UPDATE part SET json = replace(json, '\"lines\":3000', '\"lines\":9e999')",
  "an analysis without a list":
    "UPDATE part SET json = json_remove(json, '$.findings') WHERE kind = 'analysis'",
  "a file that leads out of its folder": "UPDATE file SET path = '../../etc/passwd'",
  "a file at an absolute path": "UPDATE file SET path = '/etc/passwd'",
  "a stream in itself": "UPDATE stream_span SET source = stream",
  "streams that are not numbered": "UPDATE stream SET number = 9 WHERE number = 1",
  "a span of negative length": "UPDATE member_span SET byte_length = -5",
};

for (const [name, sql] of Object.entries(DAMAGES)) {
  Deno.test(`openCase() refuses a case with ${name}`, async () => {
    await withChanged(sql, (path) => {
      const problem = problemOf(path);
      assert(problem !== null, "it is refused");
      assertStringIncludes(problem, "it is damaged: ");
    });
  });
}

const ODDITIES: Readonly<Record<string, string>> = {
  "points in the wrong order": "UPDATE point SET out_offset = -out_offset + 1000000",
  "points at the wrong place": "UPDATE point SET in_offset = in_offset + 3",
  "a window that is too short": "UPDATE point SET window = x'00'",
  "a window that is too long": "UPDATE point SET window = zeroblob(40000)",
  "spans beyond the file": "UPDATE member_span SET byte_offset = 1000000000000",
  "spans of a stream that is not there": "UPDATE member_span SET stream = 12",
  "spans that are longer than the file": "UPDATE member_span SET byte_length = 1000000000000",
  "members without spans": "DELETE FROM member_span",
  "ids that no dictionary has": "DELETE FROM thread; DELETE FROM template",
  "views that are something else": "DROP VIEW findings; CREATE TABLE findings (a)",
  "more columns than are known": "ALTER TABLE member ADD COLUMN more TEXT",
};

for (const [name, sql] of Object.entries(ODDITIES)) {
  Deno.test(`openCase() survives a case with ${name}`, async () => {
    await withChanged(sql, (path) => assertMatch(problemOf(path) ?? "it is damaged: not", /it is damaged: /));
  });
}

Deno.test("openCase() bounds what comes out of a block of text", async () => {
  const bomb = zstdCompressSync(new Uint8Array(50_000_000));
  await withChanged(
    "UPDATE text_block SET bytes = ?",
    (path) => assertStringIncludes(problemOf(path) ?? "", "it is damaged: "),
    { embed: true, values: [bomb] },
  );
});

Deno.test("openCase() gives 0 for ids that no dictionary has", async () => {
  await withChanged("DELETE FROM thread", (path) => {
    const reader = openCase(path);
    const rows = reader.rows(reader.blocks[0]!);
    assert(rows.kind === "application");
    assertEquals(rows.thread, new Uint32Array(rows.length));
    assertEquals(reader.names.threads, [""]);
    reader.close();
  });
});

const REFUSALS: readonly (readonly [string, string, string])[] = [
  ["of a newer version", "PRAGMA user_version = 3", "it has version 3, this omlens reads version 2"],
  ["of an older version", "PRAGMA user_version = 1", "it has version 1, this omlens reads version 2"],
  [
    "that is not complete",
    "PRAGMA user_version = 0",
    "it is not complete: the analysis that wrote it did not end",
  ],
  ["of another program", "PRAGMA application_id = 1", "it is no case"],
  [
    "whose journal mode was changed",
    "PRAGMA journal_mode = WAL",
    "another program changed its journal mode to WAL",
  ],
];

for (const [name, sql, problem] of REFUSALS) {
  Deno.test(`openCase() refuses a case ${name}`, async () => {
    await withChanged(sql, (path) => {
      assertEquals(problemOf(path), `Cannot open case "${path}": ${problem}`);
      assertEquals([...Deno.readDirSync(path.slice(0, -"/case.db".length))].length, 1);
    });
  });
}

Deno.test("openCase() refuses what is no case at all", async () => {
  await withFolder(async (folder) => {
    const contents = { text: "hello", empty: "", noise: noise(5000), sqlite: "SQLite format 3\0" };
    for (const [name, content] of Object.entries(contents)) {
      const path = `${folder}/${name}`;
      await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
      assertEquals(problemOf(path), `Cannot open case "${path}": it is no case`);
    }
    assertEquals(problemOf(`${folder}/none`), `Cannot open case "${folder}/none": it does not exist`);
    assertEquals(problemOf(folder), `Cannot open case "${folder}/case.db": it does not exist`);
  });
});

Deno.test("openCase() refuses or survives a case with any byte changed", async () => {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { "mms0.log": { kind: "file", content: manyLines(30) } });
    const whole = await Deno.readFile(path);
    const places = noise(120, 11);
    for (let i = 0; i < 60; i++) {
      const damaged = whole.slice();
      const at = Math.floor((places[2 * i]! * 256 + places[2 * i + 1]!) / 65_536 * whole.length);
      damaged.fill(0xff, at, at + 40);
      await Deno.writeFile(path, damaged);
      problemOf(path);
    }
    await Deno.writeFile(path, whole.subarray(0, whole.length / 2));
    assertThrows(() => readAll(openCase(path)), InputError);
  });
});
