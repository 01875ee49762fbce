import { renderSummary } from "../../lib/report/render_summary.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { bigAnalysis, emptyAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { fakeIncident, HOSTILE } from "../helpers/fake_finding.ts";

const plain = (text: string): string => text;
const hostile = fakeAnalysis({
  incidents: Array.from({ length: 9 }, () => fakeIncident({ title: HOSTILE, hosts: [HOSTILE] })),
  inputs: fakeAnalysis().inputs.map((input) => ({ ...input, name: HOSTILE })),
});
const ANALYSES = { rich: fakeAnalysis(), empty: emptyAnalysis(), big: bigAnalysis(500, 12), hostile };

for (const [name, analysis] of Object.entries(ANALYSES)) {
  Deno.test(`renderSummary() of a ${name} analysis fits a terminal and holds no control character`, () => {
    const summary = renderSummary(analysis, { reportPath: "case.omlens/report.html", style: plain });
    const lines = summary.trimEnd().split("\n");
    assert(lines.length <= 25, `${lines.length} lines`);
    assertEquals(lines.filter((line) => line.length > 80), []);
    assert(!/[\p{Cf}]|(?!\n)\p{Cc}/u.test(summary));
  });
}

Deno.test("renderSummary() names the worst incident with its likely cause before the others", () => {
  const summary = renderSummary(fakeAnalysis(), { reportPath: "case.omlens/report.html", style: plain });
  assertStringIncludes(
    summary,
    `2 incidents
  critical  The application database could not be reached
            2026-04-12 03:14:15 for 14 min 45 s, on om-1.example, om-2.example
            most likely cause, 2 min 13 s before: Deployment configuration
            published by dana@example.com
  medium    Snapshots were slowed down by the store
            2026-04-12 01:02:00 for 1 h 9 min, on om-3.example
            No event within 30 min before explains this.
5 findings: 1 critical, 2 high, 1 medium, 1 low
`,
  );
});

Deno.test("renderSummary() says that nothing was read, and names no report that is not there", () => {
  assertEquals(
    renderSummary(emptyAnalysis(), { style: plain }),
    `Read      nothing (0 B)
          0 records, 0 hosts, 0 events
          no record has a time
Missing   no events: causes could not be looked for

No incident
No finding
`,
  );
});

Deno.test("renderSummary() cuts before it colours, so that no colour code is cut", () => {
  const style = (text: string, name: string): string => `⟦${name}⟧${text}⟦/${name}⟧`;
  const summary = renderSummary(fakeAnalysis(), { reportPath: "r", style });
  assertEquals(summary.match(/⟦\w+⟧/g)?.length, summary.match(/⟦\/\w+⟧/g)?.length);
  assertStringIncludes(summary, "⟦red⟧critical  ⟦/red⟧");
});
