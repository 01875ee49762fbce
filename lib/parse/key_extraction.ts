import type { ApplicationRecord } from "./application_record.ts";

/** One server in the MongoDB driver's description of a cluster. */
export interface DriverServer {
  /** `host:port`. */
  readonly address: string;
  /** `REPLICA_SET_PRIMARY`, `UNKNOWN` and so on. */
  readonly type: string;
  /** `CONNECTED`, `CONNECTING`. */
  readonly state: string;
}

/** What a record is about. Each list is sorted, without duplicates, and bounded. */
export interface RecordKeys {
  /** Project ids. */
  readonly groupIds: readonly string[];
  /** Replica set names. */
  readonly replicaSets: readonly string[];
  /** Agent hosts, with their port when it is told. */
  readonly agents: readonly string[];
  /** Addresses of database servers, `host:port`. */
  readonly addresses: readonly string[];
  /** Cluster ids. */
  readonly clusterIds: readonly string[];
  /** Backup ids, UUIDs. */
  readonly backupIds: readonly string[];
  /** Snapshot ids. */
  readonly snapshotIds: readonly string[];
  /** Servers of the driver's cluster descriptions, by address. */
  readonly servers: readonly DriverServer[];
}

type KeyName = Exclude<keyof RecordKeys, "servers">;

/** Longest text that is searched: cluster descriptions of large fleets run to megabytes. */
const MAX_TEXT = 262_144;
const MAX_KEYS = 256;

const BACKUP_LOGGER = /^backup\.jobs\.([0-9a-f]{24})\.(.+)$/;
const CONFIG_SERVERS = /^config-(.+)-([0-9a-f]{24})$/;
const SERVER = /\{address=([^,}]{1,300}), type=(\w{1,64}).{0,200}?state=(\w{1,64})/g;

/** Group n of an expression is the n-th key of its list. */
const EXPRESSIONS: readonly (readonly [RegExp, readonly KeyName[]])[] = [
  [/\bgroup ?id:? ?'?([0-9a-f]{24})\b/gi, ["groupIds"]],
  [/\b([0-9a-f]{24})\/([^\n/]{1,200})\/([0-9a-f]{8}-[0-9a-f-]{27})\b/g, [
    "groupIds",
    "replicaSets",
    "backupIds",
  ]],
  [/\bSnapshot: ([0-9a-f]{24})\/([^\n/]{1,200}) @ \d/g, ["groupIds", "replicaSets"]],
  [/\b[Ss]napshot(?:Id)?:? ([0-9a-f]{24})(?![\w/])/g, ["snapshotIds"]],
  [/\/(?:groups|v[12])\/([0-9a-f]{24})\b/g, ["groupIds"]],
  [/\brsId: ([^\s,;]{1,200})/g, ["replicaSets"]],
  [/\breplica set '?([\w.-]{0,200}\w)'?(?=[,;)]|\.?$)/gm, ["replicaSets"]],
  [/\bbackupId: ([0-9a-f]{8}-[0-9a-f-]{27})\b/g, ["backupIds"]],
  [/\bclusterId: ([0-9a-f]{24})\b/g, ["clusterIds"]],
  [/\bah=([^\s&,;"']{1,300})/g, ["agents"]],
  [/_hostnameAndPort='([^']{1,300})'/g, ["agents"]],
  [/\b(?:to|on|from) server ([^\s,;{}]{1,300}:\d{1,5})\b/g, ["addresses"]],
  [/\b(?:AgentHost|Hostname): ([^\s,;]{1,300})/g, ["agents"]],
];

/** Finds the ids, names and addresses a record is about, in its fields and text. */
export function extractKeys(record: Pick<ApplicationRecord, "gid" | "logger" | "text">): RecordKeys {
  const found: Record<KeyName, Set<string>> = {
    groupIds: new Set(record.gid === null ? [] : [record.gid]),
    replicaSets: new Set(),
    agents: new Set(),
    addresses: new Set(),
    clusterIds: new Set(),
    backupIds: new Set(),
    snapshotIds: new Set(),
  };
  readLogger(record.logger, found);
  const text = record.text.slice(0, MAX_TEXT);
  for (const [pattern, keys] of EXPRESSIONS) {
    for (const match of text.matchAll(pattern)) keys.forEach((key, at) => keep(found[key], match[at + 1]));
  }
  const servers = driverServers(text);
  for (const { address } of servers) keep(found.addresses, address);
  return { ...sortedKeys(found), servers };
}

/** Reads the servers, their types and states from the MongoDB driver's cluster descriptions, by address. */
export function driverServers(text: string): DriverServer[] {
  const servers = new Map<string, DriverServer>();
  for (const [, address = "", type = "", state = ""] of text.slice(0, MAX_TEXT).matchAll(SERVER)) {
    servers.set(address, { address, type, state });
    if (servers.size === MAX_KEYS) break;
  }
  return [...servers.values()].sort((a, b) => a.address < b.address ? -1 : 1);
}

/** `backup.jobs.GID.RSID`; the config servers of a cluster are `config-RSID-CLUSTERID`. */
function readLogger(logger: string, found: Record<KeyName, Set<string>>): void {
  const [, groupId, name = ""] = BACKUP_LOGGER.exec(logger) ?? [];
  if (groupId === undefined) return;
  const [, replicaSet = name, clusterId] = CONFIG_SERVERS.exec(name) ?? [];
  keep(found.groupIds, groupId);
  keep(found.replicaSets, replicaSet);
  keep(found.clusterIds, clusterId);
}

function keep(keys: Set<string>, key: string | undefined): void {
  if (key !== undefined && keys.size < MAX_KEYS) keys.add(key);
}

function sortedKeys(found: Record<KeyName, Set<string>>): Omit<RecordKeys, "servers"> {
  const sorted = (name: KeyName): readonly string[] => [...found[name]].sort();
  return {
    groupIds: sorted("groupIds"),
    replicaSets: sorted("replicaSets"),
    agents: sorted("agents"),
    addresses: sorted("addresses"),
    clusterIds: sorted("clusterIds"),
    backupIds: sorted("backupIds"),
    snapshotIds: sorted("snapshotIds"),
  };
}
