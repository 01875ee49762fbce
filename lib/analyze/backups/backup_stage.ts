import type { JobRecord } from "./job_record.ts";

/** A stage of a snapshot. */
export type BackupStage =
  | "cluster-started"
  | "targeted"
  | "kind-chosen"
  | "described"
  | "description-stored"
  | "files-listed"
  | "file-list-closed"
  | "cursor-extended"
  | "copying"
  | "analyzed"
  | "blocks-saved"
  | "completing"
  | "complete";

/** Stages of a snapshot, in order (`log-formats.md` §8); those from `described` to `copying` may come in any order. */
export const BACKUP_STAGES: readonly BackupStage[] = [
  "cluster-started",
  "targeted",
  "kind-chosen",
  "described",
  "description-stored",
  "files-listed",
  "file-list-closed",
  "cursor-extended",
  "copying",
  "analyzed",
  "blocks-saved",
  "completing",
  "complete",
];

/** Whether all blocks were taken, or only what has changed. */
export type BackupKind = "full" | "incremental" | "unknown";

/** What a record says about a snapshot; null: nothing. */
export interface StageFacts {
  /** `aborted`: it was given up; `refused`: an agent was told that it is not its business any more. */
  readonly stage: BackupStage | "aborted" | "refused";
  /** Project id. */
  readonly groupId: string | null;
  /** Name of the replica set, as in the logger. */
  readonly replicaSet: string | null;
  /** Cluster id. */
  readonly clusterId: string | null;
  /** Backup id, a UUID. */
  readonly backupId: string | null;
  /** Snapshot id. */
  readonly snapshotId: string | null;
  /** Time of the snapshot in epoch seconds, as the agent's logger has it in its name. */
  readonly progressId: string | null;
  /** Host of the agent. */
  readonly agent: string | null;
  /** Its version. */
  readonly agentVersion: string | null;
  /** What was chosen. */
  readonly kind: BackupKind | null;
  /** Bytes read so far. */
  readonly readBytes: number | null;
  /** Since the start; a kB has 1000 bytes. */
  readonly bytesPerSecond: number | null;
  /** Names of sets that the text may hold. */
  readonly names: string | null;
}

interface StagePattern {
  readonly stage: StageFacts["stage"];
  /** One of them is in every record of the stage. */
  readonly literals: readonly string[];
  /** Its groups are what it tells. */
  readonly expression: RegExp;
  readonly kind?: BackupKind;
}

const UUID = "[0-9a-f]{8}-[0-9a-f-]{27}";
const IS_UUID = new RegExp(`^${UUID}$`);
const JOB_LOGGER = /^backup\.jobs\.([0-9a-f]{24})\.(.+)$/;
const CONFIG_SERVERS = /^config-.+-([0-9a-f]{24})$/;
const KIND_METHOD = "shouldForceFullIncrementalSnapshot";

const PATTERNS: readonly StagePattern[] = [
  {
    stage: "cluster-started",
    literals: ["Wtc clustershot started for"],
    expression:
      /Wtc clustershot started for groupId: (?<group>\S{1,100}), clusterId: (?<cluster>[^\s,]{1,100}), topology:(?<names>[^]*)/,
  },
  {
    stage: "targeted",
    literals: ["Updating checkpoint targeting selection"],
    expression:
      /^Updating checkpoint targeting selection\b(?:[^]{0,2000} to TargetingSelection\{[^}]{0,200}?_hostnameAndPort='(?<agent>[^']{1,300})')?/,
  },
  {
    stage: "kind-chosen",
    literals: ["lastFullIncrementalTimestamp is empty", "Forcing full incremental snapshot"],
    expression: /^(?:lastFullIncrementalTimestamp is empty|Forcing full incremental snapshot\b)/,
    kind: "full",
  },
  {
    stage: "kind-chosen",
    literals: ["supports incremental backup"],
    expression: /supports incremental backup$/,
    kind: "incremental",
  },
  {
    stage: "described",
    literals: ["Description request from"],
    expression: new RegExp(
      `^Description request from (?<group>\\w+)/(?<set>.{1,200})/(?<backup>${UUID})(?: from ah=(?<agent>\\S+)(?: av=(?<version>\\S+))?)?`,
    ),
  },
  {
    stage: "description-stored",
    literals: ["Successful post "],
    expression: /^Successful post \S+ for groupId: (?<group>\w+), rsId: (?<set>.{1,200})$/,
  },
  {
    stage: "files-listed",
    literals: ["File List request", "Saved file list from"],
    expression: new RegExp(
      `^(?:File List request \\d+ from|Saved file list from) (?<group>\\w+)/(?<set>.{1,200}?)/(?<backup>${UUID})(?:.{0,400}? from ah=(?<agent>\\S+)(?: av=(?<version>\\S+))?)?`,
    ),
  },
  {
    stage: "file-list-closed",
    literals: ["Finalized file list for"],
    expression: new RegExp(`^Finalized file list for (?<group>\\w+)/(?<set>.{1,200})/(?<backup>${UUID})`),
  },
  {
    stage: "cursor-extended",
    literals: ["Backup cursor extend updated"],
    expression: new RegExp(
      `^Backup cursor extend updated .{0,100}? for (?<group>\\w+)/(?<set>.{1,200}?) backupId: (?<backup>${UUID})`,
    ),
  },
  {
    stage: "copying",
    literals: ["Snapshot progress: "],
    expression:
      /agent\.wtsnapshot\.(?<set>.{1,200}?)\.(?<progress>\d+) Snapshot progress: read (?<bytes>\d+) bytes total(?:\.? \(.{0,100}?Cumulative: (?<rate>[\d.]+) kB\/s)?/,
  },
  {
    stage: "analyzed",
    literals: ["Finished analyzing files"],
    expression:
      /^Finished analyzing files\.(?: Snapshot: Snapshot: (?<group>\w+)\/(?<set>.{1,200}?) @ (?<progress>\d+)000)?/,
  },
  {
    stage: "blocks-saved",
    literals: ["Saving block files complete for", "Updating Snapshot with "],
    expression: /^(?:Saving block files complete for \d|Updating Snapshot with \d+ fileId)/,
  },
  {
    stage: "completing",
    literals: [" completing snapshot"],
    expression: /^Snapshot (?<id>\S+) completing snapshot/,
  },
  {
    stage: "complete",
    literals: ["Successfully released lock for Snapshot"],
    expression: /^Successfully released lock for Snapshot (?<id>\S+?)\. Snapshot is complete/,
  },
  {
    stage: "aborted",
    // Those of the rules backup.snapshot-aborted and backup.agent-abort, and an abort that came too late.
    literals: [
      "Abort request for",
      "Aborting in progress snapshotId",
      "Wtc cluster topology shard was aborted",
      "Abort triggered ",
      "CLUSTERSHOT_ABORTED",
      "SNAPSHOT_ABORTED",
      "API validation failure on abort",
    ],
    expression:
      /(?<names>(?:Abort request for|Aborting in progress snapshotId|Wtc cluster topology shard was aborted|Abort triggered (?:on a sharded cluster|by error from)|(?:CLUSTERSHOT|SNAPSHOT)_ABORTED|API validation failure on abort)[^]*)/,
  },
  { stage: "refused", literals: ["TARGETING_MISMATCH"], expression: /TARGETING_MISMATCH/ },
];

/** How aborts are worded is known in part only: whatever names a set, a backup or a snapshot counts. */
const ABORT_KEYS: readonly RegExp[] = [
  new RegExp(`\\b(?<group>[0-9a-f]{24})/(?<set>[^\\n/]{1,200})/(?<backup>${UUID})`),
  /\b(?<group>[0-9a-f]{24})\/(?<set>[^\n/]{1,200}) @ \d/,
  /\brsId"?\s?[:=]\s?["']?(?<set>[\w.-]{0,199}[\w-])/,
  /\bgroup ?[iI]d"?[:=] ?"?(?<group>[0-9a-f]{24})\b/,
  /\bclusterId"?[:=] ?"?(?<cluster>[^\s,;"')]{1,100})/,
  new RegExp(`\\bbackupId"?[:=] ?"?(?<backup>${UUID})`),
  /\b[Ss]napshot(?:Id)?"?[:=]? ?"?(?<id>[0-9a-f]{24})(?![\w/])/,
];

/** A template is of a snapshot's life when its first record contains one of these. */
export const BACKUP_LITERALS: readonly string[] = [
  KIND_METHOD,
  ...new Set(PATTERNS.flatMap(({ literals }) => literals)),
];

/** What a record says about a snapshot; null: nothing. */
export function readStage(record: JobRecord): StageFacts | null {
  return new StageReader().read(record, 0);
}

/** Reads many records: those of one template are of one stage, mostly, so that is tried first. */
export class StageReader {
  readonly #byTemplate = new Map<number, StagePattern>();

  /** What a record says about a snapshot; null: nothing. */
  read(record: JobRecord, template: number): StageFacts | null {
    const text = record.text.trimEnd();
    const known = this.#byTemplate.get(template);
    const facts = known === undefined ? null : factsBy(known, text, record);
    if (facts !== null) return facts;
    for (const pattern of PATTERNS) {
      if (!pattern.literals.some((literal) => text.includes(literal))) continue;
      const found = factsBy(pattern, text, record);
      if (found === null) continue;
      this.#byTemplate.set(template, pattern);
      return found;
    }
    // Any other message of the method that decides says that no full one was forced.
    if (record.method !== KIND_METHOD) return null;
    return factsOf(record, {}, "kind-chosen", "incremental");
  }
}

type Groups = Readonly<Record<string, string | undefined>>;

function factsBy(
  { stage, expression, kind }: StagePattern,
  text: string,
  record: JobRecord,
): StageFacts | null {
  const match = expression.exec(text);
  if (match === null) return null;
  const told: Groups = match.groups ?? {};
  const isEnd = stage === "aborted" || stage === "refused";
  return factsOf(record, isEnd ? { ...keysOf(text), ...told } : told, stage, kind ?? null);
}

function keysOf(text: string): Groups {
  const found: Record<string, string> = {};
  for (const expression of ABORT_KEYS) {
    for (const [name, value] of Object.entries(expression.exec(text)?.groups ?? {})) {
      if (value !== undefined) found[name] ??= value;
    }
  }
  return found;
}

/** The logger of a job names its set; others do it in their texts. */
function factsOf(
  { logger, gid }: JobRecord,
  told: Groups,
  stage: StageFacts["stage"],
  kind: BackupKind | null,
): StageFacts {
  const [, group = told["group"] ?? gid, ofLogger] = JOB_LOGGER.exec(logger) ?? [];
  // A cluster is more than the set that logs for it.
  const replicaSet = stage === "cluster-started" ? null : ofLogger ?? told["set"] ?? null;
  const { id } = told;
  const isBackup = id !== undefined && IS_UUID.test(id);
  return {
    stage,
    kind,
    groupId: group,
    replicaSet,
    clusterId: told["cluster"] ?? CONFIG_SERVERS.exec(replicaSet ?? "")?.[1] ?? null,
    backupId: told["backup"] ?? (isBackup ? id : null),
    snapshotId: isBackup ? null : id?.slice(0, 100) ?? null,
    progressId: told["progress"] ?? null,
    agent: told["agent"] ?? null,
    agentVersion: told["version"] ?? null,
    readBytes: told["bytes"] === undefined ? null : Number(told["bytes"]),
    bytesPerSecond: told["rate"] === undefined ? null : Math.round(Number(told["rate"]) * 1000),
    names: told["names"]?.slice(0, 2048) ?? null,
  };
}
