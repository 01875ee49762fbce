import { compareAnalyses, type Diff } from "../../../lib/analyze/diff/compare_analyses.ts";
import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { SEVERITIES } from "../../../lib/rules/rule.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { agentOf, diffCase, findingOf, hour, messageOf, routeOf } from "./diff_case.ts";

const HOSTS = ["om-1", "om-2", "om-3"];
const hosts = fc.subarray(HOSTS, { minLength: 1 });
const count = fc.oneof(fc.nat(20), fc.nat(5000));

const finding = fc.record({
  rule: fc.constantFrom("a.b", "c.d", "signature.new"),
  severity: fc.constantFrom(...SEVERITIES),
  count,
  hosts: fc.subarray(HOSTS),
  groupIds: fc.subarray(["g", "h"]),
  agents: fc.subarray(["x", "y"]),
  onset: fc.nat(20).map(hour),
}).map(({ rule, ...over }) => findingOf(rule, over));

const signature = fc.record({
  template: fc.constantFrom(
    "Opened # pages",
    "Opened all pages",
    "Opened # #",
    "Closed",
    "Took # ms",
    "Failed",
  ),
  level: fc.constantFrom("ERROR", "INFO"),
  count: count.map((count) => count + 1),
  hosts,
}).map(({ template, count, ...over }) =>
  messageOf(template, count, { id: `${over.level} ${template}`, ...over })
);

const route = fc.record({
  route: fc.constantFrom("/a", "/b", "/c"),
  ok: count,
  failed: count,
  p50: fc.integer({ min: 1, max: 2000 }),
})
  .map(({ route, ok, failed, p50 }) =>
    routeOf(route, {
      count: ok + failed,
      status: { 200: ok, 500: failed },
      latencyMs: { p50, p90: 2 * p50, p95: 3 * p50, p99: 5 * p50, max: 9 * p50 },
    })
  );

const agent = fc.record({
  host: fc.constantFrom("x", "y", "z"),
  requests: count,
  version: fc.constantFrom("1", "2", null),
})
  .map(({ host, ...over }) => agentOf(host, { unauthorized: Math.floor(over.requests / 3), ...over }));

const analysis: fc.Arbitrary<Analysis> = fc.record({
  hosts,
  hours: fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 90 })).map(([from, length]) =>
    [from, from + length] as const
  ),
  findings: fc.array(finding, { maxLength: 6 }),
  signatures: fc.uniqueArray(signature, { selector: ({ id }) => id }),
  routes: fc.uniqueArray(route, { selector: ({ route }) => route }),
  agents: fc.uniqueArray(agent, { selector: ({ host }) => host }),
}).map((over) => diffCase(over));

const OPPOSITES: Readonly<Record<string, string>> = {
  new: "gone",
  gone: "new",
  worse: "better",
  better: "worse",
  more: "fewer",
  fewer: "more",
  refused: "accepted",
  accepted: "refused",
};

function opposite(change: string): string {
  return OPPOSITES[change] ?? change;
}

/** What changed, without order and numbers; `turn` is applied to the names of changes. */
function outline(diff: Diff, turn: (change: string) => string): string[] {
  const direction = (ratio: number | null) => turn(ratio === null || ratio > 1 ? "more" : "fewer");
  return [
    ...diff.findings.map(({ change, before, after }) =>
      [turn(change), ...[before, after].flatMap((side) => side?.findings ?? []).sort()].join(" ")
    ),
    ...diff.signatures.map(({ change, ids }) => `${turn(change)} ${ids}`),
    ...diff.errors.map(({ route, status, ratio }) => `${direction(ratio)} ${route} ${status}`),
    ...diff.latencies.map(({ route, percentile, ratio }) => `${direction(ratio)} ${route} ${percentile}`),
    ...diff.hosts.map(({ host, changes }) => `${host} ${changes.map(turn)}`),
    ...diff.agents.map(({ host, changes }) => `${host} ${changes.map(turn).sort()}`),
  ].sort();
}

Deno.test("compareAnalyses() the other way around turns new into gone and worse into better", () => {
  fc.assert(fc.property(analysis, analysis, (a, b) => {
    assertEquals(
      outline(compareAnalyses(b, a), opposite),
      outline(compareAnalyses(a, b), (change) => change),
    );
  }));
});

Deno.test("compareAnalyses() finds no difference between an analysis and itself", () => {
  fc.assert(fc.property(analysis, (a) => {
    assertEquals(outline(compareAnalyses(a, a), (change) => change), []);
  }));
});

Deno.test("compareAnalyses() gives the same whatever the order of the lists", () => {
  fc.assert(fc.property(analysis, analysis, (a, b) => {
    const reversed = {
      ...b,
      findings: b.findings.toReversed(),
      signatures: b.signatures.toReversed(),
      agents: b.agents.toReversed(),
    };
    const lists = (diff: Diff) => [diff.signatures, diff.errors, diff.agents];
    assertEquals(lists(compareAnalyses(a, reversed)), lists(compareAnalyses(a, b)));
  }));
});
