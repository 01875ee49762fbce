import type { Backup } from "../analyze/backups/backup.ts";

/** The snapshots of one replica set. */
export interface BackupSummary {
  /** Name of the set, with its project where two have a set of that name. */
  readonly set: string;
  /** All of them. */
  readonly snapshots: number;
  /** Complete ones. */
  readonly complete: number;
  /** Aborted ones. */
  readonly aborted: number;
  /** Those that stopped: stuck, or followed by another one. */
  readonly stopped: number;
  /** Of the complete ones; null: of none the beginning and the end are there. */
  readonly medianMs: number | null;
  /** Of the complete ones. */
  readonly longestMs: number | null;
  /** When the last one was complete. */
  readonly lastComplete: string | null;
}

/** One row for each replica set, those with most trouble first, then by name. */
export function summarizeBackups(backups: readonly Backup[]): BackupSummary[] {
  const sets = Map.groupBy(backups, ({ groupId, replicaSet }) => `${groupId} ${replicaSet}`);
  const names = Map.groupBy([...sets.values()], ([first]) => first!.replicaSet);
  return [...sets.values()].map((own) => summaryOf(own, names.get(own[0]!.replicaSet)!.length > 1))
    .sort((a, b) => b.aborted + b.stopped - a.aborted - a.stopped || (a.set < b.set ? -1 : 1));
}

function summaryOf(backups: readonly Backup[], isCommonName: boolean): BackupSummary {
  const { replicaSet, groupId } = backups[0]!;
  const count = (...outcomes: readonly Backup["outcome"][]) =>
    backups.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const durations = backups.flatMap(({ durationMs }) => durationMs ?? []).sort((a, b) => a - b);
  return {
    set: isCommonName && groupId !== null ? `${replicaSet} (${groupId})` : replicaSet,
    snapshots: backups.length,
    complete: count("complete"),
    aborted: count("aborted"),
    stopped: count("stuck", "superseded"),
    medianMs: durations[(durations.length - 1) >> 1] ?? null,
    longestMs: durations.at(-1) ?? null,
    lastComplete:
      backups.filter(({ outcome }) => outcome === "complete").flatMap(({ end }) => end ?? []).sort()
        .at(-1) ?? null,
  };
}
