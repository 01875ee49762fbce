import type { Random } from "./random.ts";
import type { Host, Project, TimeSpan, World } from "./world.ts";
import { isUp, type RecordParts, writeRecord } from "./write_record.ts";

/** One record of a snapshot. */
type Step = Pick<RecordParts, "timeMs" | "logger" | "file" | "method" | "message"> & {
  readonly more?: string[];
};

const RESOURCE = "com.xgen.svc.brs.slurp.res.WTCheckpointResource";

/** Records of a snapshot from its begin until a time, or to its end; on any server, as the agent's calls go. */
export function runSnapshot(
  world: World,
  project: Project,
  { startMs, target, untilMs = Infinity }: {
    readonly startMs: number;
    readonly target: string;
    readonly untilMs?: number;
  },
): void {
  const job = `backup.jobs.${project.gid}.${project.replicaSet}`;
  for (
    const [minute, logger, file, method, message] of snapshotSteps(world, project, { startMs, target, job })
  ) {
    const timeMs = startMs + minute * 60_000 + world.random.between(0, 2000);
    const up = world.hosts.filter((host) => isUp(host, timeMs));
    if (timeMs >= untilMs || up.length === 0) continue;
    write(world, project, world.random.pick(up), { timeMs, logger, file, method, message });
  }
}

function snapshotSteps(
  { random }: World,
  { gid, replicaSet, agents }: Project,
  { startMs, target, job }: { readonly startMs: number; readonly target: string; readonly job: string },
): (readonly [minute: number, logger: string, file: string, method: string, message: string])[] {
  const key = `${gid}/${replicaSet}`;
  const backup = `${key}/${uuid(random)}`;
  const files = random.whole(20, 90);
  const agent = `ah=${target} av=${agents[0]?.version}`;
  const selection = () =>
    `TargetingSelection{_sessionKey='${random.hex(24)}', _hostnameAndPort='${target}:27017'}`;
  const done = "WTCheckpointBackupSvc";
  return [
    [
      0,
      job,
      "WTAgentTargetingSvc",
      "updateWTCheckpointTarget:402",
      `Updating checkpoint targeting selection from ${selection()} to ${selection()}`,
    ],
    [
      1,
      RESOURCE,
      "WTCheckpointResource",
      "description:295",
      `Description request from ${backup} from ${agent}`,
    ],
    [
      2,
      RESOURCE,
      "WTCheckpointResource",
      "fileList:696",
      `File List request 0 from ${backup} extend=false empty=false for with ${files} entries from ${agent}`,
    ],
    ...[3, 4, 5, 6, 7, 8].map((minute) =>
      [
        minute,
        "com.xgen.svc.brs.slurp.res.AgentLogResource",
        "AgentLogResource",
        "handleLog:87",
        `4.2 Snapshot progress: agent.wtsnapshot.${replicaSet}.${
          Math.floor(startMs / 1000)
        } Snapshot progress: ` +
        `read ${
          (minute - 2) * 167_772_160
        } bytes total. (Last: 87091.86 kB/s. Cumulative: 86011.20 kB/s.) ${target}`,
      ] as const
    ),
    [
      9,
      job,
      done,
      "saveBlockFilesForAllFileLists:1233",
      `Finished analyzing files. Snapshot: Snapshot: ${key} @ ${startMs}, Regular Files Left: ${files}, ` +
      `Files to Archive Left: 0 , Archive Files Left: 0.`,
    ],
    [10, job, done, "complete:1301", `Snapshot ${random.hex(24)} completing snapshot`],
  ];
}

/** Records of a snapshot that is aborted; gives the time of the first. */
export function abortSnapshot(
  world: World,
  project: Project,
  { host, span, target }: { readonly host: Host; readonly span: TimeSpan; readonly target: string },
): number {
  const { random } = world;
  const { gid, replicaSet } = project;
  const session = random.hex(24);
  const job = `backup.jobs.${gid}.${replicaSet}`;
  const file = "WTCheckpointResource";
  const mismatch =
    `\tAPI validation failure on abort ({"resource":"Backup module session key ${session} is not ` +
    `targeted.","errorCode":"TARGETING_MISMATCH","version":"1","status":"ERROR"}) allowed to proceed with resource ` +
    `cleanup (backupId: ${uuid(random)}) `;
  const minute = (at: number) => Math.floor(span.fromMs + at * 60_000);
  const steps: Step[] = [
    { timeMs: minute(0), logger: job, file, method: "abort:1407", message: "", more: [mismatch] },
    {
      timeMs: minute(0.02),
      logger: job,
      file,
      method: "abort:1420",
      message: `Abort request for ${gid}/${replicaSet}, backup session ${session}`,
    },
    {
      timeMs: minute(0.5),
      logger: job,
      file: "WTCheckpointBackupSvc",
      method: "cleanUp:977",
      message: `Aborting in progress snapshotId ${random.hex(24)}`,
    },
  ];
  if (random.chance(0.5)) {
    steps.push({
      timeMs: minute(0.03),
      logger: RESOURCE,
      file,
      method: "abort:1401",
      message: `Abort triggered by error from ${target}(108.0.14): backup cursor was closed`,
    });
  }
  for (const each of steps) write(world, project, host, each);
  return minute(0);
}

function write(world: World, { gid }: Project, host: Host, step: Step): void {
  writeRecord(world, host, {
    thread: `JettyHttpPool-${world.random.whole(20, 480)}`,
    gid,
    level: "INFO",
    ...step,
  });
}

function uuid(random: Random): string {
  return [8, 4, 4, 4, 12].map((digits) => random.hex(digits)).join("-");
}
