import { openCase } from "../../lib/case/open_case.ts";
import type { CaseReader } from "../../lib/case/case_reader.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { accessLine, applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { bytesOf, concat, gzip, tarEntry, tarOf } from "../helpers/tar_builder.ts";
import { withFolder } from "../helpers/temporary_folder.ts";
import { type CaseInput, makeCase } from "./make_case.ts";

const TRACE = "com.example.SyntheticException: out of order\n\tat com.example.A.b(A.java:1)\n";
/** Synthetic. 2000 records, some of three lines, some lines with CRLF, and no line feed at the end. */
const APPLICATION = "a line of no record\n" +
  Array.from(
    { length: 2000 },
    (_, i) =>
      applicationLine({ time: timeAfter(i * 100), message: `Synthetic \u00fc ${i}` }) +
      (i % 7 === 3 ? `\n${TRACE}` : i % 11 === 0 ? "\r\n" : "\n"),
  ).join("") + "not the end";
const ACCESS = Array.from(
  { length: 500 },
  (_, i) =>
    accessLine({
      request: `GET /synthetic/${i % 9} HTTP/1.1`,
      tail: ` "-" "agent ${"x".repeat(i % 40)}" 12`,
    }) + "\n",
)
  .join("");
const NOTES = "first\n\n\nfourth\n";
const APPLICATION_PATH = "om-1.example/application/mms0.log";
const ACCESS_PATH = "om-1.example/http_access/mms0-access.log";

const archive = tarOf(
  tarEntry({ name: "NOTES.txt" }, NOTES),
  tarEntry({ name: APPLICATION_PATH }, APPLICATION),
  tarEntry({ name: `${ACCESS_PATH}.gz` }, gzip(ACCESS)),
);
const files = { "NOTES.txt": NOTES, [APPLICATION_PATH]: APPLICATION, [`${ACCESS_PATH}.gz`]: gzip(ACCESS) };
const FORMS: Readonly<Record<string, CaseInput>> = {
  "plain.tar": { kind: "file", content: archive },
  "usual.tar.gz": { kind: "file", content: gzip(archive) },
  "many-gzip-members.tgz": {
    kind: "file",
    content: concat(
      ...[0, 1000, 70_000, 150_000].map((from, at, cuts) => gzip(archive.subarray(from, cuts[at + 1]))),
    ),
  },
  "nested.tar": { kind: "file", content: tarOf(tarEntry({ name: "in.tar.gz" }, gzip(archive))) },
  "a folder": { kind: "folder", files },
  "mms0.log": { kind: "file", content: APPLICATION },
  "mms0.log.gz": { kind: "file", content: gzip(APPLICATION) },
  "stdin": { kind: "stream", content: gzip(archive) },
};

/** Every line as it is in the text, and every record as its lines. */
function checkText(reader: CaseReader, member: number, text: string): void {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const found = reader.lines(member, 1, 100_000);
  assertEquals(found.map((line) => line.text), lines.map((line) => line.replace(/\r$/, "")));
  assertEquals(found.map(({ line }) => line), lines.map((_, i) => i + 1));
  for (const { line, byteOffset, byteLength, text } of found.filter((_, i) => i % 50 === 0)) {
    assertEquals(reader.lines(member, line, line), [{ line, byteOffset, byteLength, text }]);
    const bytes = reader.bytes(member, byteOffset, byteLength);
    assertEquals(new TextDecoder().decode(bytes), lines[line - 1]);
  }
}

for (const [name, input] of Object.entries(FORMS)) {
  for (const embed of [false, true]) {
    if (embed && input.kind === "stream") continue;
    Deno.test(`openCase() gives every line of ${name}${embed ? ", embedded" : ""}`, async () => {
      await withFolder(async (folder) => {
        const { path } = await makeCase(folder, { [name]: input }, { embed });
        if (embed) await Deno.remove(`${folder}/${name}`, { recursive: true });
        const reader = openCase(path);
        try {
          assertEquals(reader.text, { available: true });
          const expected = new Map([["mms0.log", APPLICATION], ["NOTES.txt", NOTES]]);
          assert(reader.members.length > 0);
          for (const { id, path } of reader.members) {
            checkText(
              reader,
              id,
              expected.get(path.split("/").at(-1)!) ?? (path.includes("access") ? ACCESS : APPLICATION),
            );
          }
          checkRows(reader);
        } finally {
          reader.close();
        }
      });
    });
  }
}

/** Each row is where the text says. */
function checkRows(reader: CaseReader): void {
  let application = 0;
  for (const block of reader.blocks) {
    const { kind, byteOffset, byteLength, line, length } = reader.rows(block);
    assertEquals([kind, length, line[0]], [block.kind, block.rows, block.firstLine]);
    const ends = [byteOffset[0], byteOffset[length - 1]! + byteLength[length - 1]!];
    assertEquals(ends, [block.byteOffset, block.byteEnd]);
    if (kind === "access") continue;
    for (let row = 0; row < length; row++, application++) {
      const text = new TextDecoder().decode(reader.bytes(block.member, byteOffset[row]!, byteLength[row]!));
      assert(text.includes(`Synthetic \u00fc ${application}`), text);
      assertEquals(text.includes("SyntheticException"), application % 7 === 3);
    }
  }
  assertEquals(application, 2000);
}

Deno.test("openCase() leaves nothing beside the case, whose folder need not be writable", async () => {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { "usual.tar.gz": FORMS["usual.tar.gz"]! });
    const home = `${folder}/logs.omlens`;
    const names = () => [...Deno.readDirSync(home)].map(({ name }) => name);
    await Deno.chmod(path, 0o444);
    await Deno.chmod(home, 0o555);
    const reader = openCase(home);
    assertEquals(reader.lines(0, 1, 1).map(({ text }) => text), ["first"]);
    assertEquals(names(), ["case.db"]);
    reader.close();
    assertEquals(names(), ["case.db"]);
    await Deno.chmod(home, 0o755);
  });
});

Deno.test("openCase() gives the lines of a cut archive up to where it was cut", async () => {
  await withFolder(async (folder) => {
    const content = gzip(archive);
    const { path } = await makeCase(folder, {
      "cut.tar.gz": { kind: "file", content: content.subarray(0, content.length / 2) },
    });
    const reader = openCase(path);
    const { sizeBytes } = reader.members[1]!;
    assert(sizeBytes > 10_000 && sizeBytes < bytesOf(APPLICATION).length);
    const kept = new TextDecoder().decode(bytesOf(APPLICATION).subarray(0, sizeBytes), { stream: true });
    const lines = reader.lines(1, 1, 10_000);
    assertEquals(lines.at(-1)!.byteOffset + lines.at(-1)!.byteLength, sizeBytes);
    assertEquals(lines.map(({ text }) => text).slice(0, -1), kept.split(/\r?\n/).slice(0, -1));
    assertEquals(reader.text, { available: true });
    reader.close();
  });
});

Deno.test("CaseReader.bytes() and readInto() give as many bytes as there are", async () => {
  await withFolder(async (folder) => {
    const { path } = await makeCase(folder, { "mms0.log": { kind: "file", content: APPLICATION } });
    const reader = openCase(path);
    const all = bytesOf(APPLICATION);
    assertEquals(reader.bytes(0, 0, 1e12), all);
    assertEquals(reader.bytes(0, all.length - 3, 100), bytesOf("end"));
    assertEquals(reader.bytes(0, all.length, 1).length, 0);
    assertEquals(reader.bytes(0, 2 ** 52, 1).length, 0);
    assertEquals(reader.bytes(99, 0, 1).length, 0);
    const into = new Uint8Array(5);
    assertEquals([reader.readInto(0, all.length - 3, into), into], [
      3,
      Uint8Array.of(...bytesOf("end"), 0, 0),
    ]);
    assertEquals([reader.readInto(0, 7, into), into], [5, all.slice(7, 12)]);
    assertEquals([reader.readInto(0, all.length, into), reader.readInto(99, 0, into)], [0, 0]);
    assertEquals(reader.lines(0, 5_000, 5_010), []);
    assertEquals(reader.lines(0, 7, 6), []);
    assertEquals(reader.lines(99, 1, 2), []);
    reader.close();
  });
});
