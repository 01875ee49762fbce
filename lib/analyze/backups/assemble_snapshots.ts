import { abortRounds, joinClusters, namesIn } from "./clusters.ts";
import { compareText } from "../compare_text.ts";
import { lifeCycles } from "./life_cycles.ts";
import { type Snapshot, snapshotOf } from "./snapshot.ts";
import type { StageRecord } from "./stage_record.ts";

/** The sets of a project: their records by name. */
type ProjectSets = Map<string, StageRecord[]>;

const CONFIG_SERVERS = /^config-(.+)-([0-9a-f]{24})$/;

/** Puts records, in time order, together to the snapshots of all replica sets; by first record, project, set. */
export function assembleSnapshots(records: readonly StageRecord[]): Snapshot[] {
  const projects = setsByProject(records);
  const starts = records.filter(({ stage }) => stage === "cluster-started");
  const homeless = records.filter(({ stage, replicaSet }) => stage === "aborted" && replicaSet === null);
  const clusters = new Map<string, string>();
  const unnamed = starts.filter((start) => shareOut(start, projects, clusters).length === 0);
  const wide = homeless.filter((abort) => shareOut(abort, projects, null).length !== 1);
  const snapshots = [...projects].flatMap(([groupId, sets]) =>
    [...sets].flatMap(([replicaSet, own]) => {
      const set = {
        groupId: groupId || null,
        replicaSet,
        clusterId: clusterOf(clusters, groupId, replicaSet),
      };
      return lifeCycles(own.sort((a, b) => a.atMs - b.atMs)).filter(isOwn).map((cycle) =>
        snapshotOf(set, cycle)
      );
    })
  );
  return abortRounds(joinClusters(snapshots, unnamed), wide).sort(bySnapshot);
}

/** Records of sets, without those that only name a set in passing. */
function setsByProject(records: readonly StageRecord[]): Map<string, ProjectSets> {
  const projects = new Map<string, ProjectSets>();
  const homes = records.some(({ groupId }) => groupId === null) ? projectsOfSets(records) : null;
  for (const record of records) {
    if (record.replicaSet === null) continue;
    const groupId = record.groupId ?? homes?.get(record.replicaSet) ?? "";
    const sets: ProjectSets = projects.get(groupId) ?? new Map();
    projects.set(groupId, sets);
    const own = sets.get(record.replicaSet);
    if (own === undefined) sets.set(record.replicaSet, [record]);
    else own.push(record);
  }
  for (const sets of projects.values()) nameConfigServers(sets);
  return projects;
}

/** The project of a set, when no two have a set of that name. */
function projectsOfSets(records: readonly StageRecord[]): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  for (const { groupId, replicaSet } of records) {
    if (groupId === null || replicaSet === null) continue;
    const known = homes.get(replicaSet);
    homes.set(replicaSet, known === undefined || known === groupId ? groupId : "");
  }
  return homes;
}

/** Config servers are logged as `config-NAME-CLUSTER`; what calls them NAME is of them, when there is one such. */
function nameConfigServers(sets: ProjectSets): void {
  const long = Map.groupBy(sets.keys(), (name) => CONFIG_SERVERS.exec(name)?.[1] ?? "");
  for (const [short, names] of long) {
    const records = sets.get(short);
    if (records === undefined || names.length !== 1 || short === "") continue;
    sets.set(names[0]!, [...sets.get(names[0]!)!, ...records]);
    sets.delete(short);
  }
}

/** Gives a record to the sets that its text names; returns them. */
function shareOut(
  record: StageRecord,
  projects: ReadonlyMap<string, ProjectSets>,
  clusters: Map<string, string> | null,
): string[] {
  const sets = projects.get(record.groupId ?? "");
  const named = [...new Set(namesIn(record.names ?? ""))].filter((name) => sets?.has(name));
  if (clusters === null && named.length !== 1) return named;
  for (const name of named) {
    sets!.get(name)!.push(record);
    if (record.clusterId !== null) clusters?.set(`${record.groupId}/${name}`, record.clusterId);
  }
  return named;
}

function clusterOf(
  clusters: ReadonlyMap<string, string>,
  groupId: string,
  replicaSet: string,
): string | null {
  return CONFIG_SERVERS.exec(replicaSet)?.[2] ?? clusters.get(`${groupId}/${replicaSet}`) ?? null;
}

/** Whether there is more than that its cluster began. */
function isOwn({ records }: { readonly records: readonly StageRecord[] }): boolean {
  return records.some(({ stage }) => stage !== "cluster-started" && stage !== "refused");
}

function bySnapshot(a: Snapshot, b: Snapshot): number {
  return a.firstMs - b.firstMs || compareText(a.groupId ?? "", b.groupId ?? "") ||
    compareText(a.replicaSet, b.replicaSet);
}
