import type { PlantedRecord } from "../log/application_log.ts";
import { recordTemplate, type ThreadKind } from "../log/record_template.ts";
import type { Interval } from "../log/traffic_curve.ts";
import type { SampleAgent, SampleFleet, SampleProject, SampleReplicaSet } from "../sample_fleet.ts";
import { SeededRandom } from "../seeded_random.ts";
import type { Blackout } from "./incident_story.ts";

const MINUTE_MS = 60_000;
const ROUND_MS = 21_600_000;
const DAY_MS = 86_400_000;
/** Snapshots of a fleet do not begin all at once. */
const SPREAD_MS = 1_800_000;
/** Longest snapshot, the weekly full one. */
const LONGEST_MS = 5_400_000;
const FULL_FACTOR = 3;
const SATURDAY = 6;
const PROGRESS_MS = 240_000;
/** Bytes of all records of a snapshot, about. */
const SNAPSHOT_BYTES = 4800;

/** What decides about the snapshots of a sample. */
export interface BackupRoundsOptions {
  /** Seed of everything random. */
  readonly seed: number;
  /** Whole span of the sample. */
  readonly span: Interval;
  /** Whose replica sets. */
  readonly fleet: SampleFleet;
  /** When servers log nothing. */
  readonly blackouts: readonly Blackout[];
  /** Most bytes that the records may take: as many sets are backed up as fit. */
  readonly budgetBytes: number;
}

/** One replica set, and how its snapshots go. */
interface BackupJob {
  readonly project: SampleProject;
  readonly set: SampleReplicaSet;
  readonly agent: SampleAgent;
  /** From the start of a round to its snapshot. */
  readonly delayMs: number;
  /** Usual time that a snapshot takes. */
  readonly usualMs: number;
  readonly files: number;
}

/** One snapshot. */
interface SnapshotPlan extends BackupJob {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly isFull: boolean;
  readonly backupId: string;
  readonly snapshotId: string;
}

/** A record of a snapshot: when (0 to 1 of its time), logger, caller, message. */
type StageSentence = readonly [share: number, logger: string, caller: string, message: string];

const RESOURCE = "com.xgen.svc.brs.slurp.res.WTCheckpointResource";

/** Records of the snapshots that are taken of each replica set every six hours; in any order. */
export function backupRounds(options: BackupRoundsOptions): PlantedRecord[] {
  const { seed, span } = options;
  const random = new SeededRandom(seed, "backups");
  const rounds = Math.floor((span.toMs - span.fromMs - LONGEST_MS - SPREAD_MS) / ROUND_MS) + 1;
  const jobs = backupJobs(random, options, Math.floor(options.budgetBytes / SNAPSHOT_BYTES / rounds));
  return Array.from({ length: rounds }, (_, round) => span.fromMs + round * ROUND_MS).flatMap((roundMs) =>
    jobs.flatMap((job) => snapshotRecords(random, planSnapshot(random, job, roundMs), options))
  );
}

function backupJobs(random: SeededRandom, { fleet }: BackupRoundsOptions, most: number): BackupJob[] {
  return fleet.projects.filter((project) => project !== fleet.backing).flatMap((project) =>
    project.replicaSets.map((set): BackupJob => ({
      project,
      set,
      agent: project.agents.find(({ host }) => set.members[1]?.startsWith(`${host}:`)) ??
        random.pick(project.agents),
      delayMs: random.below(SPREAD_MS),
      usualMs: random.between(5, 22) * MINUTE_MS,
      files: 20 + random.below(400),
    }))
  ).slice(0, most);
}

function planSnapshot(random: SeededRandom, job: BackupJob, roundMs: number): SnapshotPlan {
  const isFull = new Date(roundMs).getUTCDay() === SATURDAY && roundMs % DAY_MS < ROUND_MS;
  return {
    ...job,
    isFull,
    startMs: roundMs + job.delayMs + random.below(MINUTE_MS),
    lengthMs: job.usualMs * (isFull ? FULL_FACTOR : 1) * random.between(0.8, 1.25),
    backupId: random.uuid(),
    snapshotId: random.hex(24),
  };
}

function snapshotRecords(
  random: SeededRandom,
  plan: SnapshotPlan,
  { fleet, blackouts }: BackupRoundsOptions,
): PlantedRecord[] {
  const { project, startMs, lengthMs } = plan;
  return stagesOf(random, plan).map(([share, logger, caller, message]) => {
    const thread: ThreadKind = "jetty";
    const template = recordTemplate({ level: "INFO", thread, logger, caller, withProject: true, message });
    return { ...placed(random, fleet, blackouts, Math.floor(startMs + share * lengthMs)), template, project };
  });
}

/** A host that logs at that time, or as soon as one does. */
function placed(
  random: SeededRandom,
  fleet: SampleFleet,
  blackouts: readonly Blackout[],
  timeMs: number,
): { readonly timeMs: number; readonly host: number } {
  const dark = blackouts.filter(({ fromMs, toMs }) => timeMs >= fromMs && timeMs < toMs);
  const up = fleet.hosts.map((_, host) => host).filter((host) => dark.every((one) => one.host !== host));
  if (up.length > 0) return { timeMs, host: random.pick(up) };
  const first = dark.reduce((a, b) => b.toMs < a.toMs ? b : a);
  return { timeMs: first.toMs, host: first.host };
}

function stagesOf(random: SeededRandom, plan: SnapshotPlan): StageSentence[] {
  const { project, set, agent, backupId, snapshotId, files, isFull, startMs } = plan;
  const logger = `backup.jobs.${project.id}.${set.name}`;
  const path = `${project.id}/${set.name}/${backupId}`;
  const by = `from ah=${agent.host} av=${agent.version}`;
  const target = (member: string) =>
    `TargetingSelection{_sessionKey='${
      random.hex(24)
    }', _hostnameAndPort='${member}', _tailOwnerSince='null'}`;
  const kind = isFull
    ? "Forcing full incremental snapshot: because today is SATURDAY and a week has passed since the last one."
    : "A full incremental snapshot is not due; taking what has changed.";
  const [first = "", second = first] = set.members;
  const timeMs = Math.floor(startMs / 1000) * 1000;
  return [
    [
      0,
      logger,
      "WTAgentTargetingSvc.java:updateWTCheckpointTarget:402",
      `Updating checkpoint targeting selection from ${target(first)} to ${target(second)}`,
    ],
    [0.01, logger, "WTCheckpointTargetedConfigCallSvc.java:shouldForceFullIncrementalSnapshot:931", kind],
    [0.03, RESOURCE, "WTCheckpointResource.java:description:295", `Description request from ${path} ${by}`],
    [
      0.035,
      logger,
      "WTCheckpointResource.java:description:483",
      `Successful post /description for groupId: ${project.id}, rsId: ${set.name}`,
    ],
    [
      0.05,
      RESOURCE,
      "WTCheckpointResource.java:fileList:696",
      `File List request 0 from ${path} extend=false empty=false for with ${files} entries ${by}`,
    ],
    [
      0.055,
      RESOURCE,
      "WTCheckpointResource.java:fileList:787",
      `Saved file list from ${path} with ${files} entries`,
    ],
    [
      0.06,
      logger,
      "WTCheckpointScheduleSvc.java:updateCursorExtendTsForSnapshot:288",
      `Backup cursor extend updated for a snapshot for ${project.id}/${set.name} backupId: ${backupId} extendedTS: TS time:${
        javaDate(timeMs)
      } inc:1`,
    ],
    [
      0.07,
      RESOURCE,
      "WTCheckpointResource.java:fileList:773",
      `Finalized file list for ${path} with extend=false`,
    ],
    ...progressOf(random, plan),
    [
      0.9,
      logger,
      "WTCheckpointBackupSvc.java:saveBlockFilesForAllFileLists:1233",
      `Finished analyzing files. Snapshot: Snapshot: ${project.id}/${set.name} @ ${timeMs}, Regular Files Left: ${files}, Files to Archive Left: 0 , Archive Files Left: 0.`,
    ],
    [
      0.95,
      logger,
      "WTCheckpointBackupSvc.java:saveBlockFilesForAllFileLists:1297",
      `Saving block files complete for ${files} files.`,
    ],
    [0.99, logger, "WTCheckpointBackupSvc.java:finish:1402", `Snapshot ${snapshotId} completing snapshot.`],
    [
      1,
      logger,
      "WTCheckpointBackupSvc.java:finish:1431",
      `Successfully released lock for Snapshot ${snapshotId}. Snapshot is complete`,
    ],
  ];
}

function progressOf(random: SeededRandom, { set, agent, startMs, lengthMs }: SnapshotPlan): StageSentence[] {
  const name = `agent.wtsnapshot.${set.name}.${Math.floor(startMs / 1000)}`;
  const kbPerSecond = random.between(20_000, 90_000);
  const count = 1 + Math.floor(0.75 * lengthMs / PROGRESS_MS);
  return Array.from({ length: count }, (_, index): StageSentence => {
    const share = 0.1 + 0.75 * (index + 1) / count;
    const bytes = Math.floor(kbPerSecond * lengthMs * share);
    const last = (kbPerSecond * random.between(0.8, 1.2)).toFixed(2);
    return [
      share,
      "com.xgen.svc.brs.slurp.res.AgentLogResource",
      "AgentLogResource.java:handleLog:87",
      `4.2 Snapshot progress: ${name} Snapshot progress: read ${bytes} bytes total. (Last: ${last} kB/s. Cumulative: ${
        kbPerSecond.toFixed(2)
      } kB/s.) ${agent.host}`,
    ];
  });
}

/** A time as Java prints a `Date`: `Mon Jun 14 18:06:39 GMT 2021`. */
function javaDate(timeMs: number): string {
  const [week = "", day, month, year, time] = new Date(timeMs).toUTCString().split(" ");
  return `${week.slice(0, 3)} ${month} ${day} ${time} GMT ${year}`;
}
