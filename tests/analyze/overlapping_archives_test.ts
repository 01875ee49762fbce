/** Two archives of one server that overlap in time; all lines are synthetic. */
import { analyzeArchive } from "../../lib/analyze_archive.ts";
import type { Analysis } from "../../lib/analyze/analysis.ts";
import { assertEquals } from "../../lib/std/assert.ts";
import { background, fileOf, header, type LogLine, record, repeat, request, sourceOf } from "./log_case.ts";

const RULES = `
rules:
  - id: test.claims
    title: Claims fail
    severity: high
    confidence: high
    categories: [application]
    explanation: They do.
    remediation: Do not let them.
    references: [https://example.com/]
    detection:
      - literal: Claim failed
    correlation: { type: event_count, rules: [test.claims], group_by: [host], timespan: 1h, condition: { gte: 4 } }
    tests:
      match: [Claim failed on 7, Claim failed on 8]
      no_match: [Claim renewed, Claim held]
`;
const MAIN = { thread: "main", logger: "com.xgen.svc.core.ServerMain" };

function startAt(minute: number): LogLine[] {
  return [header(minute), record({ ...MAIN, minute: minute + 0.02, message: "Starting" })];
}

const ONE = [
  ...background(1, 0, 100, 6),
  ...startAt(103),
  ...background(2, 104, 200, 6),
  ...startAt(203),
  ...background(3, 204, 300, 6),
];
const CLAIMS = repeat([110, 111, 112], { message: "Claim failed on 7", level: "ERROR" });
const REQUESTS = [110, 111, 112, 113].map((minute) => request(minute, { path: "/a", status: 500 }));

function analyze(...archives: readonly LogLine[][]): Promise<Analysis> {
  const inputs = archives.map((lines, index) => ({
    name: `archive-${index + 1}`,
    kind: "folder" as const,
    files: [
      sourceOf("om-1/application/mms0.log", fileOf(lines)),
      sourceOf("om-1/http_access/mms0-access.log", fileOf(REQUESTS)),
    ],
  }));
  const rules = [{ file: "rules.yaml", text: RULES }];
  return analyzeArchive(inputs, { useWorker: false, builtinRules: false, rules });
}

function inputsOf(analysis: Analysis): string[] {
  const evidence = [...analysis.signatures, ...analysis.findings].flatMap(({ evidence }) => evidence);
  return [...new Set(evidence.map(({ input }) => input))].sort();
}

Deno.test("analyzeArchive() counts a start of the server once that two archives tell", async () => {
  const [once, twice] = [await analyze(ONE), await analyze(ONE, ONE)];
  assertEquals(once.restarts.map(({ kind }) => kind), ["abrupt", "abrupt"]);
  assertEquals(twice.restarts, once.restarts);
});

Deno.test("analyzeArchive() keeps a start that only the second of two archives tells", async () => {
  const later = [...background(3, 204, 300, 6), ...startAt(303), ...background(4, 304, 400, 6)];
  const { restarts } = await analyze(ONE, later);
  assertEquals(restarts.map(({ kind, evidence }) => [kind, evidence.at(-1)?.input]), [
    ["abrupt", "archive-1"],
    ["abrupt", "archive-1"],
    ["abrupt", "archive-2"],
  ]);
});

Deno.test("analyzeArchive() correlates a record once that two archives hold", async () => {
  const hits = async (...archives: LogLine[][]) =>
    (await analyze(...archives)).findings.filter(({ rule }) => rule === "test.claims").map(({ count }) =>
      count
    );
  const fourth = repeat([113], { message: "Claim failed on 7", level: "ERROR" });
  assertEquals(await hits([...ONE, ...CLAIMS], [...ONE, ...CLAIMS]), []);
  assertEquals(await hits([...ONE, ...CLAIMS], [...ONE, ...CLAIMS, ...fourth]), [4]);
});

Deno.test("analyzeArchive() takes as evidence what it counted, not its copy in another archive", async () => {
  const lines = [...ONE, ...CLAIMS];
  assertEquals(inputsOf(await analyze(lines, lines)), ["archive-1"]);
});

Deno.test("analyzeArchive() counts a line of console output once that two archives hold", async () => {
  const console = "Starting pre-flight checks\nPreflight check failed.\n";
  const archive = (name: string, text: string) => ({
    name,
    kind: "folder" as const,
    files: [
      sourceOf("om-1/application/mms0.log", fileOf(ONE)),
      sourceOf("om-1/mms0-startup.log", text),
    ],
  });
  const countOf = async (...texts: readonly string[]) => {
    const inputs = texts.map((text, index) => archive(`archive-${index}`, text));
    const { findings } = await analyzeArchive(inputs, { useWorker: false });
    return findings.find(({ rule }) => rule === "startup.preflight-failed")?.count;
  };
  assertEquals(await countOf(console, console), 1);
  assertEquals(await countOf(console, console + console), 2);
});
