import type { LogTally, PlacedRecord } from "../log_tally.ts";
import { BACKUP_STAGES, type StageFacts, StageReader } from "./backup_stage.ts";
import { parseJobRecord } from "./job_record.ts";

/** A record of a snapshot's life. */
export interface StageRecord extends StageFacts {
  /** The record. */
  readonly line: PlacedRecord;
  /** Host that logged it. */
  readonly host: string;
  /** Its time on one clock for all hosts, epoch milliseconds. */
  readonly atMs: number;
}

/** How far a host's clock is ahead of the others', in milliseconds. */
export type ClockOffsets = (host: string) => number;

/** Records about snapshots, in time order. */
export function stageRecords(tally: LogTally, offsetMs: ClockOffsets): StageRecord[] {
  const records: StageRecord[] = [];
  const reader = new StageReader();
  for (const line of tally.watched) {
    const record = parseJobRecord(line.text);
    const facts = record === null ? null : reader.read(record, line.template);
    if (facts === null) continue;
    const { host } = tally.members[line.member]!;
    records.push({ ...facts, line, host, atMs: line.timeMs - offsetMs(host) });
  }
  return records.sort(byTime);
}

/** In time order; what is of one moment in the order of the stages, then by place. */
function byTime(a: StageRecord, b: StageRecord): number {
  return a.atMs - b.atMs || rankOf(a) - rankOf(b) || a.line.member - b.line.member ||
    a.line.byteOffset - b.line.byteOffset;
}

/** Place of the stage in the life of a snapshot; what ends it otherwise comes last. */
export function rankOf({ stage }: Pick<StageFacts, "stage">): number {
  return stage === "aborted" || stage === "refused" ? BACKUP_STAGES.length : BACKUP_STAGES.indexOf(stage);
}
