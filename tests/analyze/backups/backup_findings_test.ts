import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import { analyzeCase, background, eventAt, fileOf, type LogLine, showFindings } from "../log_case.ts";
import { abortLine, backupIdOf, GROUP, type SnapshotParts, stageLines } from "./snapshot_log.ts";

const HOUR = 60;
const DAYS_2 = 48 * HOUR;

/** Two days of snapshots of one set every six hours, some of which differ. */
function twoDays(
  differing: Readonly<Record<number, Partial<SnapshotParts>>>,
  common: Partial<SnapshotParts> = {},
): LogLine[] {
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((number) =>
    stageLines({
      minute: 30 + 6 * HOUR * number,
      number,
      minutes: 12 + number % 3,
      ...common,
      ...differing[number],
    })
  );
}

async function backupFindings(
  lines: readonly LogLine[],
  events: readonly object[] = [],
): Promise<Analysis["findings"]> {
  const files = { "mms0.log": fileOf(background(1, 0, DAYS_2, 1), lines) };
  const { findings } = await analyzeCase({ files, events });
  return findings.filter(({ rule }) => rule.startsWith("backup.")).map((finding) => ({
    ...finding,
    id: "",
    series: { start: finding.first, bucketMs: 1, counts: [] },
  }));
}

async function show(lines: readonly LogLine[]): Promise<string[]> {
  return showFindings({ findings: await backupFindings(lines) });
}

const CASES: readonly (readonly [what: string, lines: readonly LogLine[], findings: readonly string[]])[] = [
  ["nothing about snapshots that go as usual", twoDays({}), []],
  ["one that stops and that another one follows", twoDays({ 4: { lastStage: 9 } }), [
    "high backup.snapshot-stuck @1478",
  ]],
  [
    "one that stops and that nothing follows",
    twoDays({ 6: { lastStage: 9 } }).filter(({ minute }) => minute < 2500),
    [
      "high backup.snapshot-stuck @2197",
    ],
  ],
  ["one that stops before the logs end", twoDays({ 7: { minute: DAYS_2 - 30, lastStage: 9 } }), []],
  ["nothing about a target that no agent follows", twoDays({ 4: { lastStage: 3 } }), []],
  ["nothing more about one that was aborted", [
    ...twoDays({ 4: { lastStage: 9 } }),
    abortLine(1480, `Abort request for ${GROUP}/rs/${backupIdOf(4)} from ah=rs-1.example.com`),
  ], ["high backup.snapshot-aborted @1480"]],
  ["nothing more about one that an abort calls by another id", [
    ...twoDays({ 4: { lastStage: 9 } }),
    abortLine(1480, `Abort request for ${GROUP}/rs/${backupIdOf(77)} from ah=rs-1.example.com`),
  ], ["high backup.snapshot-aborted @1480"]],
  ["nothing more about one whose agent was refused", [
    ...twoDays({ 4: { lastStage: 9 } }),
    abortLine(1480, `File list refused for ${GROUP}/rs/${backupIdOf(4)}: TARGETING_MISMATCH`),
  ], ["high backup.targeting-mismatch @1480"]],
  ["one that takes far longer than usual", twoDays({ 5: { minutes: 90, reports: 40 } }), [
    "low backup.snapshot-slow @1830",
  ]],
  ["one that takes half of the time to the next", twoDays({ 5: { minutes: 200, reports: 40 } }), [
    "medium backup.snapshot-slow @1830",
  ]],
  ["nothing about a full one that takes longer", twoDays({ 5: { minutes: 90, isFull: true } }), []],
  ["nothing about the first one", twoDays({ 0: { minutes: 90 } }), []],
  [
    "nothing about one that is slow among few",
    twoDays({ 5: { minutes: 90 } }).filter(({ minute }) => minute > 1400),
    [],
  ],
  ["one that goes on when the next begins", twoDays({ 5: { minutes: 500, reports: 100 } }), [
    "medium backup.snapshot-overlap @1830",
  ]],
  [
    "one that takes longer than the time between two, though the next waits for it",
    twoDays({ 5: { minutes: 400, reports: 100 }, 6: { minute: 30 + 42 * HOUR, lastStage: 0 } }),
    ["medium backup.snapshot-overlap @1830"],
  ],
];

for (const [what, lines, findings] of CASES) {
  Deno.test(`backupFindings() tells ${what}`, async () => assertEquals(await show(lines), findings));
}

Deno.test("backupFindings() says what stopped, for how long, and proves it", async () => {
  const lines = twoDays({ 4: { lastStage: 9 } });
  const late = eventAt(1500, "LATE_SNAPSHOT", { groupId: GROUP, replicaSetName: "rs" });
  const found = await backupFindings(lines, [late]);
  const finding = found.find(({ rule }) => rule === "backup.snapshot-stuck")!;
  assertEquals(finding.title, "A snapshot of replica set rs stopped and was never completed");
  assertStringIncludes(
    finding.explanation,
    "the one of rs was silent for 5.9 hours while its agent copied the files, then another one began",
  );
  assertEquals(finding.groupIds, [GROUP]);
  assertEquals(finding.replicaSets, ["rs"]);
  assertEquals(finding.agents, ["rs-1.example.com"]);
  assertEquals(finding.captures, { backupId: [backupIdOf(4)], replicaSet: ["rs"] });
  assertEquals(finding.confirmedBy.length, 1);
  const own = stageLines({ minute: 30 + 24 * HOUR, number: 4, minutes: 13, lastStage: 9 });
  assertEquals(finding.evidence.map(({ text }) => text), [own[0]!.text, own.at(-1)!.text]);
});

Deno.test("backupFindings() makes one finding of sets that stop at the same time", async () => {
  const sets = ["rs-a", "rs-b", "rs-c", "rs-d"];
  const lines = sets.flatMap((replicaSet, i) =>
    twoDays({ 4: { lastStage: 8, minute: 30 + 24 * HOUR + i, number: 104 + 10 * i } }, { replicaSet })
      .map((line) => line)
  );
  const [finding, ...others] = await backupFindings(lines);
  assertEquals(others, []);
  assertEquals(finding?.title, "A snapshot of 4 replica sets stopped and was never completed");
  assertStringIncludes(finding?.explanation ?? "", "; and 1 more");
  assertEquals(finding?.replicaSets, sets);
});

Deno.test("backupFindings() does not take a hole in the logs for a snapshot that stops", async () => {
  const lines = twoDays({ 4: { lastStage: 9 } });
  const daily = (day: number) =>
    fileOf(
      background(day, 24 * HOUR * day, 24 * HOUR * (day + 1), 1),
      lines.filter(({ minute }) => Math.floor(minute / 24 / HOUR) === day),
    );
  const files = {
    "om-1/application/mms0.20260412.log": daily(0),
    "om-1/application/mms0.log": daily(2),
    "om-2/application/mms0.log": fileOf(background(9, 0, 72 * HOUR, 1)),
  };
  const { findings, backups } = await analyzeCase({ files });
  assertEquals(backups.length, 4);
  assertEquals(findings.filter(({ rule }) => rule.startsWith("backup.")), []);
});
