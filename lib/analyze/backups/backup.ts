import type { Evidence } from "../finding.ts";
import type { BackupKind, BackupStage } from "./backup_stage.ts";

/** How a snapshot ended. */
export type BackupOutcome = "complete" | "aborted" | "superseded" | "running" | "stuck" | "unknown";

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
   * longer than usual without a word; `unknown`: the logs do not tell how snapshots end, or some are missing.
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
