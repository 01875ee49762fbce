import { compareAnalyses, type Diff } from "../../../lib/analyze/diff/compare_analyses.ts";
import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fakeAnalysis } from "../../helpers/fake_analysis.ts";
import { type DiffCase, diffCase, findingOf, hour, messageOf, ordinaryMessages } from "./diff_case.ts";

const STEADY = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1300, 1400];

function diffOf(before: DiffCase, after: DiffCase): Diff {
  return compareAnalyses(diffCase(before), diffCase(after));
}

function findingsOf({ findings }: Diff): string[] {
  return findings.map(({ change, severity, before, after }) =>
    `${change} ${severity} ${(after ?? before)!.rule}`
  );
}

function messagesOf({ signatures }: Diff): string[] {
  return signatures.map(({ change, template, before, after }) => `${change} ${template} ${before} ${after}`);
}

function changesIn(diff: Diff): number {
  const { findings, signatures, errors, latencies, hosts, agents } = diff;
  return [findings, signatures, errors, latencies, hosts, agents].flat().length;
}

Deno.test("compareAnalyses() of an analysis with itself finds nothing", () => {
  const analysis: Analysis = fakeAnalysis();
  const diff = compareAnalyses(analysis, analysis);
  assertEquals([changesIn(diff), diff.notes], [0, ["both are of the same input"]]);
});

Deno.test("compareAnalyses() tells new, worse, gone and better findings in this order, the most severe first", () => {
  const diff = diffOf({
    findings: [
      findingOf("a.gone"),
      findingOf("b.softer", { severity: "high" }),
      findingOf("c.harder", { severity: "low" }),
      findingOf("d.same"),
      findingOf("e.more", { count: 10 }),
    ],
  }, {
    findings: [
      findingOf("b.softer", { severity: "low", onset: hour(9) }),
      findingOf("c.harder", { severity: "critical" }),
      findingOf("d.same", { onset: hour(12), count: 130 }),
      findingOf("e.more", { count: 500 }),
      findingOf("f.new", { severity: "medium" }),
      findingOf("g.new", { severity: "high" }),
    ],
  });
  assertEquals(findingsOf(diff), [
    "new high g.new",
    "new medium f.new",
    "worse critical c.harder",
    "worse high e.more",
    "gone high a.gone",
    "better low b.softer",
  ]);
});

Deno.test("compareAnalyses() does not call more records a worsening when there is more time", () => {
  const diff = diffOf({ hours: [0, 6], findings: [findingOf("a.b", { count: 50 })] }, {
    hours: [24, 96],
    findings: [findingOf("a.b", { count: 550 })],
  });
  assertEquals(findingsOf(diff), []);
  assertEquals(diff.notes, ["before covers 6 hours, after 3 days: what is rare may miss in one of both"]);
});

Deno.test("compareAnalyses() does not call more records a worsening when there is more work", () => {
  const side = (factor: number) => ({
    signatures: ordinaryMessages(STEADY.map((count) => factor * count)),
    findings: [findingOf("a.b", { count: 50 * factor }), findingOf("c.d", { count: 50 * factor ** 2 })],
  });
  assertEquals(findingsOf(diffOf(side(1), side(9))), ["worse high c.d"]);
});

Deno.test("compareAnalyses() says of a finding on a host of one side only that nothing is known of the other", () => {
  const { findings } = diffOf(
    { hosts: ["om-1", "om-3"], findings: [findingOf("a.b", { hosts: ["om-3"] })] },
    {
      hosts: ["om-1", "om-2"],
      findings: [findingOf("c.d", { hosts: ["om-2"] }), findingOf("e.f")],
    },
  );
  assertEquals(findings.map(({ change, isUncovered }) => [change, isUncovered]), [
    ["new", true],
    ["new", false],
    ["gone", true],
  ]);
});

Deno.test("compareAnalyses() tells which messages are new, more frequent, gone and rarer, serious ones first", () => {
  const diff = diffOf({
    signatures: [
      messageOf("goes", 60),
      messageOf("rises", 50),
      messageOf("falls", 900),
      messageOf("stays", 50),
      messageOf("hides", 70, { level: "DEBUG" }),
      ...ordinaryMessages(STEADY),
    ],
  }, {
    signatures: [
      messageOf("comes", 80),
      messageOf("rises", 700),
      messageOf("falls", 30),
      messageOf("stays", 65),
      messageOf("comes once", 1),
      ...ordinaryMessages(STEADY),
    ],
  });
  assertEquals(messagesOf(diff), [
    "new comes 0 80",
    "more rises 50 700",
    "gone goes 60 0",
    "fewer falls 900 30",
    "gone hides 70 0",
  ]);
  assertEquals(diff.load, 1);
});

Deno.test("compareAnalyses() tells no message when a busier day has three times as many of all, nor of errors", () => {
  const diff = diffOf({ signatures: [...ordinaryMessages(STEADY), messageOf("fails", 40)] }, {
    signatures: [...ordinaryMessages(STEADY.map((count) => 3 * count)), messageOf("fails", 120)],
  });
  assertEquals([messagesOf(diff), diff.load], [[], 3]);
});

Deno.test("compareAnalyses() gives the load for the same time: twice the records of twice the hours are no more", () => {
  const { load } = diffOf({ hours: [0, 24], signatures: ordinaryMessages(STEADY) }, {
    hours: [24, 72],
    signatures: ordinaryMessages(STEADY.map((count) => 2 * count)),
  });
  assertEquals(load, 1);
});

Deno.test("compareAnalyses() tells no error that comes by the clock when a quiet day has a third of the work", () => {
  const diff = diffOf({
    signatures: [...ordinaryMessages(STEADY.map((count) => 3 * count)), messageOf("fails", 96)],
  }, {
    signatures: [...ordinaryMessages(STEADY), messageOf("fails", 96)],
  });
  assertEquals(messagesOf(diff), []);
});

Deno.test("compareAnalyses() counts hosts of one side only once, not their messages", () => {
  const own = (host: string) =>
    Array.from({ length: 30 }, (_, i) => messageOf(`${host} says ${i}`, 500, { hosts: [host] }));
  const diff = diffOf({ hosts: ["om-1", "om-2"], signatures: own("om-2") }, {
    hosts: ["om-1", "om-3"],
    signatures: own("om-3"),
  });
  assertEquals(messagesOf(diff), []);
  assertEquals(diff.hosts.map(({ host, changes }) => `${host} ${changes}`), ["om-2 gone", "om-3 new"]);
  assertEquals(diff.notes, [
    "60 messages are not compared: only where, or at hours when, one of both has no log",
  ]);
});

Deno.test("compareAnalyses() does not call a nightly job new when the other log has no night", () => {
  const nightly = messageOf("cleans up", 200, { first: hour(2), last: hour(2.4) });
  assertEquals(messagesOf(diffOf({ hours: [8, 18] }, { signatures: [nightly] })), []);
  assertEquals(messagesOf(diffOf({ hours: [0, 18] }, { signatures: [nightly] })), ["new cleans up 0 200"]);
});

Deno.test("compareAnalyses() compares no messages of migration logs, which tell of other years", () => {
  const message = messageOf("migrates", 900);
  const evidence = message.evidence.map((line) => ({ ...line, member: "om-1/migration/mms-migration.log" }));
  const coverage = diffCase().coverage;
  const [application] = coverage;
  const migration = {
    ...application!,
    category: "migration" as const,
    files: application!.files.map((file) => ({
      ...file,
      member: "om-1/migration/mms-migration.log",
    })),
  };
  const logs = { coverage: [...coverage, migration] };
  const diff = diffOf(logs, { ...logs, signatures: [{ ...message, evidence }] });
  assertEquals(messagesOf(diff), []);
});

Deno.test("compareAnalyses() says what makes two analyses hard to compare", () => {
  const diff = diffOf({ hosts: ["pod-1"], hours: [48, 72], events: [] }, {
    hosts: ["pod-2"],
    coverage: diffCase({ hosts: ["pod-2"] }).coverage.filter(({ category }) => category !== "http_access"),
    tool: { name: "omlens", version: "9.0.0" },
    options: { builtinRules: false },
  });
  assertEquals(diff.notes, [
    "before is the later one",
    "no host is in both: they are compared as wholes",
    "before has no events",
    "after has no access log",
    "they were analysed with other rules: findings may differ for that alone",
    "they were analysed by omlens 0.0.0-synthetic and 9.0.0: findings may differ for that alone",
  ]);
});

Deno.test("compareAnalyses() takes analyses without anything in them", () => {
  const empty = diffCase({ hosts: [], span: null } as DiffCase);
  assertEquals(changesIn(compareAnalyses(empty, empty)), 0);
  assertEquals(changesIn(compareAnalyses(empty, diffCase())), 1);
});
