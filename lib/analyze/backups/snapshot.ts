import type { BackupKind } from "./backup_stage.ts";
import type { LifeCycle } from "./life_cycles.ts";
import type { StageRecord } from "./stage_record.ts";

/** A snapshot of a replica set. Times are on one clock for all hosts, epoch milliseconds. */
export interface Snapshot extends LifeCycle {
  /** Project id. */
  readonly groupId: string | null;
  /** Name of the replica set, as in its logger. */
  readonly replicaSet: string;
  /** Cluster it is of. */
  readonly clusterId: string | null;
  /** First record. */
  readonly firstMs: number;
  /** Last record. */
  readonly lastMs: number;
  /** Whether its beginning is there: not when it began before the logs. */
  readonly isWhole: boolean;
  /** When it was complete, or aborted. */
  readonly endMs: number | null;
  /** Full or incremental. */
  readonly kind: BackupKind;
  /** The set of the same cluster that was aborted first; null: this was not aborted, or nobody knows. */
  readonly firstAborted: string | null;
}

/** Its records say so: the beginning of a snapshot. */
const BEGINNINGS: readonly string[] = [
  "cluster-started",
  "targeted",
  "kind-chosen",
  "described",
  "description-stored",
];

/** What a life cycle says about its snapshot. */
export function snapshotOf(
  { groupId, replicaSet, clusterId }: Pick<Snapshot, "groupId" | "replicaSet" | "clusterId">,
  cycle: LifeCycle,
): Snapshot {
  const { records } = cycle;
  return {
    ...cycle,
    groupId,
    replicaSet,
    clusterId: clusterId ?? told(records, ({ clusterId }) => clusterId),
    firstMs: records[0]!.atMs,
    lastMs: records.at(-1)!.atMs,
    isWhole: BEGINNINGS.includes(records[0]!.stage),
    endMs: cycle.completeMs ?? cycle.abortMs,
    kind: kindOf(records),
    firstAborted: null,
  };
}

/** How long it took; null: its beginning or end is not there. */
export function durationOf({ isWhole, firstMs, completeMs }: Snapshot): number | null {
  return isWhole && completeMs !== null ? Math.max(0, completeMs - firstMs) : null;
}

/** What the last record that tells it tells. */
export function told<T>(
  records: readonly StageRecord[],
  fact: (record: StageRecord) => T | null,
): T | null {
  const record = records.findLast((record) => fact(record) !== null);
  return record === undefined ? null : fact(record);
}

/** That a set could have an incremental one is told even when a full one is forced. */
function kindOf(records: readonly StageRecord[]): BackupKind {
  const kinds = records.map(({ kind }) => kind);
  return kinds.includes("full") ? "full" : kinds.includes("incremental") ? "incremental" : "unknown";
}
