import type { BackupKind } from "./backup_stage.ts";
import { durationOf, type Snapshot } from "./snapshot.ts";

/** How snapshots usually go. */
export interface UsualCourse {
  /** Snapshots it is taken from. */
  readonly count: number;
  /** Longest time between two records of one, in milliseconds. */
  readonly longestPauseMs: number;
  /** Longest of them, in milliseconds. */
  readonly longestMs: number;
}

/** Fewer tell nothing about what is usual. */
const MIN_COUNT = 2;

/** How snapshots of a set and kind usually go; null: too few of that set were completed to tell. */
export type UsualCourses = (snapshot: Snapshot) => UsualCourse | null;

/** What completed snapshots tell about the others: those of the same set and kind, else those of the same set. */
export function usualCourses(snapshots: readonly Snapshot[]): UsualCourses {
  const courses = new Map<string, UsualCourse>();
  for (const snapshot of snapshots) {
    if (snapshot.completeMs === null) continue;
    for (const key of [keyOf(snapshot, snapshot.kind), keyOf(snapshot, "")]) {
      courses.set(key, longer(courses.get(key), snapshot));
    }
  }
  return (snapshot) => {
    const like = courses.get(keyOf(snapshot, snapshot.kind));
    if (like !== undefined && like.count >= MIN_COUNT) return like;
    return courses.get(keyOf(snapshot, "")) ?? null;
  };
}

/** Names a replica set. */
export function setKey({ groupId, replicaSet }: Pick<Snapshot, "groupId" | "replicaSet">): string {
  return `${groupId}/${replicaSet}`;
}

function keyOf(snapshot: Snapshot, kind: BackupKind | ""): string {
  return `${kind}/${setKey(snapshot)}`;
}

function longer(course: UsualCourse | undefined, snapshot: Snapshot): UsualCourse {
  const { count, longestPauseMs, longestMs } = course ?? { count: 0, longestPauseMs: 0, longestMs: 0 };
  return {
    count: count + 1,
    longestPauseMs: Math.max(longestPauseMs, longestPauseOf(snapshot)),
    longestMs: Math.max(longestMs, durationOf(snapshot) ?? 0),
  };
}

function longestPauseOf({ records }: Snapshot): number {
  return records.reduce(
    (longest, { atMs }, at) => Math.max(longest, atMs - (records[at - 1]?.atMs ?? atMs)),
    0,
  );
}
