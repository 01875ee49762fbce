import { javaTrace } from "./java_trace.ts";
import { seededRandom } from "./random.ts";
import { timesByRhythm } from "./rhythm.ts";
import type { Host, World } from "./world.ts";
import { type RecordParts, writeRecord } from "./write_record.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A kind of record that is always there. */
interface EverydayRecord {
  /** How often, against the others. */
  readonly weight: number;
  /** Its parts but for the time. */
  make(world: World): Omit<RecordParts, "timeMs">;
}

const jetty = ({ random }: World) => `JettyHttpPool-${random.whole(20, 480)}`;
const worker = ({ random }: World) => `mms_Worker-${random.whole(1, 50)}`;
const iso = (timeMs: number) => new Date(timeMs).toISOString();

const EVERYDAY: readonly EverydayRecord[] = [
  {
    weight: 20,
    make: (world) => ({
      thread: `job-consumer-${world.random.whole(1, 16)}`,
      level: "INFO",
      logger: "com.xgen.svc.mms.svc.ping.MetricRollupSvc",
      method: "performRollup:290",
      message: `Host rollup completed: 'PT10S/PT24H' -> 'PT1M/PT168H', interval ` +
        `${iso(world.span.fromMs + world.random.whole(0, 1e7))} -> ${iso(world.span.toMs)}, ` +
        `${world.random.whole(3, 90)} measurement(s)`,
    }),
  },
  {
    weight: 14,
    make: (world) => {
      const { gid, agents } = world.random.pick(world.projects);
      return {
        thread: jetty(world),
        gid,
        level: "DEBUG",
        logger: "com.xgen.svc.brs.slurp.res.BackupConfigurationResource",
        method: "handleConfigure:148",
        message: `Conf call. Group ID: ${gid} Session: ${world.random.hex(24)} ` +
          `Agent version: ${world.random.pick(agents).version} Tag: unassigned`,
      };
    },
  },
  {
    weight: 14,
    make: (world) => {
      const { gid, agents } = world.random.pick(world.projects);
      const agent = world.random.pick(agents);
      return {
        thread: jetty(world),
        gid,
        level: "DEBUG",
        logger: "com.xgen.svc.brs.slurp.res.WTCheckpointResource",
        method: "targetedConfigCall:151",
        message: `In GET /backup/wtcheckpoint/v1/${gid}/targetedConfigCall ` +
          `from ah=${agent.host} av=${agent.version}`,
      };
    },
  },
  {
    weight: 10,
    make: (world) => ({
      thread: `DeploymentDiscoverySvcDeploymentRefresher-${world.random.whole(0, 3)}`,
      level: "INFO",
      logger: "com.xgen.svc.mms.svc.admin.DeploymentDiscoverySvc",
      method: "discoverReplicaSet:427",
      message: `Completed discovery for replica set ${world.random.pick(world.projects).replicaSet}`,
    }),
  },
  {
    weight: 6,
    make: (world) => ({
      thread: worker(world),
      level: "DEBUG",
      logger: "com.xgen.svc.brs.web.svc.BackupTheftAlertSvc",
      method: "processTheftAlert:62",
      message: "Processing backup theft alerts for all backups jobs using primary",
    }),
  },
  {
    weight: 3,
    make: (world) => ({
      thread: jetty(world),
      gid: world.random.pick(world.projects).gid,
      level: "WARN",
      logger: "com.xgen.svc.mms.res.MetricsResource",
      method: "postMetrics:204",
      message: `Slow metrics write: ${world.random.whole(500, 2500)} ms for ${
        world.random.whole(1, 40)
      } host(s)`,
    }),
  },
  {
    weight: 0.4,
    make: (world) => ({
      thread: jetty(world),
      gid: world.random.pick(world.projects).gid,
      level: "WARN",
      logger: "com.xgen.svc.mms.res.view.ChartView",
      method: "render:88",
      message: `Chart ${world.random.hex(24)} has no data`,
      more: javaTrace("java.lang.IllegalStateException: no points in range", seededRandom(77), 7),
    }),
  },
  {
    weight: 0.2,
    make: (world) => ({
      thread: jetty(world),
      level: "WARN",
      logger: "org.eclipse.jetty.server.HttpChannel",
      method: "handleException:600",
      message: "/v2/chartData",
      more: javaTrace("org.eclipse.jetty.io.EofException: Closed", seededRandom(78), 6),
    }),
  },
  {
    weight: 0.1,
    make: (world) => ({
      thread: worker(world),
      level: "INFO",
      logger: "com.xgen.svc.mms.svc.metrics.MetricRollupScheduler",
      method: "schedule:275",
      message:
        "The state of this rollup has changed unexpectedly in the database and the previous state is no " +
        "longer UNSCHEDULED. Aborting the scheduling of this job in order to re-analyze the situation next time around",
    }),
  },
];
const TOTAL = EVERYDAY.reduce((sum, { weight }) => sum + weight, 0);

/** Records as there are every day, on all servers. */
export function writeEverydayRecords(world: World): void {
  for (const timeMs of timesByRhythm(world, world.pace.records)) {
    writeRecord(world, world.random.pick(world.hosts), { timeMs, ...pickRecord(world) });
  }
  for (const host of world.hosts) writeJobs(world, host);
  if (world.daemonHost !== null) writeDaemon(world, world.daemonHost);
}

function pickRecord(world: World): Omit<RecordParts, "timeMs"> {
  let rest = world.random.unit() * TOTAL;
  const kind = EVERYDAY.find(({ weight }) => (rest -= weight) < 0) ?? EVERYDAY[0]!;
  return kind.make(world);
}

/** Jobs: one each minute, one each hour, and a long one each night. */
function writeJobs(world: World, host: Host): void {
  const { random, span } = world;
  const job = (timeMs: number, logger: string, method: string, message: string) =>
    writeRecord(world, host, { timeMs, thread: worker(world), level: "INFO", logger, method, message });
  for (let at = Math.ceil(span.fromMs / MINUTE_MS) * MINUTE_MS; at < span.toMs; at += 5 * MINUTE_MS) {
    job(
      at + random.between(5, 900),
      "com.xgen.svc.mms.svc.ping.migration.GroupRetentionPolicyMigrationSchedulerSvc",
      "schedule:102",
      `Scheduling for ${random.whole(0, 3)} eligible group(s) with ${
        random.whole(1, 8)
      } currently available slot(s).`,
    );
  }
  for (let at = Math.ceil(span.fromMs / HOUR_MS) * HOUR_MS; at < span.toMs; at += HOUR_MS) {
    const isNight = at / HOUR_MS % 24 === 2;
    for (let i = random.whole(8, 14) * (isNight ? 12 : 1); i > 0; i--) {
      const offset = random.between(0, isNight ? 240_000 : 20_000);
      if (isNight) {
        job(
          at + offset,
          "com.xgen.svc.brs.grid.GroomJob",
          "examine:77",
          `Groom examined store blockstore${random.whole(1, 3)} file ${random.hex(24)}`,
        );
      } else {job(
          at + offset,
          "com.xgen.svc.mms.svc.UsageReportSvc",
          "count:51",
          `Counted usage of group ${random.hex(24)}`,
        );}
    }
  }
}

function writeDaemon(world: World, host: Host): void {
  for (const timeMs of timesByRhythm(world, 0.5)) {
    const { gid, replicaSet } = world.random.pick(world.projects);
    writeRecord(world, host, {
      timeMs,
      log: "daemon",
      thread: `grid-worker-${world.random.whole(1, 8)}`,
      gid,
      level: "INFO",
      logger: "com.xgen.svc.brs.grid.JobRunner",
      method: "run:140",
      message: `Ran job of ${replicaSet} in ${world.random.whole(2, 900)} ms`,
    });
  }
}
