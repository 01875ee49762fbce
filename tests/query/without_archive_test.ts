import { parseFilter } from "../../lib/query/parse_filter.ts";
import { queryCase } from "../../lib/query/query_case.ts";
import type { CaseReader } from "../../lib/case/case_reader.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { fakeEvidence, fakeFinding } from "../helpers/fake_finding.ts";
import { applicationLine, timeAfter } from "../helpers/log_builder.ts";
import { fakeCase } from "./fake_case.ts";

const LINES = [0, 1, 2].map((ms) => applicationLine({ time: timeAfter(ms), message: `Step ${ms}` }));
const FILE = { text: LINES.join("\n") + "\n" };

/** A case of two archives, of which the second is not there; the second line of it is evidence. */
function caseOfTwo(): CaseReader {
  const place = {
    input: "b.tar.gz",
    member: "om-2/application/1.log",
    byteOffset: LINES[0]!.length + 1,
    text: LINES[1]!,
  };
  const findings = [fakeFinding({ evidence: [fakeEvidence("", place)] })];
  const files = [{ ...FILE, input: "a.tar.gz" }, { ...FILE, input: "b.tar.gz", host: "om-2" }];
  const reader = fakeCase(files, {
    analysis: { findings, signatures: [], restarts: [], incidents: [], traces: [] },
  });
  return {
    ...reader,
    text: { available: false, reason: "b.tar.gz is not there", remedy: "--input" },
    bytes: (member, byteOffset, byteLength) =>
      member === 0 ? reader.bytes(member, byteOffset, byteLength) : new Uint8Array(0),
  };
}

Deno.test("queryCase() tells the lines of the archive that is there, and of another those that are evidence", () => {
  const warnings: string[] = [];
  const rows = [...queryCase(caseOfTwo(), { events: false, report: ({ code }) => warnings.push(code) })];
  const texts = rows.map((row) => row.kind === "record" ? [row.host, row.text] : []);
  assertEquals(texts, [
    ["om-1", LINES[0]],
    ["om-2", ""],
    ["om-1", LINES[1]],
    ["om-2", LINES[1]],
    ["om-1", LINES[2]],
    ["om-2", ""],
  ]);
  assertEquals(warnings, ["query.no-text"]);
});

Deno.test("queryCase() tells what the columns say of a line that is not there", () => {
  const rows = [...queryCase(caseOfTwo(), { events: false })];
  const loggers = rows.map((row) => row.kind === "record" && row.fields !== null && "logger" in row.fields);
  assertEquals(loggers, [true, true, true, true, true, true]);
});

Deno.test("queryCase() reads no fields when nobody wants them, but for lines that are not there", () => {
  const rows = [...queryCase(caseOfTwo(), { events: false, fields: false })];
  const told = rows.map((row) => row.kind === "record" && [row.text === "", row.fields === null]);
  const [there, gone] = [[false, true], [true, false]];
  assertEquals(told, [there, gone, there, there, there, gone]);
});

Deno.test("queryCase() searches the lines of the archive that is there, and says that others were not", () => {
  const warnings: string[] = [];
  const reader = caseOfTwo();
  const readable = {
    ...reader,
    readInto: (member: number, at: number, into: Uint8Array) =>
      copy(reader.bytes(member, at, into.length), into),
  };
  const options = { filter: parseFilter('text~"Step [12]"'), events: false };
  const rows = [
    ...queryCase(readable, { ...options, report: ({ code }) => warnings.push(code) }, { workers: 0 }),
  ];
  assertEquals(rows.map((row) => row.kind === "record" ? [row.host, row.text] : []), [
    ["om-1", LINES[1]],
    ["om-1", LINES[2]],
  ]);
  assert(warnings.includes("query.not-searched"), warnings.join());
});

function copy(bytes: Uint8Array, into: Uint8Array): number {
  into.set(bytes);
  return bytes.length;
}
