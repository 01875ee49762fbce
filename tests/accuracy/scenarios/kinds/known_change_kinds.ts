import { act, observe } from "../change_events.ts";
import { anybody, processDiffs } from "../decoys.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import {
  namesOf,
  projectOf,
  repeatRecord,
  type Trouble,
  type TroubleMaker,
  troubleSpan,
  USUAL_COMPANY,
} from "../trouble.ts";
import type { Project, World } from "../world.ts";
import type { RecordParts } from "../write_record.ts";

/** A change with errors after it that a rule knows. */
interface KnownChange {
  /** Event types, one of which it is. */
  readonly types: readonly string[];
  /** Whether it is about one project; otherwise about all of Ops Manager. */
  readonly isInProject: boolean;
  /** Whether nobody did it: the system saw it. */
  readonly isObserved?: boolean;
  /** Least and most seconds until its first error. */
  readonly lag: readonly [number, number];
  /** Least and most errors in a minute. */
  readonly perMinute: readonly [number, number];
  /** Rules that know the errors. */
  readonly rules: readonly string[];
  /** Rules of findings that come with them. */
  readonly company: readonly string[];
  /** Keys of the event. */
  fields(project: Project, world: World): Record<string, unknown>;
  /** An error. */
  make(project: Project, world: World): Omit<RecordParts, "timeMs" | "gid">;
}

const jetty = ({ random }: World) => `JettyHttpPool-${random.whole(20, 480)}`;
const ofSet = ({ replicaSet }: Project) => ({ replicaSetName: replicaSet });

/** The credentials with which backup reads a replica set are changed. */
export const backupCredential: TroubleMaker = troubleAfter({
  types: ["RS_CREDENTIAL_UPDATED_AUDIT"],
  isInProject: true,
  lag: [5, 300],
  perMinute: [0.5, 4],
  rules: ["backup.index-collection-failed", "backup.monitoring-incomplete"],
  company: ["backup.*"],
  fields: ofSet,
  make: ({ gid, replicaSet }, world) => ({
    thread: jetty(world),
    level: "WARN",
    logger: `backup.jobs.${gid}.${replicaSet}`,
    file: "WTCheckpointBackupSvc",
    method: "indexes:310",
    message: `There was an IndexCollection error for ${gid}/${replicaSet}: not authorized`,
  }),
});

/** A configuration is published that the server itself refuses for its agents. */
export const invalidConfig: TroubleMaker = troubleAfter({
  types: ["AUTOMATION_CONFIG_PUBLISHED_AUDIT"],
  isInProject: true,
  lag: [1, 40],
  perMinute: [1, 6],
  rules: ["agent.config-invalid"],
  company: ["agent.*"],
  fields: ({ members }) => ({ diffs: members.flatMap((member) => processDiffs(member)) }),
  make: ({ members }, world) => ({
    thread: jetty(world),
    level: "WARN",
    logger: "com.xgen.svc.mms.svc.automation.AutomationConfigSvc",
    method: "validate:512",
    message: `Invalid config: Two or more processes have their Port set to 27017 on host ${members[0]}`,
  }),
});

/** The head directory of the backup daemon is changed to one that it may not write. */
export const daemonConfig: TroubleMaker = troubleAfter({
  types: ["DAEMON_CONFIG_CHANGE"],
  isInProject: false,
  lag: [10, 600],
  perMinute: [1, 6],
  rules: ["host.permission-denied"],
  company: ["host.*", "backup.*"],
  fields: (_project, { daemonHost }) => ({ hostname: daemonHost?.name }),
  make: (_project, { random }) => ({
    log: "daemon",
    thread: `grid-worker-${random.whole(1, 8)}`,
    level: "ERROR",
    logger: "com.xgen.svc.brs.grid.HeadDirectory",
    method: "prepare:88",
    message: "Cannot prepare head directory",
    more: javaTrace(`java.nio.file.AccessDeniedException: /backup/head2/${random.hex(24)}`, seededRandom(51)),
  }),
});

/** The oplog store is changed to one whose certificate nobody trusts. */
export const oplogStoreChange: TroubleMaker = troubleAfter({
  types: ["OPLOG_STORE_CONFIG_CHANGE"],
  isInProject: false,
  lag: [10, 500],
  perMinute: [2, 10],
  rules: ["tls.untrusted-certificate"],
  company: ["tls.*", "backup.*", "appdb.*"],
  fields: () => ({}),
  make: (_project, world) => ({
    thread: jetty(world),
    level: "ERROR",
    logger: "com.xgen.svc.brs.slurp.OplogSliceSvc",
    method: "store:205",
    message: `Cannot store slice ${world.random.hex(24)}`,
    more: javaTrace(
      "javax.net.ssl.SSLHandshakeException: PKIX path building failed: " +
        "sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path",
      seededRandom(52),
    ),
  }),
});

/** Members leave a replica set, and no backup module is left for it. */
export const memberRemoved: TroubleMaker = troubleAfter({
  types: ["MEMBER_REMOVED", "CONFIGURATION_CHANGED", "HOST_NOW_SECONDARY"],
  isInProject: true,
  isObserved: true,
  lag: [10, 200],
  perMinute: [0.5, 4],
  rules: ["backup.no-agent"],
  company: ["backup.*"],
  fields: ({ replicaSet, members }) => ({ replicaSetName: replicaSet, hostname: members[0], port: 27017 }),
  make: ({ gid, replicaSet }, { random }) => ({
    thread: `mms_Worker-${random.whole(1, 50)}`,
    level: "WARN",
    logger: `backup.jobs.${gid}.${replicaSet}`,
    file: "OplogTargetingSvc",
    method: "target:177",
    message: "No eligible backup modules to target for oplog tailing",
  }),
});

/** A restore is asked for, and the daemon has not the memory for it. */
export const restoreRequested: TroubleMaker = troubleAfter({
  types: ["RESTORE_REQUESTED_AUDIT"],
  isInProject: true,
  lag: [20, 600],
  perMinute: [0.5, 3],
  rules: ["jvm.out-of-memory-direct"],
  company: ["jvm.*", "backup.*"],
  fields: ofSet,
  make: (_project, { random }) => ({
    log: "daemon",
    thread: `restore-${random.whole(1, 8)}`,
    level: "ERROR",
    logger: "com.xgen.svc.brs.grid.RestoreJob",
    method: "copy:391",
    message: "Cannot copy blocks",
    more: javaTrace("java.lang.OutOfMemoryError: Direct buffer memory", seededRandom(53)),
  }),
});

/** A groom is scheduled, and the object store throttles. */
export const groomScheduled: TroubleMaker = troubleAfter({
  types: ["SCHEDULE_GROOM"],
  isInProject: false,
  lag: [10, 420],
  perMinute: [3, 20],
  rules: ["s3.slow-down"],
  company: ["s3.*", "backup.*"],
  fields: () => ({}),
  make: (_project, { random }) => ({
    thread: `WTDataBlockInserter-${random.whole(1, 30)}`,
    level: "WARN",
    logger: "com.xgen.svc.brs.san.S3BlockStore",
    method: "put:133",
    message: `Retrying object ${random.hex(24)}`,
    more: javaTrace(
      "software.amazon.awssdk.services.s3.model.S3Exception: Please reduce your request rate. " +
        "(Service: S3, Status Code: 503, Error Code: SlowDown)",
      seededRandom(54),
    ),
  }),
});

function troubleAfter(change: KnownChange): TroubleMaker {
  return (world) => {
    const { random } = world;
    const span = troubleSpan(world, 12, 60);
    const project = projectOf(world);
    const gid = change.isInProject ? project.gid : undefined;
    const what = {
      timeMs: span.fromMs - random.between(...change.lag) * 1000,
      type: random.pick(change.types),
      gid,
      fields: change.fields(project, world),
    };
    const causes = [change.isObserved ? observe(world, what) : act(world, anybody(world), what)];
    const hosts = hostsOf(world, change.make(project, world));
    const make = () => ({ gid, ...change.make(project, world) });
    const [onset = span.fromMs] = repeatRecord(world, {
      span,
      perMinute: random.between(...change.perMinute),
      hosts,
      make,
    });
    const { rules } = change;
    const finding = { rules, hosts: namesOf(hosts), gids: gid === undefined ? null : [gid], onset, causes };
    const acceptable = [...USUAL_COMPANY, ...change.company];
    return { expected: [finding], acceptable, busy: gid === undefined ? [] : [gid], span } satisfies Trouble;
  };
}

function hostsOf({ hosts, daemonHost }: World, { log }: Pick<RecordParts, "log">): World["hosts"] {
  return log === "daemon" && daemonHost !== null ? [daemonHost] : hosts;
}
