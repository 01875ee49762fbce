import { matchFindings } from "../../../lib/analyze/diff/match_findings.ts";
import type { Finding } from "../../../lib/analyze/finding.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { findingOf, hour } from "./diff_case.ts";

type Keys = Partial<Pick<Finding, "hosts" | "groupIds" | "replicaSets" | "agents" | "title" | "rule">>;

function count(before: readonly Keys[], after: readonly Keys[], scope = { isByHost: true }) {
  const findings = (keys: readonly Keys[]) => keys.map((key) => findingOf("x.y", { hosts: [], ...key }));
  const pairs = matchFindings(findings(before), findings(after), scope);
  return {
    both: pairs.filter((pair) => pair.before !== null && pair.after !== null).length,
    gone: pairs.filter((pair) => pair.after === null).length,
    new: pairs.filter((pair) => pair.before === null).length,
  };
}

const [BOTH, APART] = [{ both: 1, gone: 0, new: 0 }, { both: 0, gone: 1, new: 1 }];

Deno.test("matchFindings() matches what names a common host, replica set, project or agent", () => {
  const cases: readonly (readonly [Keys, Keys, typeof BOTH])[] = [
    [{}, {}, BOTH],
    [{ hosts: ["a", "b"] }, { hosts: ["b", "c"] }, BOTH],
    [{ hosts: ["a"] }, { hosts: ["b"] }, APART],
    [{ hosts: ["a"], agents: ["x"] }, { hosts: ["b"], agents: ["x"] }, BOTH],
    // The same project is not the same agent.
    [{ groupIds: ["g"], agents: ["x"] }, { groupIds: ["g"], agents: ["y"] }, APART],
    [{ groupIds: ["g"], replicaSets: ["r"] }, { groupIds: ["g"], replicaSets: ["s"] }, APART],
    // One of both names less of what it is about.
    [{ hosts: ["a"], groupIds: ["g"] }, { hosts: ["a"] }, BOTH],
    [{ hosts: ["a"], groupIds: ["g"] }, {}, BOTH],
    [{ hosts: ["a"], groupIds: ["g"] }, { hosts: ["b"] }, APART],
    [{ rule: "x.z" }, {}, APART],
  ];
  for (const [before, after, wanted] of cases) {
    assertEquals(count([before], [after]), wanted, JSON.stringify([before, after]));
    assertEquals(count([after], [before]), wanted, JSON.stringify([after, before]));
  }
});

Deno.test("matchFindings() ignores host names where no host is in both", () => {
  assertEquals(count([{ hosts: ["pod-1"] }], [{ hosts: ["pod-2"] }], { isByHost: false }), BOTH);
});

Deno.test("matchFindings() keeps apart what different messages raised, but not what their numbers differ in", () => {
  const [one, other, third] = ["Burst of: took 3 s", "Burst of: took 7 s", "Burst of: went away"].map((
    title,
  ) => ({
    rule: "signature.burst",
    title,
  }));
  assertEquals(count([one!], [other!]), BOTH);
  assertEquals(count([one!], [third!]), APART);
});

Deno.test("matchFindings() counts several occasions of one trouble as one, with the worst severity", () => {
  const [pair, ...others] = matchFindings(
    [
      findingOf("x.y", { onset: hour(3), count: 5, severity: "medium" }),
      findingOf("x.y", { onset: hour(9), count: 7, severity: "high", hosts: ["om-1", "om-2"] }),
    ],
    [],
    { isByHost: true },
  );
  assertEquals(others, []);
  const { before } = pair!;
  assertEquals(
    [before?.occasions, before?.count, before?.severity, before?.first, before?.hosts],
    [2, 12, "high", hour(3), ["om-1", "om-2"]],
  );
});
