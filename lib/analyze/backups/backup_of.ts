import { formatTime } from "../../parse/timestamp.ts";
import { evidenceOf } from "../evidence.ts";
import type { Evidence } from "../finding.ts";
import type { LogTally } from "../log_tally.ts";
import type { Backup, BackupOutcome } from "./backup.ts";
import { BACKUP_STAGES } from "./backup_stage.ts";
import type { JudgedSnapshot } from "./judge_snapshots.ts";
import { durationOf, told } from "./snapshot.ts";
import type { StageRecord } from "./stage_record.ts";

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
