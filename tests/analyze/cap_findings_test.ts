import { capFindings } from "../../lib/analyze/cap_findings.ts";
import type { FindingDraft } from "../../lib/analyze/finding_draft.ts";
import type { Severity } from "../../lib/rules/rule.ts";
import { assertEquals } from "../../lib/std/assert.ts";

function draft(rule: string, count: number, severity: Severity): FindingDraft {
  return {
    id: `${rule}-${count}`,
    rule,
    severity,
    count,
    title: "",
    confidence: "high",
    explanation: "",
    remediation: "",
    references: [],
    hosts: [],
    categories: [],
    groupIds: [],
    replicaSets: [],
    agents: [],
    first: "",
    last: "",
    onset: "",
    series: { start: "", bucketMs: 60_000, counts: [] },
    evidence: [],
    captures: {},
    onsetMs: 0,
    parts: [],
    onsetHost: null,
    latestOnsetMs: 0,
    lastMs: 0,
    signatures: [],
    isStanding: false,
    addresses: [],
    names: [],
    loggers: [],
    confirmingTypes: [],
    explains: [],
    raisedBy: [],
  };
}

Deno.test("capFindings() keeps a hundred findings of a rule, severe and big ones first, and tells the rest", () => {
  const many = Array.from({ length: 130 }, (_, i) => draft("signature.new", i, i < 3 ? "high" : "low"));
  const { drafts, notes } = capFindings([...many, draft("log.silence", 7, "high")], "a.tar.gz");
  const counts = drafts.filter(({ rule }) => rule === "signature.new").map(({ count }) => count);
  assertEquals(counts.length, 100);
  assertEquals(counts.slice(0, 4), [2, 1, 0, 129]);
  assertEquals(Math.min(...counts.slice(3)), 33);
  assertEquals(drafts.filter(({ rule }) => rule === "log.silence").length, 1);
  assertEquals(notes.map(({ code, count, input }) => ({ code, count, input })), [
    { code: "limit.findings", count: 30, input: "a.tar.gz" },
  ]);
});

Deno.test("capFindings() leaves few findings alone", () => {
  const few = [draft("signature.new", 1, "low"), draft("signature.new", 2, "high")];
  assertEquals(capFindings(few, "a").notes, []);
  assertEquals(capFindings(few, "a").drafts.length, 2);
});
