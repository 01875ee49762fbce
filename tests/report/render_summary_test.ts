import { renderSummary, type SummaryOptions } from "../../lib/report/render_summary.ts";
import { textWidth } from "../../lib/report/summary/text_width.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { fakeFinding, fakeIncident, HOSTILE } from "../helpers/fake_finding.ts";

const PLAIN: SummaryOptions = {
  reportPath: "case.omlens/report.html",
  columns: 80,
  ascii: false,
  style: (text) => text,
};

/** What breaks alignment: two columns, none, more code units than characters, what moves the cursor, no space. */
const EVIL = `${HOSTILE} 日本語の長い名前 e\u0301e\u0301 😀👩\u200d🚀 \r\t\x1b[2J\x9b1A ${"漢".repeat(300)}`;

function evilAnalysis() {
  const finding = fakeFinding({ title: EVIL, rule: EVIL });
  return fakeAnalysis({
    incidents: Array.from({ length: 9 }, () => fakeIncident({ title: EVIL, hosts: [EVIL] })),
    findings: Array.from({ length: 9 }, () => finding),
    inputs: fakeAnalysis().inputs.map((input) => ({ ...input, name: EVIL })),
    events: fakeAnalysis().events.map((event) => ({ ...event, summary: EVIL })),
  });
}

const ANALYSES = {
  rich: fakeAnalysis(),
  empty: emptyAnalysis(),
  big: bigAnalysis(500, 12),
  hostile: evilAnalysis(),
};

for (const [name, analysis] of Object.entries(ANALYSES)) {
  for (
    const [columns, width, most] of [[20, 40, 40], [40, 40, 40], [80, 80, 36], [120, 120, 36], [
      200,
      120,
      36,
    ]] as const
  ) {
    Deno.test(`renderSummary() of a ${name} analysis on ${columns} columns has at most ${most} lines of ${width}`, () => {
      for (const ascii of [false, true]) {
        const summary = renderSummary(analysis, { ...PLAIN, columns, ascii });
        const lines = summary.trimEnd().split("\n");
        assert(lines.length <= most, `${lines.length} lines`);
        assertEquals(lines.filter((line) => textWidth(line) > width), []);
        assert(!/[\p{Cf}]|(?!\n)\p{Cc}/u.test(summary));
        assert(!ascii || /^[\n\x20-\x7e]*$/.test(summary), "ASCII");
      }
    });
  }
}

Deno.test("renderSummary() tells incidents, errors over time, findings, gaps, inputs and the report, in this order", () => {
  assertEquals(
    renderSummary(fakeAnalysis(), PLAIN),
    `2 incidents
  critical  The application database could not be reached
            2026-04-12 03:14:15 for 14 min 45 s, on om-1.example, om-2.example
            most likely cause (score 0.81), 2 min 13 s before: Deployment
            configuration published by dana@example.com
  medium    Snapshots were slowed down by the store
            2026-04-12 01:02:00 for 1 h 9 min, on om-3.example
            No event within 30 min before explains this.

Errors    ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▆████▄▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁
Found     ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▁▁▁▁▁▁▁▂▁▁▂▆██▇▄▁▂▁▂▁▂▁▁▁▁▁▁▁▁▁
                                                      ·    ▲ ·
UTC       |04-12         |01:00          |02:00         |03:00          |04:00
          ▲ best cause   · change   highest in 3 min 51 s: errors 293, found 615

5 findings: 1 critical, 2 high, 1 medium, 1 low
  critical   1842 ▁▁▁▁▁█▇▁  The application database cannot be reached
  high        611 ▁▁▁▁▁█▇▁  Bursts of HTTP 500 answers (access.errors-burst)
  high          1 ▁▁▁▁▁▂▁▁  om-2.example restarted without a clean shutdown
  medium       88 ▁▂█▇▄▁▁▁  Snapshot store </script><script>alert(1)</script><i…

Missing   om-3.tar.gz could not be read to its end
          1 problem in the inputs lost data (see diagnostics)
          and 5 more, see the report
Read      om-logs_20260412.tar.gz, om-3.tar.gz (57 MB)
          4,630,112 records, 3 hosts, 7 events
          2026-04-12 00:00:00 to 04:30:00 UTC
Report    case.omlens/report.html
`,
  );
});

Deno.test("renderSummary() says that nothing was read, and names no report that is not there", () => {
  const { reportPath: _, ...options } = PLAIN;
  assertEquals(
    renderSummary(emptyAnalysis(), options),
    `No log record could be read

No finding

Missing   no events: causes could not be looked for
Read      nothing (0 B)
          0 records, 0 hosts, 0 events
          no record has a time
`,
  );
});

Deno.test("renderSummary() says that there are no errors, and marks no cause where there is none", () => {
  const { access, ...rest } = fakeAnalysis({ activity: [], findings: [], incidents: [] });
  const calm = { ...rest, access: { ...access, series: { ...access.series, errors5xx: [] } } };
  assertStringIncludes(renderSummary(calm, PLAIN), "No incident\n\nErrors    none\n\nNo finding\n");
  const found = renderSummary({ ...calm, findings: [fakeFinding()] }, PLAIN);
  assert(!found.includes("▲") && found.includes("· change"));
});

Deno.test("renderSummary() marks a cause that came before the first record at the left edge", () => {
  const analysis = fakeAnalysis();
  const { start } = analysis.incidents.find(({ id }) => id === "i-appdb")!;
  const summary = renderSummary({ ...analysis, span: { start, end: analysis.span!.end } }, PLAIN);
  assertStringIncludes(summary, `\n${" ".repeat(10)}▲`);
});

Deno.test("renderSummary() keeps the columns of findings whatever the titles hold", () => {
  const lines = renderSummary(evilAnalysis(), PLAIN).split("\n");
  const rows = lines.slice(lines.findIndex((line) => /^9 findings/.test(line)) + 1).slice(0, 4);
  assertEquals(rows.filter((row) => /^ {2}critical {3}1842 [▁-█]{8} {2}\S/u.test(row)).length, 4);
});

Deno.test("renderSummary() cuts before it colours, so that no colour code is cut", () => {
  const style: SummaryOptions["style"] = (text, name) => `⟦${name}⟧${text}⟦/${name}⟧`;
  for (const analysis of Object.values(ANALYSES)) {
    const coloured = renderSummary(analysis, { ...PLAIN, style });
    assertEquals(coloured.replace(/⟦\/?\w+⟧/g, ""), renderSummary(analysis, PLAIN));
    for (const [, open, close] of coloured.matchAll(/⟦(\w+)⟧[^⟦⟧]*⟦\/(\w+)⟧/g)) assertEquals(open, close);
  }
  assertStringIncludes(renderSummary(fakeAnalysis(), { ...PLAIN, style }), "⟦red⟧critical  ⟦/red⟧");
});
