import { firstIndex } from "../first_index.ts";
import type { Snapshot } from "./snapshot.ts";
import type { StageRecord } from "./stage_record.ts";

/** Snapshots of the shards of a cluster begin within this time. */
const ROUND_MS = 900_000;
/** A set that no topology names, but that begins so soon after a cluster, is of it. */
const FOLLOWS_MS = 300_000;
const LATE_MS = 60_000;
/** How long a round may be aborted as a whole after its last record. */
const ABORT_MS = 3_600_000;

/** Names in a text: of sets, shards, hosts. */
export function namesIn(text: string): string[] {
  return text.match(/[\w.-]+/g) ?? [];
}

/** Says of snapshots without a cluster which one they are of, when they began right after it. `starts` are in time order. */
export function joinClusters(
  snapshots: readonly Snapshot[],
  starts: readonly StageRecord[],
): Snapshot[] {
  const startsOf = Map.groupBy(starts, ({ groupId }) => groupId);
  return snapshots.map((snapshot) => {
    if (snapshot.clusterId !== null) return snapshot;
    const own = startsOf.get(snapshot.groupId) ?? [];
    const start = own[indexAfter(own, snapshot.firstMs + LATE_MS) - 1];
    if (start === undefined || snapshot.firstMs - start.atMs > FOLLOWS_MS) return snapshot;
    return { ...snapshot, clusterId: start.clusterId };
  });
}

/**
 * One aborted shard aborts all: says which one was first, and that those are aborted of which nothing is heard after
 * it. `aborts` are those of whole clusters.
 */
export function abortRounds(snapshots: readonly Snapshot[], aborts: readonly StageRecord[]): Snapshot[] {
  const alone = snapshots.filter(({ clusterId }) => clusterId === null);
  const clusters = Map.groupBy(
    snapshots.filter(({ clusterId }) => clusterId !== null),
    ({ groupId, clusterId }) => `${groupId}/${clusterId}`,
  );
  const abortsOf = Map.groupBy(aborts, ({ groupId, clusterId }) => `${groupId}/${clusterId}`);
  const joined = [...clusters.values()].flatMap((members) =>
    roundsOf(members).flatMap((round) => {
      const { groupId, clusterId } = round[0]!;
      const own = [clusterId, null].map((cluster) => abortsOf.get(`${groupId}/${cluster}`) ?? []);
      return abortRound(round, own);
    })
  );
  return [...alone, ...joined];
}

function roundsOf(snapshots: readonly Snapshot[]): Snapshot[][] {
  const rounds: Snapshot[][] = [];
  for (const snapshot of snapshots.toSorted((a, b) => a.firstMs - b.firstMs)) {
    const round = rounds.at(-1);
    if (round !== undefined && snapshot.firstMs - round[0]!.firstMs <= ROUND_MS) round.push(snapshot);
    else rounds.push([snapshot]);
  }
  return rounds;
}

function abortRound(round: readonly Snapshot[], aborts: readonly (readonly StageRecord[])[]): Snapshot[] {
  const first = firstAborted(round);
  const whole = first === null ? abortOfAll(round, aborts) : first.abortMs;
  if (whole === null) return [...round];
  return round.map((snapshot) => {
    const isDrawnIn = snapshot.endMs === null && snapshot.lastMs <= whole + LATE_MS;
    if (snapshot.abortMs === null && !isDrawnIn) return snapshot;
    const abortMs = snapshot.abortMs ?? whole;
    return { ...snapshot, abortMs, endMs: abortMs, firstAborted: first?.replicaSet ?? null };
  });
}

function firstAborted(round: readonly Snapshot[]): Snapshot | null {
  return round.reduce<Snapshot | null>((first, snapshot) => {
    if (snapshot.abortMs === null) return first;
    return first === null || snapshot.abortMs < first.abortMs! ? snapshot : first;
  }, null);
}

/** When the whole cluster was aborted while a round ran. */
function abortOfAll(
  round: readonly Snapshot[],
  aborts: readonly (readonly StageRecord[])[],
): number | null {
  const open = round.filter(({ endMs }) => endMs === null);
  if (open.length === 0) return null;
  const toMs = open.reduce((last, { lastMs }) => Math.max(last, lastMs), 0) + ABORT_MS;
  const times = aborts.flatMap((records) => records[indexAfter(records, round[0]!.firstMs)]?.atMs ?? []);
  const firstMs = Math.min(...times);
  return firstMs <= toMs ? firstMs : null;
}

/** Of records in time order, the first that is later. */
function indexAfter(records: readonly StageRecord[], timeMs: number): number {
  return firstIndex(records.length, (index) => records[index]!.atMs <= timeMs);
}
