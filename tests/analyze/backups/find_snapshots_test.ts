import type { Analysis } from "../../../lib/analyze/analysis.ts";
import { assertEquals, assertStringIncludes } from "../../../lib/std/assert.ts";
import {
  analyzeCase,
  background,
  fileOf,
  type LogCase,
  type LogLine,
  record,
  START_MS,
} from "../log_case.ts";
import {
  abortLine,
  backupIdOf,
  GROUP,
  snapshotIdOf,
  type SnapshotParts,
  stageLines,
} from "./snapshot_log.ts";

const HOURS = 60;

/** Analyses lines between ordinary records of half a day. */
function analyzeLines(lines: readonly LogLine[], options: Partial<LogCase> = {}): Promise<Analysis> {
  return analyzeCase({ files: { "mms0.log": fileOf(background(1, 0, 12 * HOURS, 1), lines) }, ...options });
}

/** Rows as `set @minute outcome stage duration in minutes`. */
function show({ backups }: Analysis): string[] {
  return backups.map(({ replicaSet, start, outcome, stage, durationMs }) =>
    `${replicaSet} @${start === null ? "?" : (Date.parse(start) - START_MS) / 60_000} ${outcome} ${stage} ${
      durationMs === null ? "-" : durationMs / 60_000
    }`
  );
}

/** Two complete snapshots, so that it is known that ends are logged. */
const COMPLETE = [...stageLines({ minute: 10, number: 1 }), ...stageLines({ minute: 130, number: 2 })];
const COMPLETE_ROWS = ["rs @10 complete complete 12", "rs @130 complete complete 12"];

Deno.test("findSnapshots() finds a snapshot with its ids, agent, kind, stages, bytes and evidence", async () => {
  const lines = stageLines({ minute: 30, number: 7, isFull: true });
  const { backups: [backup, ...others] } = await analyzeLines(lines);
  assertEquals(others, []);
  const { stages, evidence, ...rest } = backup!;
  assertEquals(rest, {
    groupId: GROUP,
    replicaSet: "rs",
    clusterId: null,
    snapshotId: snapshotIdOf(7),
    backupId: backupIdOf(7),
    kind: "full",
    agent: "rs-1.example.com",
    agentVersion: "13.9.1.9320",
    start: "2026-04-12T00:30:00.000Z",
    end: "2026-04-12T00:42:00.000Z",
    durationMs: 720_000,
    outcome: "complete",
    stage: "complete",
    readBytes: 3000,
    bytesPerSecond: 86_250,
    firstAborted: null,
  });
  assertEquals(stages.map(({ stage, time }) => `${stage} ${time.slice(11, 19)}`), [
    "targeted 00:30:00",
    "kind-chosen 00:30:14",
    "described 00:30:36",
    "description-stored 00:30:43",
    "files-listed 00:30:50",
    "file-list-closed 00:31:12",
    "cursor-extended 00:31:04",
    "copying 00:31:48",
    "analyzed 00:40:48",
    "blocks-saved 00:41:24",
    "completing 00:41:45",
    "complete 00:42:00",
  ]);
  assertEquals(evidence.map(({ text }) => text), [lines[0]!.text, lines.at(-1)!.text]);
});

Deno.test("findSnapshots() says nothing about logs without a word about snapshots", async () => {
  assertEquals((await analyzeLines([])).backups, []);
});

/** Quirks: what is logged after two complete snapshots, and the rows that come of it. */
const QUIRKS: readonly (readonly [what: string, lines: readonly LogLine[], rows: readonly string[]])[] = [
  [
    "a snapshot without block messages, as with Direct-to-S3",
    stageLines({
      minute: 250,
      number: 3,
      without: [10, 11],
    }),
    ["rs @250 complete complete 12"],
  ],
  ["stages of the job's own logger only", stageLines({ minute: 250, number: 3, without: [4, 6, 7, 9] }), [
    "rs @250 complete complete 12",
  ]],
  [
    "stages of the agents' API only, without an end",
    stageLines({
      minute: 250,
      number: 3,
      without: [2, 3, 5, 8, 10, 11, 12],
    }),
    ["rs @250.6 stuck copying -"],
  ],
  ["an aborted one, of which several records tell", [
    ...stageLines({ minute: 250, number: 3, lastStage: 9 }),
    abortLine(260, `Abort request for ${GROUP}/rs/${backupIdOf(3)} from ah=rs-1.example.com`),
    abortLine(260.1, `Aborting in progress snapshotId ${snapshotIdOf(3)}`),
    abortLine(260.2, "Agent told that its backup ended: SNAPSHOT_ABORTED"),
  ], ["rs @250 aborted copying -"]],
  ["an abort that names nothing but its set", [
    ...stageLines({ minute: 250, number: 3, lastStage: 6 }),
    abortLine(255, "Abort triggered by error from rs-1.example.com(13.9.1.9320): no such file"),
  ], ["rs @250 aborted files-listed -"]],
  ["an abort of a snapshot that was complete before", [
    ...stageLines({ minute: 250, number: 3 }),
    abortLine(262.5, `Abort request for ${GROUP}/rs/${backupIdOf(3)} from ah=rs-1.example.com`),
  ], ["rs @250 complete complete 12"]],
  ["an abort of no snapshot that is known, by its id", [
    abortLine(255, `Abort request for ${GROUP}/rs/${backupIdOf(9)} from ah=rs-1.example.com`),
  ], ["rs @? aborted cluster-started -"]],
  ["an abort that names nothing, with no snapshot", [abortLine(255, "SNAPSHOT_ABORTED")], []],
  ["the end of a snapshot, hours after another one stopped", [
    ...stageLines({ minute: 250, number: 3, lastStage: 9 }),
    ...stageLines({ minute: 500, number: 4, without: [2, 3, 4, 5, 6, 7, 8, 9] }),
  ], ["rs @250 superseded copying -", "rs @? complete complete -"]],
  ["another target while a snapshot runs", [
    ...stageLines({ minute: 250, number: 3 }),
    { ...stageLines({ minute: 253, number: 3 })[0]! },
  ], ["rs @250 complete complete 12"]],
  ["a target chosen twice, and the kind again, before the agent begins", [
    ...stageLines({ minute: 250, number: 3 }),
    ...stageLines({ minute: 240, number: 3, lastStage: 3 }),
  ], ["rs @240 complete complete 22"]],
  ["one that another one follows without an end", [
    ...stageLines({ minute: 250, number: 3, lastStage: 6 }),
    ...stageLines({ minute: 280, number: 4 }),
  ], ["rs @250 superseded files-listed -", "rs @280 complete complete 12"]],
  ["two at a time, told apart by their ids and stages", [
    ...stageLines({ minute: 250, number: 3, minutes: 60 }),
    ...stageLines({ minute: 300, number: 4 }),
  ], ["rs @250 complete complete 60", "rs @300 complete complete 12"]],
  [
    "one that goes on when the logs end",
    stageLines({ minute: 715, number: 3, lastStage: 9, minutes: 20 })
      .filter(({ minute }) => minute < 720),
    ["rs @715 running copying -"],
  ],
  ["one that stops long before the logs end", stageLines({ minute: 250, number: 3, lastStage: 8 }), [
    "rs @250 stuck cursor-extended -",
  ]],
  ["a target, and no agent that begins", stageLines({ minute: 250, number: 3, lastStage: 3 }), [
    "rs @250 unknown kind-chosen -",
  ]],
];

for (const [what, lines, rows] of QUIRKS) {
  Deno.test(`findSnapshots() understands ${what}`, async () => {
    assertEquals(show(await analyzeLines([...COMPLETE, ...lines])), [...COMPLETE_ROWS, ...rows]);
  });
}

Deno.test("findSnapshots() has no start and no duration for a snapshot that began before the logs", async () => {
  const lines = [
    ...stageLines({ minute: -5, number: 1 }).filter(({ minute }) => minute >= 0),
    ...COMPLETE.slice(15),
  ];
  assertEquals(show(await analyzeLines(lines)), [
    "rs @? complete complete -",
    "rs @130 complete complete 12",
  ]);
});

Deno.test("findSnapshots() joins the stages that several hosts log, with clocks that differ by seconds", async () => {
  const parts: readonly SnapshotParts[] = [{ minute: 10, number: 1 }, { minute: 130, number: 2 }];
  const hosts: LogLine[][] = [background(1, 0, 300, 1), background(2, 0, 300, 1), background(3, 0, 300, 1)];
  for (const one of parts) {
    stageLines(one).forEach(({ stage: _, ...line }, i) => {
      const host = i % 3;
      const ahead = [0, 0.08, -0.08][host]!;
      const time = new Date(START_MS + Math.round((line.minute + ahead) * 60_000)).toISOString().replace(
        "Z",
        "+0000",
      );
      hosts[host]!.push({ minute: line.minute + ahead, text: time + line.text.slice(28) });
    });
  }
  const files = Object.fromEntries(
    hosts.map((lines, i) => [`om-${i}/application/mms0.log`, fileOf(lines)]),
  );
  const { backups } = await analyzeCase({ files });
  assertEquals(backups.map(({ outcome, backupId, snapshotId }) => [outcome, backupId, snapshotId]), [
    ["complete", backupIdOf(1), snapshotIdOf(1)],
    ["complete", backupIdOf(2), snapshotIdOf(2)],
  ]);
  assertEquals(backups.map(({ stages }) => stages.length), [12, 12]);
  assertEquals(new Set(backups[0]!.stages.map(({ host }) => host)), new Set(["om-0", "om-1", "om-2"]));
});

Deno.test("findSnapshots() counts records that two archives have in common once", async () => {
  const text = fileOf(background(1, 0, 300, 1), COMPLETE);
  const files = { "om-1/application/mms0.log": text, "om-1/application/mms0.20260412.log": text };
  assertEquals(show(await analyzeCase({ files })), COMPLETE_ROWS);
});

Deno.test("findSnapshots() keeps sets of one name in two projects apart", async () => {
  const gid = "a".repeat(24);
  const { backups } = await analyzeLines([
    ...stageLines({ minute: 10, number: 1, minutes: 60 }),
    ...stageLines({ minute: 12, number: 2, minutes: 60, gid }),
  ]);
  assertEquals(backups.map(({ groupId, outcome }) => [groupId, outcome]), [[GROUP, "complete"], [
    gid,
    "complete",
  ]]);
});

Deno.test("findSnapshots() claims nothing about the end of snapshots when no end is logged", async () => {
  const lines = [0, 1, 2, 3].flatMap((n) => stageLines({ minute: 20 + 120 * n, number: n, lastStage: 9 }));
  const { backups, findings } = await analyzeLines(lines);
  assertEquals(backups.map(({ outcome }) => outcome), ["superseded", "superseded", "superseded", "unknown"]);
  assertEquals(findings.filter(({ rule }) => rule.startsWith("backup.")), []);
});

Deno.test("findSnapshots() claims nothing when only a part of the logs was wanted", async () => {
  const lines = [...COMPLETE, ...stageLines({ minute: 250, number: 3, lastStage: 8 })];
  const { backups, findings } = await analyzeLines(lines, { since: "2026-04-12T00:05:00Z" });
  assertEquals(backups.at(-1)?.outcome, "unknown");
  assertEquals(findings.filter(({ rule }) => rule.startsWith("backup.")), []);
});

Deno.test("findSnapshots() claims nothing when there are more records than it can look at", async () => {
  const progress = stageLines({ minute: 20, number: 9, replicaSet: "other", reports: 1 }).filter((
    { stage },
  ) => stage === 9);
  const lines = [
    ...COMPLETE,
    ...stageLines({ minute: 250, number: 3, lastStage: 8 }),
    ...Array.from({ length: 60_000 }, () => progress[0]!),
  ];
  const { backups, diagnostics, findings } = await analyzeLines(lines);
  assertEquals(backups.filter(({ outcome }) => outcome === "stuck"), []);
  assertEquals(findings.filter(({ rule }) => rule.startsWith("backup.")), []);
  assertEquals(diagnostics.filter(({ code }) => code === "limit.watched").length, 1);
});

Deno.test("findSnapshots() says what it leaves out of thousands of snapshots", async () => {
  const lines = Array.from({ length: 2003 }, (_, n) => {
    const message = `Description request from ${GROUP}/rs${n}/${backupIdOf(n)} from ah=a av=1`;
    return record({
      minute: n * 0.3,
      message,
      gid: GROUP,
      logger: "com.xgen.svc.brs.slurp.res.WTCheckpointResource",
    });
  });
  const { backups, diagnostics } = await analyzeLines(lines);
  assertEquals([backups.length, backups[0]?.replicaSet], [2000, "rs3"]);
  assertStringIncludes(
    diagnostics.find(({ code }) => code === "limit.backups")?.message ?? "",
    "Left out 3 of 2003 snapshots",
  );
});
