import {
  BACKUP_LITERALS,
  type BackupKind,
  readStage,
  type StageFacts,
} from "../../../lib/analyze/backups/backup_stage.ts";
import { parseJobRecord } from "../../../lib/analyze/backups/job_record.ts";
import { assert, assertEquals } from "../../../lib/std/assert.ts";
import { record } from "../log_case.ts";
import { backupIdOf, GROUP, snapshotIdOf, stageLines } from "./snapshot_log.ts";

const LOGGER = `backup.jobs.${GROUP}.shard.0-a`;
const UUID = "1d3ff283-5a16-4503-9f73-ffc973cfced7";

/** What is told about a text, without what is not. */
function toldBy(text: string): Partial<StageFacts> | null {
  const facts = readStage(parseJobRecord(text)!);
  if (facts === null) return null;
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => value !== null && name !== "names"),
  );
}

function told(
  message: string,
  logger = "com.xgen.svc.brs.slurp.res.WTCheckpointResource",
): ReturnType<typeof toldBy> {
  return toldBy(record({ minute: 0, message, gid: GROUP, logger }).text);
}

Deno.test("readStage() finds every stage of a snapshot in order, with its ids", () => {
  const set = { groupId: GROUP, replicaSet: "rs" };
  const backup = { ...set, backupId: backupIdOf(7) };
  const agent = { agent: "rs-1.example.com", agentVersion: "13.9.1.9320" };
  const snapshot = { ...set, snapshotId: snapshotIdOf(7) };
  assertEquals(stageLines({ minute: 0, number: 7, reports: 1 }).map(({ text }) => toldBy(text)), [
    { ...set, stage: "targeted", agent: "b:27017" },
    { ...set, stage: "kind-chosen", kind: "incremental" },
    { ...backup, ...agent, stage: "described" },
    { ...set, stage: "description-stored" },
    { ...backup, ...agent, stage: "files-listed" },
    { ...backup, stage: "files-listed" },
    { ...backup, stage: "cursor-extended" },
    { ...backup, stage: "file-list-closed" },
    { ...set, stage: "copying", progressId: "1623742007", readBytes: 1000, bytesPerSecond: 86_250 },
    { ...set, stage: "analyzed", progressId: "1623742007" },
    { ...set, stage: "blocks-saved" },
    { ...set, stage: "blocks-saved" },
    { ...snapshot, stage: "completing" },
    { ...snapshot, stage: "complete" },
  ]);
});

const KINDS: readonly (readonly [message: string, kind: BackupKind])[] = [
  ["lastFullIncrementalTimestamp is empty; should take full snapshot now.", "full"],
  ["Forcing full incremental snapshot: because today is SATURDAY and last was 2021-07-10T00:02:12Z.", "full"],
  ["fullIncrementalDayOfWeek not set; not forcing full incremental snapshot.", "incremental"],
  ["Something new that this method says", "incremental"],
];

for (const [message, kind] of KINDS) {
  Deno.test(`readStage() takes "${message.slice(0, 40)}" for ${kind}`, () => {
    const caller = "WTCheckpointTargetedConfigCallSvc.java.shouldForceFullIncrementalSnapshot:931";
    const { text } = record({ minute: 0, message, gid: GROUP, logger: LOGGER, caller });
    assertEquals(toldBy(text), { stage: "kind-chosen", groupId: GROUP, replicaSet: "shard.0-a", kind });
  });
}

const SET = { groupId: GROUP, replicaSet: "shard.0-a" };

const OTHERS: readonly (readonly [message: string, logger: string, Partial<StageFacts> | null])[] = [
  ["The replica set supports incremental backup", LOGGER, {
    ...SET,
    stage: "kind-chosen",
    kind: "incremental",
  }],
  [`Snapshot ${UUID} completing snapshot.`, LOGGER, { ...SET, stage: "completing", backupId: UUID }],
  [`Abort request for ${GROUP}/rs/${UUID} from ah=a`, "x.Y", {
    stage: "aborted",
    groupId: GROUP,
    replicaSet: "rs",
    backupId: UUID,
  }],
  ["Aborting in progress snapshotId 622f207c2fb0101b37a23aeb, as a user asked", LOGGER, {
    ...SET,
    stage: "aborted",
    snapshotId: "622f207c2fb0101b37a23aeb",
  }],
  ["Abort triggered by error from db-1(13.9): no such file", LOGGER, { ...SET, stage: "aborted" }],
  ["Abort triggered on a sharded cluster, clusterId: 65449d79a064331ae268a0ea", "x.Y", {
    stage: "aborted",
    groupId: GROUP,
    clusterId: "65449d79a064331ae268a0ea",
  }],
  ['Answering {"errorCode":"SNAPSHOT_ABORTED"} for rsId: rs, "backupId":"' + UUID + '"', "x.Y", {
    stage: "aborted",
    groupId: GROUP,
    replicaSet: "rs",
    backupId: UUID,
  }],
  [`Description refused for ${GROUP}/rs/${UUID}: TARGETING_MISMATCH`, "x.Y", {
    stage: "refused",
    groupId: GROUP,
    replicaSet: "rs",
    backupId: UUID,
  }],
  ["Abort triggered by user om-admin", LOGGER, null],
  ["Snapshot completing snapshot", LOGGER, null],
  ["Stored 7 snapshot blocks", LOGGER, null],
];

for (const [message, logger, expected] of OTHERS) {
  Deno.test(`readStage() reads "${message.slice(0, 60)}"`, () =>
    assertEquals(told(message, logger), expected));
}

const REAL_LINES = new URL("../../../../shared/domain/real-lines.txt", import.meta.url);
const real = await Deno.readTextFile(REAL_LINES).catch(() => null);
const published = (real ?? "").replace(/^#.*\n/gm, "").split(/\n(?=\d{4}-\d\d-\d\dT)/);

Deno.test({
  name: `readStage() reads published records${real === null ? " (skipped: ../shared is not there)" : ""}`,
  ignore: real === null,
  fn: () => {
    const stages = published.flatMap((text) => {
      const parsed = parseJobRecord(text);
      const facts = parsed === null ? null : readStage(parsed);
      return facts === null ? [] : `${facts.stage} ${facts.replicaSet} ${facts.backupId?.slice(0, 8)}`;
    });
    assertEquals(stages, [
      "kind-chosen rs undefined",
      "kind-chosen DCRT undefined",
      "described rs 75802d9c",
      "files-listed rs 2350d4dc",
      "analyzed rs undefined",
      "targeted config-configRS-65449d79a064331ae268a0ea undefined",
      "copying myShard_1 undefined",
      "aborted AO-SP-GWPCSP_0 1d3ff283",
    ]);
  },
});

Deno.test("readStage() takes config servers for their cluster's", () => {
  const facts = told("Saving block files complete for 3 files.", `backup.jobs.${GROUP}.config-csrs-${GROUP}`);
  assertEquals([facts?.replicaSet, facts?.clusterId], [`config-csrs-${GROUP}`, GROUP]);
});

Deno.test("BACKUP_LITERALS has one for every record of a snapshot", () => {
  for (const { text } of stageLines({ minute: 0, number: 1 })) {
    assert(BACKUP_LITERALS.some((literal) => text.includes(literal)), text);
  }
});

Deno.test("readStage() stays fast on texts made to hurt it", () => {
  const parts = [
    "Updating checkpoint targeting selection from " + " to TargetingSelection{".repeat(4000),
    `File List request 1 from ${GROUP}/${"/".repeat(60_000)}`,
    "agent.wtsnapshot." + "1.".repeat(30_000) + " Snapshot progress: ",
    "Abort request for " + `${GROUP}/`.repeat(3000),
  ];
  const start = performance.now();
  for (const message of parts) told(message);
  const took = performance.now() - start;
  assert(took < 1000, `${took} ms`);
});
