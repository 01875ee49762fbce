import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { CSV_TABLES } from "../../../lib/report/csv/csv_tables.ts";
import { renderCsv } from "../../../lib/report/render_csv.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { fakeFinding } from "../../helpers/fake_finding.ts";
import { parseCsv } from "./parse_csv.ts";

/** Formulas, separators, line ends, quotes, what a terminal obeys. */
const EVIL = '=cmd|"/c calc"!A1,\r\n;\t"x"\x1b[2J\u202e';

function rowsOf(table: string, analysis: Analysis = fakeAnalysis()): Record<string, string>[] {
  const [head = [], ...rows] = parseCsv(renderCsv(analysis, table));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])));
}

/** How many rows the analysis gives a table. */
const COUNTS: Readonly<Record<string, (analysis: Analysis) => number>> = {
  findings: ({ findings }) => findings.length,
  incidents: ({ incidents }) => incidents.length,
  causes: ({ incidents, findings }) =>
    [...incidents, ...findings].reduce((sum, { causes }) => sum + causes.length, 0),
  evidence: ({ findings, signatures, restarts, backups }) =>
    [...findings, ...signatures, ...restarts, ...backups].reduce(
      (sum, { evidence }) => sum + evidence.length,
      0,
    ),
  events: ({ events }) => events.length,
  impacts: ({ impacts }) => impacts.length,
  traces: ({ traces }) => traces.length,
  signatures: ({ signatures }) => signatures.length,
  coverage: ({ coverage }) => coverage.reduce((sum, { files, gaps }) => sum + files.length + gaps.length, 0),
  restarts: ({ restarts }) => restarts.length,
  clocks: ({ clocks }) => clocks.length,
  diagnostics: ({ diagnostics }) => diagnostics.length,
  routes: ({ access }) => access.routes.length,
  clients: ({ access }) => access.clients.length,
  agents: ({ agents }) => agents.length,
  backups: ({ backups }) => backups.length,
};

Deno.test("renderCsv() has the tables that are documented", () => {
  assertEquals(CSV_TABLES.map(({ name }) => name).sort(), Object.keys(COUNTS).sort());
  assertEquals(renderCsv(fakeAnalysis(), "users"), "");
});

for (const { name, columns } of CSV_TABLES) {
  Deno.test(`renderCsv() of ${name} has a row for each entry, and as many cells in each as columns`, () => {
    const analysis = fakeAnalysis();
    const [head, ...rows] = parseCsv(renderCsv(analysis, name));
    assertEquals(head, [...columns]);
    assert(rows.length > 0);
    assertEquals(rows.length, COUNTS[name]!(analysis));
    assertEquals(rows.filter((row) => row.length !== columns.length), []);
    assertEquals(parseCsv(renderCsv(emptyAnalysis(), name)), [[...columns]]);
  });
}

Deno.test("renderCsv() has no table in which a hostile text is a formula, an escape or more than one cell", () => {
  const evil = JSON.parse(
    JSON.stringify(fakeAnalysis()),
    (key, value) => typeof value === "string" && !/time|start|end|first|last|onset/i.test(key) ? EVIL : value,
  ) as Analysis;
  for (const { name, columns } of CSV_TABLES) {
    const rows = parseCsv(renderCsv(evil, name)).slice(1);
    assert(rows.some((row) => row.some((cell) => cell.includes("calc"))) || name === "clocks", name);
    assertEquals(rows.filter((row) => row.length !== columns.length), []);
    for (const cell of rows.flat()) {
      assert(!/^[=+@\t\r\n]|^-(?!\d)/.test(cell), cell);
      assert(!/(?![\t\r\n])[\p{Cc}\p{Cf}]/u.test(cell), cell);
    }
  }
});

Deno.test("renderCsv() of causes names of what, and in which order, they are the candidates", () => {
  const rows = rowsOf("causes").filter(({ ofId }) => ofId === "i-appdb");
  assertEquals(rows.map(({ of, rank, eventId, score, lagMs }) => [of, rank, eventId, score, lagMs]), [
    ["incident", "1", "ev-publish", "0.81", "133000"],
    ["incident", "2", "ev-user", "0.34", "1421000"],
  ]);
});

Deno.test("renderCsv() of coverage tells files and gaps apart, and a host without either is still there", () => {
  const rows = rowsOf("coverage");
  assertEquals(
    rows.filter(({ kind }) => kind !== "file").map((
      { host, category, kind, start },
    ) => [host, category, kind, start]),
    [
      ["om-2.example", "application", "silent", "2026-04-12T03:20:26.000Z"],
      ["om-2.example", "http_access", "missing", "2026-04-12T00:00:00.000Z"],
      ["om-3.example", "daemon", "cut", "2026-04-12T02:12:00.000Z"],
    ],
  );
  const analysis = fakeAnalysis();
  const bare = { ...analysis.coverage[0]!, files: [], gaps: [] };
  assertEquals(rowsOf("coverage", { ...analysis, coverage: [bare] }).map(({ kind }) => kind), ["nothing"]);
});

Deno.test("renderCsv() of routes sums the statuses by class, and leaves latencies empty that were not logged", () => {
  const [route, other] = rowsOf("routes");
  assertEquals(
    [route?.status2xx, route?.status3xx, route?.status4xx, route?.status5xx, route?.p95Ms],
    ["180500", "109", "0", "611", "82"],
  );
  assertEquals([other?.status4xx, other?.p50Ms], ["2", ""]);
});

Deno.test("renderCsv() of evidence gives each line with its place", () => {
  const [first] = rowsOf("evidence");
  const { evidence: [line] } = fakeFinding();
  assertEquals(first, {
    of: "finding",
    ofId: "f-appdb",
    time: line!.time!,
    input: line!.input,
    member: line!.member,
    line: String(line!.line),
    byteOffset: String(line!.byteOffset),
    byteLength: String(line!.byteLength),
    text: line!.text,
  });
});
