/** Synthetic logs of snapshots, written stage by stage as `log-formats.md` §8 words them. */
import { type LogLine, record } from "../log_case.ts";

/** A project. */
export const GROUP = "60c7658302534d25555243c6";

/** What a snapshot may differ in. */
export interface SnapshotParts {
  /** When it begins. */
  readonly minute: number;
  /** How long it takes. @default {12} */
  readonly minutes?: number;
  /** Makes its ids. */
  readonly number: number;
  readonly replicaSet?: string;
  readonly gid?: string;
  readonly isFull?: boolean;
  /** Stages that are not logged, by number. */
  readonly without?: readonly number[];
  /** The last stage, by number. @default {12} */
  readonly lastStage?: number;
  /** How many times its agent tells its progress. @default {3} */
  readonly reports?: number;
}

/** Backup id of a snapshot. */
export function backupIdOf(number: number): string {
  return `75802d9c-5431-4792-bfc9-${String(number).padStart(12, "0")}`;
}

/** Snapshot id of a snapshot. */
export function snapshotIdOf(number: number): string {
  return `622f207c2fb0101b${String(number).padStart(8, "0")}`;
}

const RESOURCE = "com.xgen.svc.brs.slurp.res.WTCheckpointResource";

/** All records of a snapshot, in order, each with the number of its stage. */
export function stageLines(parts: SnapshotParts): (LogLine & { readonly stage: number })[] {
  const { minute, minutes = 12, number, replicaSet = "rs", gid = GROUP, isFull = false } = parts;
  const { without = [], lastStage = 12, reports = 3 } = parts;
  const logger = `backup.jobs.${gid}.${replicaSet}`;
  const path = `${gid}/${replicaSet}/${backupIdOf(number)}`;
  const at = (share: number) => minute + share * minutes;
  const epochSeconds = 1_623_742_000 + number;
  const line = (
    stage: number,
    share: number,
    fields: { logger?: string; caller: string; message: string },
  ) => ({
    ...record({ minute: at(share), gid, logger, ...fields }),
    stage,
  });
  const target = (host: string) =>
    `TargetingSelection{_sessionKey='65449b9000116c9138d6d287', _hostnameAndPort='${host}:27017', _tailOwnerSince='null'}`;
  const agent = `from ah=${replicaSet}-1.example.com av=13.9.1.9320`;
  return [
    line(2, 0, {
      caller: "WTAgentTargetingSvc.java:updateWTCheckpointTarget:402",
      message: `Updating checkpoint targeting selection from ${target("a")} to ${target("b")}`,
    }),
    line(3, 0.02, {
      caller: "WTCheckpointTargetedConfigCallSvc.java:shouldForceFullIncrementalSnapshot:924",
      message: isFull
        ? "Forcing full incremental snapshot: Last full incremental snapshot is too long ago (2026-04-02T04:17:36Z)."
        : "fullIncrementalDayOfWeek not set; not forcing full incremental snapshot.",
    }),
    line(4, 0.05, {
      logger: RESOURCE,
      caller: "WTCheckpointResource.java:description:295",
      message: `Description request from ${path} ${agent}`,
    }),
    line(5, 0.06, {
      caller: "WTCheckpointResource.java:description:483",
      message: `Successful post /description for groupId: ${gid}, rsId: ${replicaSet}`,
    }),
    line(6, 0.07, {
      logger: RESOURCE,
      caller: "WTCheckpointResource.java:fileList:696",
      message: `File List request 0 from ${path} extend=false empty=false for with 34 entries ${agent}`,
    }),
    line(6, 0.08, {
      logger: RESOURCE,
      caller: "WTCheckpointResource.java:fileList:787",
      message: `Saved file list from ${path} with 34 entries`,
    }),
    line(8, 0.09, {
      caller: "WTCheckpointScheduleSvc.java:updateCursorExtendTsForSnapshot:288",
      message: `Backup cursor extend updated for a snapshot for ${gid}/${replicaSet} backupId: ${
        backupIdOf(number)
      } extendedTS: TS time:Sun Apr 12 00:00:00 GMT 2026 inc:1`,
    }),
    line(7, 0.1, {
      logger: RESOURCE,
      caller: "WTCheckpointResource.java:fileList:773",
      message: `Finalized file list for ${path} with extend=false`,
    }),
    ...Array.from({ length: reports }, (_, i) =>
      line(9, 0.15 + 0.7 * i / reports, {
        logger: "com.xgen.svc.brs.slurp.res.AgentLogResource",
        caller: "AgentLogResource.java:handleLog:87",
        message:
          `4.2 Snapshot progress: agent.wtsnapshot.${replicaSet}.${epochSeconds} Snapshot progress: read ${
            1000 * (i + 1)
          } bytes total. (Last: 87.50 kB/s. Cumulative: 86.25 kB/s.) ${replicaSet}-1.example.com`,
      })),
    line(10, 0.9, {
      caller: "WTCheckpointBackupSvc.java:saveBlockFilesForAllFileLists:1233",
      message:
        `Finished analyzing files. Snapshot: Snapshot: ${gid}/${replicaSet} @ ${epochSeconds}000, Regular Files Left: 35, Files to Archive Left: 0 , Archive Files Left: 0.`,
    }),
    line(11, 0.95, {
      caller: "WTCheckpointBackupSvc.java:saveBlockFilesForAllFileLists:1297",
      message: "Saving block files complete for 35 files.",
    }),
    line(11, 0.96, {
      caller: "WTCheckpointBackupSvc.java:saveBlockFilesForAllFileLists:1310",
      message: "Updating Snapshot with 35 fileId references.",
    }),
    line(12, 0.98, {
      caller: "WTCheckpointBackupSvc.java:complete:1400",
      message: `Snapshot ${snapshotIdOf(number)} completing snapshot.`,
    }),
    line(12, 1, {
      caller: "WTCheckpointBackupSvc.java:complete:1420",
      message: `Successfully released lock for Snapshot ${snapshotIdOf(number)}. Snapshot is complete`,
    }),
  ].filter(({ stage }) => stage <= lastStage && !without.includes(stage));
}

/** A record about an abort. */
export function abortLine(minute: number, message: string, replicaSet = "rs", gid: string = GROUP): LogLine {
  return record({
    minute,
    message,
    gid,
    logger: `backup.jobs.${gid}.${replicaSet}`,
    caller: "WTCheckpointResource.java:abort:1407",
  });
}
