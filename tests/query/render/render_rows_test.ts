import type { QueryRow, RecordRow } from "../../../lib/query/query_row.ts";
import { CSV_HEADER, renderRowCsv } from "../../../lib/query/render/render_row_csv.ts";
import { renderRowNdjson } from "../../../lib/query/render/render_row_ndjson.ts";
import { renderRowText } from "../../../lib/query/render/render_row_text.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { fakeEvent, HOSTILE } from "../../helpers/fake_finding.ts";

const RECORD: RecordRow = {
  kind: "record",
  cursor: "1_1_1",
  isMatch: true,
  time: "2026-04-12T03:14:15.926Z",
  timeMs: Date.UTC(2026, 3, 12, 3, 14, 15, 926),
  host: "om-1",
  category: "application",
  input: "om.tar.gz",
  member: "om-1/application/mms0.log",
  line: 7,
  byteOffset: 4711,
  byteLength: 20,
  text: "synthetic, first\n\tsecond",
  fields: { level: "ERROR", thread: "main", caller: { file: "A.java", line: 3 }, message: '=say "x"' },
};
const EVENT: QueryRow = {
  kind: "event",
  cursor: "1_0_0",
  time: "2026-04-12T03:12:02.000Z",
  timeMs: 0,
  event: fakeEvent({ groupId: "5f", user: "sam" }),
};
const PLAIN = { style: (text: string) => text, showsInput: false };

Deno.test("renderRowNdjson() writes the fields of a record, and nothing else", () => {
  assertEquals(JSON.parse(renderRowNdjson(RECORD)), {
    time: "2026-04-12T03:14:15.926Z",
    host: "om-1",
    category: "application",
    input: "om.tar.gz",
    member: "om-1/application/mms0.log",
    line: 7,
    byteOffset: 4711,
    text: "synthetic, first\n\tsecond",
    level: "ERROR",
    thread: "main",
    caller: { file: "A.java", line: 3 },
    message: '=say "x"',
  });
  assert(JSON.parse(renderRowNdjson({ ...RECORD, isMatch: false })).context === true);
  assert(!("level" in JSON.parse(renderRowNdjson({ ...RECORD, fields: null }))));
});

Deno.test("renderRowNdjson() writes an event as it is in the analysis", () => {
  assertEquals(JSON.parse(renderRowNdjson(EVENT)), { event: EVENT.event });
});

Deno.test("renderRowNdjson() is one line without anything invisible, and reads back the same", () => {
  const text = `${HOSTILE}\u2028\u0085\u{e0041}\u0000\ud800`;
  const line = renderRowNdjson({ ...RECORD, text });
  assertEquals(line.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu), ["\n"]);
  assertEquals(JSON.parse(line).text, text);
});

Deno.test("renderRowCsv() writes rows under one header, safe for a spreadsheet", () => {
  const columns = CSV_HEADER.trimEnd().split(",");
  assertEquals(columns.slice(0, 9).join(), "time,host,category,input,member,line,byteOffset,text,level");
  const row = renderRowCsv(RECORD);
  assert(
    row.startsWith(
      '2026-04-12T03:14:15.926Z,om-1,application,om.tar.gz,om-1/application/mms0.log,7,4711,"synth',
    ),
  );
  assert(row.includes(`,A.java:3,"'=say ""x""",`), row);
  assert(renderRowCsv({ ...RECORD, isMatch: false }).includes(",yes,"));
});

Deno.test("renderRowCsv() gives every row as many cells as the header has", () => {
  const width = CSV_HEADER.split(",").length;
  const flat = { ...RECORD, text: "one", fields: { client: "c", status: 500, latencyMs: 1.5 } };
  for (const row of [flat, { ...flat, fields: null }, EVENT]) {
    assertEquals(renderRowCsv(row).split(",").length, width);
  }
  assert(renderRowCsv(EVENT).includes(",ev-publish,AUTOMATION_CONFIG_PUBLISHED_AUDIT\r\n"));
});

Deno.test("renderRowText() prints as grep does, further lines below", () => {
  assertEquals(renderRowText(RECORD, PLAIN), "om-1/application/mms0.log:7:synthetic, first\n\tsecond\n");
  assertEquals(
    renderRowText({ ...RECORD, isMatch: false }, { ...PLAIN, showsInput: true }),
    "om.tar.gz!/om-1/application/mms0.log-7-synthetic, first\n\tsecond\n",
  );
  assertEquals(
    renderRowText(EVENT, PLAIN),
    "* 2026-04-12T03:12:02.000Z event AUTOMATION_CONFIG_PUBLISHED_AUDIT: " +
      "Deployment configuration published by dana@example.com\n",
  );
});

Deno.test("renderRowText() prints what columns say where the line cannot be read", () => {
  const row = { ...RECORD, text: "", fields: { level: "WARN", message: "x #" } };
  assertEquals(
    renderRowText(row, PLAIN),
    "om-1/application/mms0.log:7:2026-04-12T03:14:15.926Z WARN x # (line not available)\n",
  );
});

Deno.test("renderRowText() colours by level and status, and nothing of a line reaches the terminal raw", () => {
  const style = (text: string, name: string) => `<${name}>${text}</${name}>`;
  const paint = (fields: RecordRow["fields"]) =>
    renderRowText({ ...RECORD, text: "x", fields }, { ...PLAIN, style });
  const place = "<dim>om-1/application/mms0.log:7:</dim>";
  assertEquals(
    [{ level: "ERROR" }, { level: "WARN" }, { level: "INFO" }, { status: 503 }, { status: 404 }, null].map(
      paint,
    ),
    ["<red>x</red>", "<yellow>x</yellow>", "x", "<red>x</red>", "<yellow>x</yellow>", "x"].map((text) =>
      `${place}${text}\n`
    ),
  );
  const printed = renderRowText({ ...RECORD, text: HOSTILE, member: HOSTILE, fields: null }, PLAIN) +
    renderRowText({ ...EVENT, event: fakeEvent({ summary: HOSTILE }) }, PLAIN);
  assertEquals(printed.replaceAll("\n", "").match(/[\p{Cc}\p{Cf}]/gu), null);
});
