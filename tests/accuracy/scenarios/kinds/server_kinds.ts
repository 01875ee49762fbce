import { alert, attempt } from "../change_events.ts";
import { anybody } from "../decoys.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import { restartServer } from "../server_restart.ts";
import { namesOf, repeatRecord, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { World } from "../world.ts";

const MINUTE_MS = 60_000;
const RESTART_COMPANY = [...USUAL_COMPANY, "log.*", "startup.*", "jvm.*", "agent.silent", "access.*"];

/** A server is killed and started again, several times. */
export function restartLoop(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 30, 31);
  const host = random.pick(world.hosts);
  const times = random.whole(4, 7);
  for (let i = 0; i < times; i++) {
    const atMs = span.fromMs + i * random.between(3, 4) * MINUTE_MS;
    restartServer(world, host, { atMs, downMs: random.between(15_000, 40_000), isClean: false });
  }
  const finding = {
    rules: ["log.restart-loop"],
    hosts: [host.name],
    gids: null,
    onset: span.fromMs,
    causes: [],
  };
  return { expected: [finding], acceptable: RESTART_COMPANY, busy: [], span };
}

/** The heap of a server fills until it dies. */
export function outOfMemory(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 20, 40);
  const host = random.pick(world.hosts);
  const diesMs = span.toMs - 5 * MINUTE_MS;
  repeatRecord(world, {
    span: { fromMs: span.fromMs, toMs: diesMs },
    perMinute: 1,
    hosts: [host],
    make: () => ({
      thread: "GcMonitor",
      level: "WARN",
      logger: "com.xgen.svc.core.GcMonitor",
      method: "check:44",
      message: `High rate of garbage collector activity: ${random.whole(60, 97)} % of the last minute`,
    }),
  });
  const [onset = diesMs] = repeatRecord(world, {
    span: { fromMs: diesMs - 3 * MINUTE_MS, toMs: diesMs },
    perMinute: random.between(2, 8),
    hosts: [host],
    make: () => ({
      thread: `JettyHttpPool-${random.whole(20, 480)}`,
      level: "ERROR",
      logger: "com.xgen.svc.mms.res.ErrorMapper",
      method: "toResponse:58",
      message: "Unhandled error",
      more: javaTrace("java.lang.OutOfMemoryError: Java heap space", seededRandom(31)),
    }),
  });
  restartServer(world, host, { atMs: diesMs, downMs: random.between(20_000, 90_000), isClean: false });
  const finding = { rules: ["jvm.out-of-memory-heap"], hosts: [host.name], gids: null, onset, causes: [] };
  return { expected: [finding], acceptable: RESTART_COMPANY, busy: [], span };
}

/** A file system of a server is full. */
export function diskFull(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 10, 50);
  const host = random.pick(world.hosts);
  const [onset = span.fromMs] = repeatRecord(world, {
    span,
    perMinute: random.between(2, 10),
    hosts: [host],
    make: () => ({
      thread: `job-consumer-${random.whole(1, 16)}`,
      level: "ERROR",
      logger: "com.xgen.svc.mms.svc.DownloadSvc",
      method: "store:71",
      message: `Cannot write release ${random.whole(1, 90)}`,
      more: javaTrace("java.io.IOException: No space left on device", seededRandom(32)),
    }),
  });
  const finding = { rules: ["host.disk-full"], hosts: [host.name], gids: null, onset, causes: [] };
  return { expected: [finding], acceptable: [...USUAL_COMPANY, "host.*", "cron.*"], busy: [], span };
}

/** A job fails each time it runs. */
export function cronFailing(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 60, 150);
  const job = random.pick(["AlertCheckCron", "UsageReportCron", "GroomCron", "RetentionCron"]);
  const host = random.pick(world.hosts);
  const period = random.pick([60_000, 300_000]);
  for (let timeMs = span.fromMs; timeMs < span.toMs; timeMs += period) {
    repeatRecord(world, {
      span: { fromMs: timeMs, toMs: timeMs },
      perMinute: 1,
      hosts: [host],
      make: () => ({
        thread: `mms_Worker-${random.whole(1, 50)}`,
        level: "ERROR",
        logger: "com.xgen.svc.common.cron.CronJobRunner",
        method: "run:118",
        message: `Cron job failed: com.xgen.svc.mms.cron.${job}`,
        more: javaTrace("java.lang.NullPointerException: owner", seededRandom(33)),
      }),
    });
  }
  const opening = { timeMs: span.fromMs + random.between(60_000, 300_000), type: "CRON_JOB_FAILED" };
  alert(world, opening, { type: "CRON_JOB_COMPLETED", timeMs: span.toMs + 240_000 });
  const finding = {
    rules: ["cron.job-failed"],
    hosts: [host.name],
    gids: null,
    onset: span.fromMs,
    causes: [],
  };
  return { expected: [finding], acceptable: [...USUAL_COMPANY, "cron.*"], busy: [], span };
}

/** One server's clock is wrong; people and tools work as always. */
export function clockSkew(world: World): Trouble {
  const { random } = world;
  const acts = [
    "ALERT_CONFIG_CHANGED_AUDIT",
    "GROUP_TAGS_CHANGED",
    "SUCCESSFUL_LOGIN_AUDIT",
    "SNAPSHOT_DELETED_AUDIT",
  ];
  for (let i = world.hosts.length * 22; i > 0; i--) {
    const type = random.pick(acts);
    const timeMs = random.between(world.span.fromMs + MINUTE_MS, world.span.toMs - MINUTE_MS);
    if (type.endsWith("LOGIN_AUDIT")) attempt(world, random.pick(world.people), { timeMs, type });
    else attempt(world, anybody(world), { timeMs, type, gid: random.pick(world.projects).gid });
  }
  const skewed = world.hosts.filter(({ offsetMs }) => Math.abs(offsetMs) >= 60_000);
  const finding = { rules: ["clock.skew"], hosts: namesOf(skewed), gids: null, onset: null, causes: [] };
  return { expected: [finding], acceptable: [], busy: [], span: null };
}
