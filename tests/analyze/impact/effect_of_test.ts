import { describeEffect, effectOf } from "../../../lib/analyze/impact/effect_of.ts";
import type { MeasuredImpact } from "../../../lib/analyze/impact/measured_impact.ts";
import { assert, assertEquals, assertMatch } from "../../../lib/std/assert.ts";
import { draftAt } from "../finding_case.ts";
import { PROJECTS } from "../log_case.ts";

const [A, B] = PROJECTS as [string, string];
const FINDING = draftAt(700, { signatures: ["5e"] });
/** Of a project, and of Ops Manager. */
const [OF_A, OF_ALL] = [{ groupId: A }, {}];

/** A rate that grew tenfold, for sure. */
function measured(fields: Partial<MeasuredImpact> = {}): MeasuredImpact {
  return {
    metric: "signature:5e",
    scope: "all",
    before: 1,
    after: 10,
    ratio: 10,
    pValue: 1e-9,
    qValue: 1e-8,
    significant: true,
    count: 330,
    ...fields,
  };
}

/** The same before and after. */
function unchanged(fields: Partial<MeasuredImpact> = {}): MeasuredImpact {
  return measured({
    after: 1,
    ratio: 1,
    pValue: 0.9,
    qValue: 0.95,
    significant: false,
    count: 60,
    ...fields,
  });
}

Deno.test("effectOf is neutral where nothing was measured that the finding is about", () => {
  assertEquals(effectOf([], FINDING, OF_ALL), { effect: 0.5, impact: null });
  assertEquals(effectOf([measured({ metric: "signature:77" })], FINDING, OF_ALL).effect, 0.5);
  const elsewhere = measured({ scope: `project:${B}` });
  assertEquals(effectOf([elsewhere], draftAt(700, { signatures: ["5e"], groupIds: [A] }), OF_A).effect, 0.5);
});

Deno.test("effectOf is full when what the finding is about grew after a change of everything", () => {
  assertEquals(effectOf([measured()], FINDING, OF_ALL).effect, 1);
  const somewhat = effectOf([measured({ after: 2, ratio: 2 })], FINDING, OF_ALL).effect;
  assert(somewhat > 0.6 && somewhat < 0.8, `${somewhat}`);
});

Deno.test("effectOf is little when nothing changed, and less little when little was counted", () => {
  assertEquals(effectOf([unchanged()], FINDING, OF_ALL).effect, 0.2);
  assertEquals(effectOf([unchanged({ count: 9 })], FINDING, OF_ALL).effect, 0.35);
  assertEquals(effectOf([measured({ before: 10, after: 1, ratio: 0.1 })], FINDING, OF_ALL).effect, 0.2);
});

Deno.test("effectOf is neutral when it grew and may have by chance", () => {
  assertEquals(
    effectOf([measured({ after: 2, ratio: 2, qValue: 0.2, significant: false })], FINDING, OF_ALL).effect,
    0.5,
  );
});

Deno.test("effectOf believes what the change's own project shows", () => {
  const own = { scope: `project:${A}` };
  assertEquals(effectOf([measured(), measured(own)], FINDING, OF_A).effect, 1);
  assertEquals(effectOf([measured(), unchanged(own)], FINDING, OF_A).effect, 0.2);
  const tenth = measured({ ...own, before: 0.1, after: 1 });
  assertEquals(effectOf([measured(), tenth], FINDING, OF_A).effect, 0.55, "a tenth of what grew everywhere");
  assertEquals(effectOf([measured()], FINDING, OF_A).effect, 0.5, "nothing of it there");
});

Deno.test("effectOf looks for the silence of agents and hosts in what falls", () => {
  const falls = { before: 2, after: 0, ratio: 0 };
  const silent = draftAt(700, { rule: "agent.silent", groupIds: [A] });
  const agents = measured({ metric: "agentRequests", scope: `project:${A}`, ...falls });
  assertEquals(effectOf([agents], silent, OF_A).effect, 1);
  assertEquals(effectOf([{ ...agents, before: 1, after: 10 }], silent, OF_A).effect, 0.5);
  const agent = { ...agents, scope: "agent:db-7" };
  const ofAgent = (name: string) => effectOf([agent], { ...silent, agents: [name] }, OF_A).effect;
  assertEquals([ofAgent("db-7.example.com"), ofAgent("db-8.example.com")], [1, 0.5]);
  const host = draftAt(700, { rule: "log.silence", hosts: ["om-1"] });
  const records = (name: string) => measured({ metric: "records", scope: `host:${name}`, ...falls });
  assertEquals(effectOf([records("om-1")], host, OF_ALL).effect, 1);
  assertEquals(effectOf([records("om-2")], host, OF_ALL).effect, 0.5);
});

Deno.test("effectOf looks for trouble of requests in errors and latency", () => {
  const rules: readonly [rule: string, metric: string][] = [
    ["access.errors-burst", "errors5xx"],
    ["access.auth-burst", "errors4xx"],
    ["agent.unauthorized", "errors4xx"],
    ["access.latency-shift", "p95LatencyMs"],
    ["access.client-flood", "requests"],
  ];
  for (const [rule, metric] of rules) {
    assertEquals(effectOf([measured({ metric })], draftAt(700, { rule }), OF_ALL).effect, 1);
  }
  const other = draftAt(700, { rule: "api.some-issue", categories: ["http_access"] });
  assertEquals(effectOf([measured({ metric: "errors4xx" })], other, OF_ALL).effect, 1);
  assertEquals(
    effectOf([measured({ metric: "errors4xx" })], { ...other, categories: ["application"] }, OF_ALL).effect,
    0.5,
  );
});

Deno.test("describeEffect says in a sentence what changed, or that nothing did", () => {
  const of = (impacts: MeasuredImpact[]) => describeEffect(effectOf(impacts, FINDING, OF_ALL));
  const grown = "The rate of these messages overall was 1 before the change and 10 a minute after it, ";
  assertEquals(of([measured()]), `${grown}which is more than chance (q = 1e-8).`);
  assertEquals(
    of([measured({ qValue: 0.2 })]),
    `${grown}which speaks neither for the change nor against it.`,
  );
  assertMatch(of([unchanged()]), /was 1 before the change and 1 a minute after it: it did not get worse\.$/);
  assertMatch(of([]), /^Nothing .* could be measured/);
});
