import { renderIncidentMarkdown } from "../../lib/report/markdown/render_incident_markdown.ts";
import { indexAnalysis } from "../../lib/report/report_index.ts";
import { assert, assertEquals, assertStringIncludes } from "../../lib/std/assert.ts";
import { bigAnalysis, fakeAnalysis } from "../helpers/fake_analysis.ts";
import { fakeCause, fakeFinding, fakeIncident, HOSTILE } from "../helpers/fake_finding.ts";
import { elementNames, gfmToHtml } from "./gfm_html.ts";

/** Markup of every kind, mentions, references, and what would end a table's row or a code block. */
const EVIL = `${HOSTILE} @everyone a/b#1 GH-2 mailto:x@e.example | \`\`\`\n~~~\n</code></pre>\n> # x\n--- `;

function ticketOf(analysis = fakeAnalysis(), at = 0): string {
  const index = indexAnalysis(analysis);
  return renderIncidentMarkdown(index.incidents[at]!, index);
}

Deno.test("renderIncidentMarkdown() tells what, when, where, why and which lines of which archive prove it", () => {
  const ticket = ticketOf();
  const parts = [
    "# The application database could not be reached (critical)\n\n2026-04-12 03:14:15 to 03:29:01 (14 min 45 s)",
    "| 1 | Deployment configuration published by `dana@example.com` (`AUTOMATION_CONFIG_PUBLISHED_AUDIT`) | 2 min 13 s before | **0.81** |",
    "**What changed after cause 1:**\n\n- http 5xx per minute, all hosts: 0.1 before, 41 a minute after (q = 0.0002)",
    "What to do: Check that the members of the application database are up",
    "`om-logs_20260412.tar.gz` `om-1.example/application/mms0.log` line 48211:\n\n```text\n2026-04-12T03:14:15.926+0000",
    `- \`om-logs_20260412.tar.gz\`, SHA-256 \`${"ab".repeat(32)}\``,
  ];
  const places = parts.map((part) => ticket.indexOf(part));
  assertEquals(places.toSorted((a, b) => a - b), places);
  assert(places.every((place) => place >= 0), String(places));
});

Deno.test("renderIncidentMarkdown() says when nothing explains an incident, and names no archive without lines", () => {
  const ticket = ticketOf(fakeAnalysis({ incidents: [fakeIncident({ causes: [], findings: [] })] }));
  assertStringIncludes(ticket, "**Likely causes:** No event within 30 min before explains this.");
  assert(!ticket.includes("SHA-256"));
});

Deno.test("renderIncidentMarkdown() counts events of a finding that no log tells", () => {
  const down = fakeFinding({ count: 1, hosts: [], categories: [], evidence: [] });
  assertStringIncludes(
    ticketOf({ ...fakeAnalysis(), findings: [down] }),
    "`appdb.timeout`): 1 event, since 2026",
  );
  assertStringIncludes(ticketOf(), "`appdb.timeout`): 1,842 records, since 2026");
});

Deno.test("renderIncidentMarkdown() lets hostile text start no markup, link or mention, whatever field it is in", () => {
  const finding = fakeFinding({ title: EVIL, explanation: EVIL, remediation: EVIL, rule: EVIL });
  const [line] = finding.evidence;
  const incident = fakeIncident({
    title: EVIL,
    narrative: EVIL,
    hosts: [EVIL],
    groupIds: [EVIL],
    findings: [finding.id],
    causes: [fakeCause({ eventId: EVIL, eventType: EVIL, sameChange: [EVIL], origin: line! })],
  });
  const evidence = [{ ...line!, input: EVIL, member: EVIL, text: EVIL }];
  const ticket = ticketOf({ ...fakeAnalysis(), findings: [{ ...finding, evidence }], incidents: [incident] });
  const rendered = gfmToHtml(ticket);
  const allowed = "code h1 hr li p pre strong table tbody td th thead tr ul".split(" ");
  assertEquals(elementNames(rendered).filter((name) => !allowed.includes(name)), []);
  assertEquals(rendered.match(/<h1>/g)?.length, 1);
  assertEquals(rendered.match(/<td>/g)?.length, 9);
  const prose = rendered.replace(/<code[^>]*>.*?<\/code>/gs, "");
  assert(!/@|#\d|GH-\d/.test(prose), prose);
  assert(!/(?![\n\t])[\p{Cc}\p{Cf}]/u.test(ticket));
});

Deno.test("renderIncidentMarkdown() fits the 32,767 characters that trackers take, however much there is", () => {
  const analysis = bigAnalysis(500, 12);
  const long = "x".repeat(8192);
  const findings = analysis.findings.map((finding) => ({
    ...finding,
    evidence: Array.from({ length: 9 }, () => ({ ...finding.evidence[0]!, text: long })),
  }));
  const all = findings.map(({ id }) => id);
  const causes = Array.from({ length: 20 }, () => fakeCause({ origin: findings[0]!.evidence[0]! }));
  const incident = fakeIncident({ findings: all, causes });
  const ticket = ticketOf({ ...analysis, findings, incidents: [incident] });
  assert(ticket.length <= 32_767, `${ticket.length}`);
});
