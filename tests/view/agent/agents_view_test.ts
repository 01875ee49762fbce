import type { Agent, Analysis } from "../../../lib/analyze/analysis.ts";
import { assert, assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { newestVersion, versionKey } from "../../../lib/view/agent/agent_rows.ts";
import { AGENTS_VIEW } from "../../../lib/view/agent/agents_view.ts";
import { emptyAnalysis, fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { at, fakeFinding, HOSTILE } from "../../helpers/fake_finding.ts";
import { loadFrom, renderFrom } from "../view_case.ts";

const [A, B] = ["5f3a9c0e1b2d4c6e8f0a1b2c", "5f3a9c0e1b2d4c6e8f0a1b2d"];

function agentOf(host: string, groupId: string | null, over: Partial<Agent> = {}): Agent {
  return {
    host,
    groupId,
    version: "108.0.10.9000-1",
    requests: 100,
    first: at(0),
    last: at(4),
    unauthorized: 0,
    longestSilenceMs: 20_000,
    clockOffsetMs: 40,
    ...over,
  };
}

/** Calls in two of four hours. */
const CALLS = { start: at(0), bucketMs: 3_600_000, counts: [360, 0, 0, 100] };

const ANALYSIS: Analysis = fakeAnalysis({
  span: { start: at(0), end: at(4) },
  agents: [
    agentOf("db-1", A),
    agentOf("db-2", A, { version: "108.0.9.8000-1" }),
    agentOf("db-2", B, { calls: CALLS }),
    agentOf("db-3", B, { unauthorized: 3 }),
    agentOf("db-4", B, { clockOffsetMs: -61_000, last: at(1) }),
    agentOf(HOSTILE, null, { version: HOSTILE, clockOffsetMs: null }),
  ],
  findings: [
    fakeFinding({
      id: "f-silent",
      rule: "agent.silent",
      title: "Agent db-2 is silent",
      agents: ["db-2"],
      groupIds: [B!],
      onset: at(1),
      last: at(3),
    }),
  ],
});

function agentsAt(address: string): string[] {
  // Of what is loaded, the names of the rows.
  const { page } = loadFrom(AGENTS_VIEW, ANALYSIS, address) as {
    page: { rows: { host: string; groupId: string | null }[] };
  };
  return page.rows.map(({ host, groupId }) =>
    `${host === HOSTILE ? "hostile" : host}${groupId?.slice(-1) ?? ""}`
  );
}

Deno.test("/agents has those that fit its filters", () => {
  assertEquals(agentsAt("/agents"), ["db-1c", "db-2c", "db-2d", "db-3d", "db-4d", "hostile"]);
  assertEquals(agentsAt("/agents?sick=true"), ["db-2d", "db-3d", "db-4d"]);
  assertEquals(agentsAt("/agents?old=true"), ["db-2c", "hostile"]);
  assertEquals(agentsAt("/agents?version=108.0.9.8000-1"), ["db-2c"]);
  assertEquals(agentsAt(`/agents?project=${B}&sort=-clock`), ["db-4d", "db-2d", "db-3d"]);
  assertEquals(agentsAt("/agents?sort=trouble").slice(0, 1), ["db-2d"]);
  assertEquals(agentsAt(`/agents?since=${at(1, 1)}`), ["db-1c", "db-2c", "db-2d", "db-3d", "hostile"]);
});

Deno.test("/agents draws when an agent called, and when it was silent", () => {
  const markup = renderFrom(AGENTS_VIEW, ANALYSIS, `/agents?project=${B}&q=db-2`).body.markup;
  assertStringIncludes(
    markup,
    'aria-label="called in 2 of 4 stretches, silent 2026-04-12 01:00:00 to 03:00:00"',
  );
  // Four hours: much called in the first, little in the last.
  assertStringIncludes(markup, '<path class="shade-3" d="M0 0h1v1h-1z" />');
  assertStringIncludes(markup, '<path class="shade-1" d="M3 0h1v1h-1z" />');
  assertStringIncludes(markup, '<rect class="strip-silent" x="25%" y="1" width="50%" height="12">');
});

Deno.test("/agents cuts the pictures to the window, by whole buckets", () => {
  const window = `since=${at(1, 30)}&until=${at(2)}`;
  const markup = renderFrom(AGENTS_VIEW, ANALYSIS, `/agents?project=${B}&q=db-2&${window}`).body.markup;
  assertStringIncludes(markup, "called in 0 of 1 stretches");
  assertStringIncludes(markup, '<rect class="strip-silent" x="0%" y="1" width="100%" height="12">');
});

Deno.test("/agents tells how many have which version, newest first", () => {
  const { body: { markup } } = renderFrom(AGENTS_VIEW, ANALYSIS, "/agents");
  const versions = [...markup.matchAll(/<li><a href="[^"]*">(108[^<]*)<\/a>\s*([^<]*)<\/li>/g)];
  assertEquals(versions.map(([, version, about]) => `${version}: ${about}`), [
    "108.0.10.9000-1: 4 agents, newest",
    "108.0.9.8000-1: 1 agent",
  ]);
});

Deno.test("/agents shows hostile names as text, and says when no agent was seen", () => {
  const { body: { markup } } = renderFrom(AGENTS_VIEW, ANALYSIS, "/agents");
  assert(!/<script|<img|style=/.test(markup));
  assertStringIncludes(
    renderFrom(AGENTS_VIEW, emptyAnalysis(), "/agents").body.markup,
    "No request of an agent was read.",
  );
});

Deno.test("newestVersion() and versionKey() compare numbers, not text", () => {
  assertEquals(
    newestVersion(["9.1", null, "108.0.9", "108.0.14-1"].map((version) => ({ version }))),
    "108.0.14-1",
  );
  assertEquals(newestVersion([{ version: null }]), null);
  const sorted = ["108.0.14", "9.1", "108.0.9", ""].toSorted((a, b) =>
    versionKey(a) < versionKey(b) ? -1 : 1
  );
  assertEquals(sorted, ["", "9.1", "108.0.9", "108.0.14"]);
});
