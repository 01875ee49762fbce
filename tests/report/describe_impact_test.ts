import type { Impact } from "../../lib/analyze/analysis.ts";
import { describeMetric, describeShift } from "../../lib/report/describe_impact.ts";
import { indexAnalysis } from "../../lib/report/report_index.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { fakeAnalysis } from "../helpers/fake_analysis.ts";

const INDEX = indexAnalysis(fakeAnalysis());

function impactOf(metric: string, scope = "all"): Impact {
  return {
    eventId: "e1",
    metric,
    scope,
    before: 0.12345,
    after: 31,
    ratio: 251,
    pValue: 0.001,
    qValue: 0.01,
    significant: true,
  };
}

Deno.test("describeMetric() says what was measured and on what", () => {
  const [signature] = INDEX.analysis.signatures;
  assertEquals(describeMetric(impactOf("errors5xx"), INDEX), "5xx answers, overall");
  assertEquals(
    describeMetric(impactOf("agentRequests", "project:abc"), INDEX),
    "calls of agents, project abc",
  );
  assertEquals(
    describeMetric(impactOf(`signature:${signature!.id}`), INDEX),
    `messages "${signature!.template.slice(0, 90)}", overall`,
  );
  assertEquals(describeMetric(impactOf("signature:gone"), INDEX), 'messages "gone", overall');
});

Deno.test("describeShift() gives both values with their unit", () => {
  assertEquals(describeShift(impactOf("requests")), ["0.123", "31 a minute"]);
  assertEquals(describeShift(impactOf("p95LatencyMs")), ["0.123", "31 ms"]);
});
