import { compareAnalyses, type Diff } from "../../../lib/analyze/diff/compare_analyses.ts";
import { renderDiffMarkdown } from "../../../lib/report/diff/render_diff_markdown.ts";
import { renderDiffText } from "../../../lib/report/diff/render_diff_text.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import {
  agentOf,
  diffCase,
  findingOf,
  hour,
  messageOf,
  ordinaryMessages,
  routeOf,
} from "../../analyze/diff/diff_case.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { HOSTILE } from "../../helpers/fake_finding.ts";

const plain = (text: string): string => text;
const NAMES = ["before.omlens", "after.omlens"] as const;
const STEADY = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400];

function textOf(diff: Diff): string {
  return renderDiffText(diff, { style: plain, names: NAMES });
}

/** Much of everything, with hostile names everywhere. */
function hostileDiff(): Diff {
  const side = (name: string, factor: number) => {
    const host = `${name} ${HOSTILE}`;
    return diffCase({
      hosts: ["om-1", host],
      inputs: [{ name: HOSTILE, kind: "archive", sha256: name, inputBytes: 1, complete: true }],
      findings: Array.from(
        { length: 30 },
        (_, i) => findingOf(`${name}.${i} ${HOSTILE}`, { title: HOSTILE, hosts: [host], agents: [HOSTILE] }),
      ),
      signatures: Array.from(
        { length: 40 },
        (_, i) => messageOf(`${name} ${i} ${HOSTILE}`, 500, { logger: HOSTILE }),
      ),
      routes: [routeOf(HOSTILE, {
        method: HOSTILE,
        status: { 500: 100 * factor },
        latencyMs: {
          p50: 20 * factor,
          p90: 60 * factor,
          p95: 90 * factor,
          p99: 120 * factor,
          max: 200 * factor,
        },
      })],
      agents: Array.from({ length: 20 }, (_, i) => agentOf(`${name} ${i} ${HOSTILE}`)),
    });
  };
  return compareAnalyses(side("before", 1), side("after", 9));
}

const DIFFS: Readonly<Record<string, Diff>> = {
  hostile: hostileDiff(),
  rich: compareAnalyses(diffCase(), fakeAnalysis()),
  none: compareAnalyses(fakeAnalysis(), fakeAnalysis()),
};

for (const [name, diff] of Object.entries(DIFFS)) {
  Deno.test(`renderDiffText() of ${name} fits a terminal and holds no control character`, () => {
    const text = textOf(diff);
    assertEquals(text.split("\n").filter((line) => line.length > 80), []);
    assert(text.split("\n").length < 150);
    assert(!/[\p{Cf}]|(?!\n)\p{Cc}/u.test(text));
  });

  Deno.test(`renderDiffMarkdown() of ${name} starts no HTML, link or image, and no row of a table breaks`, () => {
    const text = renderDiffMarkdown(diff);
    assert(!/[\p{Cf}]|(?!\n)\p{Cc}/u.test(text));
    assert(!/(?<!\\)<(?:script|img)|(?<!\\)\]\(/.test(text.replace(/(`+).*?\1/g, "")));
    const bars = (row: string) => row.match(/(?<!\\)\|/g)?.length;
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    assert(
      rows.every((row) => [4, 5].includes(bars(row) ?? 0)),
      rows.find((row) => ![4, 5].includes(bars(row) ?? 0)),
    );
  });
}

Deno.test("renderDiffText() tells what is worse before what is better, and what to know before either", () => {
  const before = diffCase({
    findings: [findingOf("a.gone", { severity: "critical" }), findingOf("b.grows", { count: 10 })],
    signatures: [messageOf("Lost #", 60), ...ordinaryMessages(STEADY)],
    routes: [routeOf("/x", { latencyMs: { p50: 20, p90: 60, p95: 80, p99: 120, max: 200 } })],
    agents: [agentOf("db-1"), agentOf("db-2")],
  });
  const after = diffCase({
    events: [],
    findings: [
      findingOf("b.grows", { count: 500, severity: "critical" }),
      findingOf("c.new", { onset: hour(5.5), count: 2, hosts: [], categories: [], groupIds: ["5f00"] }),
    ],
    signatures: [
      messageOf("Took # ms", 90, { level: "WARN", first: hour(5.25), hosts: ["om-1"] }),
      ...ordinaryMessages(STEADY),
    ],
    routes: [routeOf("/x", {
      status: { 200: 9500, 500: 500 },
      latencyMs: { p50: 20, p90: 60, p95: 400, p99: 900, max: 2000 },
    })],
    agents: [agentOf("db-1", { version: "108.0.3" })],
  });
  assertEquals(
    textOf(compareAnalyses(before, after)),
    `Before    before.omlens
          nothing
          0 records, 1 host, 0 requests, 1 event, 2 findings
          2026-04-12 00:00:00 to 2026-04-13 00:00:00 UTC
After     after.omlens
          nothing
          0 records, 1 host, 0 requests, 0 events, 2 findings
          2026-04-12 00:00:00 to 2026-04-13 00:00:00 UTC
Note      after has no events

Worse: 1 new finding, 1 worse finding, 1 new warning or error, 1 rise of failing
requests, 1 slower route

New findings
  high      Title of c.new
            2026-04-12 05:30:00, 2 events, 5f00 (c.new)

Worse findings
  critical  Title of b.grows
            was high, records: 10 before, 500 after, 50 times as often (b.grows)

New warnings and errors
  WARN      Took # ms
            first 2026-04-12 05:15:00, 90 times, om-1 (com.example.Synthetic)

Requests that fail more often
  5xx       GET /x
            0 % (0 of 10,000) before, 5 % (500 of 10,000) after

Slower routes
  p95       GET /x
            80 ms before, 400 ms after; 10,000 and 10,000 requests

Findings that are gone
  critical  Title of a.gone
            2026-04-12 03:00:00, 100 records, om-1 (a.gone)

Warnings and errors that are gone
  ERROR     Lost #
            last 2026-04-12 23:30:00, 60 times, om-1 (com.example.Synthetic)

Agents
  gone      1 agent sent nothing any more
            db-2
  version   1 agent with another version
            db-1 (108.0.2 before, 108.0.3 after)
`,
  );
});

Deno.test("renderDiffText() says when nothing is worse, or nothing differs", () => {
  const [calm, troubled] = [diffCase(), diffCase({ findings: [findingOf("a.b")] })];
  assertStringIncludes(textOf(compareAnalyses(calm, calm)), "\n\nNo difference that is more than chance\n");
  assertStringIncludes(
    textOf(compareAnalyses(troubled, calm)),
    "\n\nBetter: 1 finding is gone or better, nothing is worse\n",
  );
  assertStringIncludes(
    textOf(compareAnalyses(calm, diffCase({ hosts: ["om-1", "om-2"] }))),
    "\n\nNothing is worse; 1 other difference\n",
  );
});

Deno.test("renderDiffText() colours what is worse by its severity and what is better in green", () => {
  const style = (text: string, style: string) => style === "bold" ? text : `<${style} ${text.trim()}>`;
  const of = (before: string, after: string) =>
    renderDiffText(
      compareAnalyses(
        diffCase({ findings: [findingOf(before)] }),
        diffCase({ findings: [findingOf(after)] }),
      ),
      { style, names: NAMES },
    );
  assertStringIncludes(of("a.b", "c.d"), "<red high>Title of c.d");
  assertStringIncludes(of("a.b", "c.d"), "<green high>Title of a.b");
});
