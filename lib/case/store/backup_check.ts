import type { Backup } from "../../analyze/backups/backup.ts";
import { BACKUP_STAGES } from "../../analyze/backups/backup_stage.ts";
import { listOf, number, orNull, shape, text, time, type ValueCheck, word } from "./value_check.ts";

const stage = word(...BACKUP_STAGES);

/** Checks a snapshot; `evidence` checks what proves it. */
export function backupCheck(evidence: ValueCheck): ValueCheck {
  return shape<Backup>({
    groupId: orNull(text),
    replicaSet: text,
    clusterId: orNull(text),
    snapshotId: orNull(text),
    backupId: orNull(text),
    kind: word("full", "incremental", "unknown"),
    agent: orNull(text),
    agentVersion: orNull(text),
    start: orNull(time),
    end: orNull(time),
    durationMs: orNull(number),
    outcome: word("complete", "aborted", "superseded", "running", "stuck", "unknown"),
    stage,
    stages: listOf(shape<Backup["stages"][number]>({ stage, time, host: text })),
    readBytes: orNull(number),
    bytesPerSecond: orNull(number),
    firstAborted: orNull(text),
    evidence: listOf(evidence),
  });
}
