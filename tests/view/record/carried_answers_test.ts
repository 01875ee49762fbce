import type { QueryRow } from "../../../lib/query/query_row.ts";
import { indexAnalysis } from "../../../lib/report/report_index.ts";
import { assert, assertEquals, assertThrows } from "../../../lib/std/assert.ts";
import { AddressError } from "../../../lib/view/address_error.ts";
import type { LineAnswer, RecordAnswer, RecordQuestion } from "../../../lib/view/page_source.ts";
import { carriedAnswers } from "../../../lib/view/record/carried_answers.ts";
import { INPUT } from "../../helpers/fake_finding.ts";
import { evidenceAnalysis } from "./evidence_analysis.ts";

const ALL: RecordQuestion = { filter: "", corrected: false, recordsOnly: false, limit: 100 };
const carried = carriedAnswers(indexAnalysis(evidenceAnalysis()));

function ask(question: Partial<RecordQuestion>): RecordAnswer {
  // Of a report everything is there already.
  return carried.records({ ...ALL, ...question }) as RecordAnswer;
}

function askLines(member: string, line: number): LineAnswer {
  return carried.lines({ member, input: undefined, line, before: 40, after: 40 }) as LineAnswer;
}

function nameOf(row: QueryRow): string {
  return row.kind === "event" ? row.event.id : `${row.host}:${row.line}`;
}

const T = (clock: string) => Date.parse(`2026-04-12T${clock}Z`);
const CASES: readonly (readonly [name: string, question: Partial<RecordQuestion>, rows: string])[] = [
  [
    "nothing in particular",
    {},
    "ev-first om-1.example:10 om-2.example:7 om-1.example:40 om-1.example:90 ev-late",
  ],
  ["no events", { recordsOnly: true }, "om-1.example:10 om-2.example:7 om-1.example:40 om-1.example:90"],
  ["a level", { filter: "level>=WARN", recordsOnly: true }, "om-1.example:10 om-1.example:40"],
  ["a status", { filter: "status:5xx", recordsOnly: true }, "om-2.example:7"],
  ["a route", { filter: "route:/agents/*", recordsOnly: true }, "om-2.example:7"],
  ["a host", { filter: "host:om-2*", recordsOnly: true }, "om-2.example:7"],
  ["a category", { filter: "category:http_access", recordsOnly: true }, "om-2.example:7"],
  ["an exception", { filter: "exception:*MongoTimeout*", recordsOnly: true }, "om-1.example:10"],
  ["an expression", { filter: 'text~"Timed? out"', recordsOnly: true }, "om-1.example:10"],
  [
    "a project",
    { filter: "gid:5f3a9c0e1b2d4c6e8f0a1b2c", recordsOnly: true },
    "om-1.example:10 om-2.example:7",
  ],
  ["a type of event", { filter: "type:HOST_DOWN" }, "ev-late"],
  ["a window", { since: T("03:14:20"), until: T("03:15:30") }, "om-2.example:7 om-1.example:40"],
  ["a time", { around: T("03:15:50") }, "om-1.example:40 om-1.example:90"],
  ["a finding", { finding: "f-settings" }, "ev-first om-1.example:10 om-1.example:40"],
  [
    "a finding that an event confirms",
    { finding: "f-503" },
    "om-1.example:10 om-2.example:7 om-1.example:90 ev-late",
  ],
  [
    "the clock of the API",
    { corrected: true },
    "om-1.example:10 ev-first om-1.example:40 om-2.example:7 om-1.example:90 ev-late",
  ],
];

for (const [name, question, rows] of CASES) {
  Deno.test(`carriedAnswers().records() asked for ${name} tells ${rows}`, () => {
    assertEquals(ask(question).items.map(nameOf).join(" "), rows);
  });
}

Deno.test("carriedAnswers().records() goes on after each cursor", () => {
  const rows: string[] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor }: RecordAnswer = ask({ limit: 2, cursor: cursor ?? undefined });
    assert(items.length > 0 && items.length <= 2);
    rows.push(...items.map(nameOf));
    cursor = nextCursor;
  } while (cursor !== null);
  assertEquals(rows, ask({}).items.map(nameOf));
});

Deno.test("carriedAnswers().records() tells the fields of a record as a query does", () => {
  const [failed] = ask({ filter: "line:10", recordsOnly: true }).items;
  assert(failed?.kind === "record");
  assertEquals(failed.time, "2026-04-12T03:14:15.926Z");
  assertEquals(failed.fields, {
    level: "ERROR",
    thread: "job-1",
    gid: "5f3a9c0e1b2d4c6e8f0a1b2c",
    logger: "a.b.Settings",
    caller: { file: "Settings.java", method: "load", line: 51 },
    message: "Cannot load",
    exception: "a.b.SettingsException < com.mongodb.MongoTimeoutException",
  });
});

Deno.test("carriedAnswers().records() refuses a finding that is not there", () => {
  assertThrows(() => ask({ finding: "f-none" }), AddressError, '"f-none"');
});

Deno.test("carriedAnswers().lines() tells all lines of the records near a line, by path or number", () => {
  const expected = [10, 11, 12, 13, 14, 40];
  for (const member of ["om-1.example/application/mms0.log", "0"]) {
    const answer = askLines(member, 20);
    assertEquals(answer.lines.map(({ line }) => line), expected);
    assertEquals(answer.lines[3]?.text, "Caused by: com.mongodb.MongoTimeoutException: Timed out");
    assertEquals([answer.host, answer.input], ["om-1.example", INPUT]);
  }
  assertThrows(() => askLines("nowhere.log", 1), AddressError, '"nowhere.log"');
});

Deno.test("carriedAnswers().memberOf() gives the number that lines() takes", () => {
  const member = "om-2.example/http_access/mms0-access.log";
  const number = carried.memberOf({ input: INPUT, member });
  assertEquals(askLines(String(number), 7).member, member);
  assertEquals(carried.memberOf({ input: "other.tar.gz", member }), null);
});
