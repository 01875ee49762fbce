import { formatTime } from "../../parse/timestamp.ts";
import { evidenceOf } from "../evidence.ts";
import type { Evidence } from "../finding.ts";
import type { LogTally } from "../log_tally.ts";
import { BACKUP_STAGES, type BackupKind, type BackupStage } from "./backup_stage.ts";
import type { JudgedSnapshot } from "./judge_snapshots.ts";
import { type BackupOutcome, durationOf, told } from "./snapshot.ts";
import type { StageRecord } from "./stage_record.ts";

/** A snapshot of one replica set, from its first to its last stage. Times are as the hosts logged them. */
export interface Backup {
  /** Project id. */
  readonly groupId: string | null;
  /** Replica set, as in the logger of its backup job: config servers as `config-NAME-CLUSTER`. */
  readonly replicaSet: string;
  /** Id of the sharded cluster it is of. */
  readonly clusterId: string | null;
  /** Snapshot id. */
  readonly snapshotId: string | null;
  /** Backup id, a UUID. */
  readonly backupId: string | null;
  /** Whether all blocks were taken or only those that have changed; `unknown`: the logs do not tell. */
  readonly kind: BackupKind;
  /** Host of the agent that took it. */
  readonly agent: string | null;
  /** Version of that agent. */
  readonly agentVersion: string | null;
  /** Its first record; null: it began before the logs. */
  readonly start: string | null;
  /** When it was complete or aborted; null: it was not, or nobody knows. */
  readonly end: string | null;
  /** Of a complete one, corrected by the clocks of the hosts. */
  readonly durationMs: number | null;
  /**
   * `superseded`: neither, and another one followed; `running`: the logs end before it; `stuck`: it goes on for far
   * longer than usual without a word; `unknown`: the logs do not tell how snapshots end.
   */
  readonly outcome: BackupOutcome;
  /** The last stage it reached. */
  readonly stage: BackupStage;
  /** Stages it reached, in the order of a snapshot's life, each with its first record. */
  readonly stages: readonly {
    readonly stage: BackupStage;
    readonly time: string;
    readonly host: string;
  }[];
  /** Bytes that the agent has read, as it last told. */
  readonly readBytes: number | null;
  /** Bytes a second since the start of reading, as it last told; a kB is taken for 1000 bytes. */
  readonly bytesPerSecond: number | null;
  /** When shards of its cluster were aborted together with it: the one that was first. */
  readonly firstAborted: string | null;
  /** Its first and last record, and what aborted it, by time. */
  readonly evidence: readonly Evidence[];
}

/** The row of a snapshot. */
export function backupOf(tally: LogTally, { snapshot, outcome }: JudgedSnapshot): Backup {
  const { records, groupId, replicaSet, clusterId, snapshotId, backupId, kind, stage } = snapshot;
  const byAgent = records.filter((record) => record.stage !== "targeted");
  const end = endOf(snapshot.records, outcome);
  return {
    groupId,
    replicaSet,
    clusterId,
    snapshotId,
    backupId,
    kind,
    agent: told(byAgent, (record) => record.agent) ?? told(records, (record) => record.agent),
    agentVersion: told(records, (record) => record.agentVersion),
    start: snapshot.isWhole ? formatTime(records[0]!.line.timeMs) : null,
    end: end === null
      ? snapshot.endMs === null ? null : formatTime(snapshot.endMs)
      : formatTime(end.line.timeMs),
    durationMs: durationOf(snapshot),
    outcome,
    stage,
    stages: stagesOf(records),
    readBytes: told(records, (record) => record.readBytes),
    bytesPerSecond: told(records, (record) => record.bytesPerSecond),
    firstAborted: snapshot.firstAborted,
    evidence: stageEvidence(tally, [records[0]!, ...(end === null ? [] : [end]), records.at(-1)!]),
  };
}

/** Evidence for records, each once, by time. */
export function stageEvidence(tally: LogTally, records: readonly StageRecord[]): Evidence[] {
  return [...new Set(records)].sort((a, b) => a.atMs - b.atMs).map(({ line }) =>
    evidenceOf(line, tally.members[line.member]!, line.timeMs)
  );
}

/** The record that ended it. */
function endOf(records: readonly StageRecord[], outcome: BackupOutcome): StageRecord | null {
  if (outcome === "aborted") return records.find(({ stage }) => stage === "aborted") ?? null;
  if (outcome !== "complete") return null;
  return records.findLast(({ stage }) => stage === "completing" || stage === "complete") ?? null;
}

function stagesOf(records: readonly StageRecord[]): Backup["stages"] {
  return BACKUP_STAGES.flatMap((stage) => {
    const first = records.find((record) => record.stage === stage);
    return first === undefined ? [] : [{ stage, time: formatTime(first.line.timeMs), host: first.host }];
  });
}
