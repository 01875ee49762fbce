import { csvRow } from "../../lib/report/csv_row.ts";
import { renderCsv } from "../../lib/report/render_csv.ts";
import { renderNdjson } from "../../lib/report/render_ndjson.ts";
import { assert, assertEquals } from "../../lib/std/assert.ts";
import { emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { fc } from "../helpers/property.ts";
import { parseCsv } from "./csv/parse_csv.ts";

Deno.test("csvRow() writes rows that a standard parser reads back cell by cell", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", '"', ",", "\n", "\r", "\t", "é", "😀", " ", ";", "0"),
  });
  fc.assert(fc.property(fc.array(cell, { minLength: 2, maxLength: 5 }), (cells) => {
    const safe = cells.map((text) => /^[\t\r\n]/.test(text) ? `'${text}` : text);
    assertEquals(parseCsv(csvRow(cells)), [safe]);
  }));
});

Deno.test("csvRow() keeps spreadsheets from running a cell, and terminals from obeying it", () => {
  const row = csvRow(["=1+1", "+1", "-1", "@x", "\tx", "＝1", "a=1", -1, null, "\x1b[2J\u202e"]);
  assertEquals(row, "'=1+1,'+1,'-1,'@x,'\tx,'＝1,a=1,-1,,\\x1b[2J\\u202e\r\n");
});

Deno.test("renderCsv() has a row for each finding, which re-reads to the finding", () => {
  const analysis = fakeAnalysis();
  const [head = [], ...cells] = parseCsv(renderCsv(analysis));
  const rows = cells.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i]])));
  assertEquals(rows.length, analysis.findings.length);
  rows.forEach((row, index) => {
    const { id, rule, count, onset, hosts, causes } = analysis.findings[index]!;
    assertEquals([row.id, row.rule, row.onset, row.hosts], [id, rule, onset, hosts.join("; ")]);
    assertEquals(Number(row.count), count);
    assertEquals(row.causeEventId, causes[0]?.eventId ?? "");
    assertEquals(row.causeLagMs, String(causes[0]?.lagMs ?? ""));
  });
  const incidents = rows.map(({ incident }) => incident);
  assert(
    analysis.incidents.every(({ id, findings }) =>
      findings.length === incidents.filter((incident) => incident === id).length
    ),
  );
});

Deno.test("renderCsv() without findings is the header alone", () => {
  const lines = renderCsv(emptyAnalysis()).split("\r\n");
  assertEquals(lines.length, 2);
  assert(lines[0]!.startsWith("id,rule,severity,"));
});

Deno.test("renderNdjson() gives every element of every list once, on a line of its own", () => {
  const analysis = fakeAnalysis();
  const lines = renderNdjson(analysis).trimEnd().split("\n").map((line) => Object.entries(JSON.parse(line)));
  assert(lines.every((entries) => entries.length === 1));
  const values = Map.groupBy(lines.map(([entry]) => entry!), ([kind]) => kind);
  const of = (kind: string) => (values.get(kind) ?? []).map(([, value]) => value);
  const plain = <T>(list: readonly T[]): T[] => JSON.parse(JSON.stringify(list));
  assertEquals(of("finding"), plain(analysis.findings));
  assertEquals(of("incident"), plain(analysis.incidents));
  assertEquals(of("event"), plain(analysis.events));
  assertEquals(of("restart"), plain(analysis.restarts));
  assertEquals(of("signature"), plain(analysis.signatures));
  assertEquals(of("diagnostic"), plain(analysis.diagnostics));
  assertEquals(of("coverage"), plain(analysis.coverage));
  assertEquals(of("analysis").length, 1);
  const [head] = plain(of("analysis") as Record<string, unknown>[]);
  assertEquals(head?.["totals"], plain([analysis.totals])[0]);
});
