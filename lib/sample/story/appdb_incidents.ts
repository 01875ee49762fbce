import type { AccessEffect } from "../log/access_log.ts";
import { type RecordTemplate, recordTemplate } from "../log/record_template.ts";
import { stackTrace } from "../log/stack_trace.ts";
import type { Interval } from "../log/traffic_curve.ts";
import { configPublished, databaseUserChanged } from "./change_drafts.ts";
import { allHosts, fleetBurst, type IncidentScene, type IncidentStory } from "./incident_story.ts";
import { alertFields, type EventDraft, memberFields } from "./sample_event.ts";

const MINUTE_MS = 60_000;
const DATABASE_USER = "opsmanager";

/** The same exception, met by the settings refresher, a cron worker and a request. */
function metByAll(exception: string, cause?: string): RecordTemplate[] {
  const print = (frames: string[]): string =>
    stackTrace({
      exception,
      frames,
      bottom: "driver",
      ...(cause === undefined
        ? {}
        : { cause: { exception: cause, frames: ["BackingLink.open", "BackingLink.hello"] } }),
    });
  return [
    recordTemplate({
      level: "WARN",
      thread: "pool",
      logger: "com.xgen.svc.core.AppSettings",
      caller: "AppSettings.java:run:522",
      withProject: false,
      message: "Failed to refresh database properties",
      trace: print(["SettingsStore.readAll", "SettingsStore.refresh"]),
    }),
    recordTemplate({
      level: "ERROR",
      thread: "worker",
      logger: "com.xgen.svc.core.CronLedger",
      caller: "CronLedger.java:claim:167",
      withProject: false,
      message: "Cron slot @{n} was not claimed",
      trace: print(["CronLedger.claim", "CronLedger.tick"]),
    }),
    recordTemplate({
      level: "ERROR",
      thread: "jetty",
      logger: "com.xgen.svc.mms.res.AutomationConfResource",
      caller: "AutomationConfResource.java:serve:118",
      withProject: true,
      message: "Configuration for @{agent} was not served",
      trace: print(["AutomationConfDao.latest", "AutomationConfSvc.load"]),
    }),
  ];
}

function failingRequests(
  scene: IncidentScene,
  share: number,
  latencyMs: readonly [number, number],
): AccessEffect {
  const { fromMs, toMs, fleet } = scene;
  return { fromMs, toMs, hosts: allHosts(fleet), groupId: null, share, status: 500, latencyMs };
}

/** The system alert comes at the next check, five minutes on, and ends some minutes after the trouble. */
function processDown({ random, fleet, fromMs, toMs }: IncidentScene): EventDraft[] {
  const fields = { ...alertFields(random), ...memberFields(random.pick(fleet.appDb.members)) };
  return [
    { timeMs: fromMs + 5 * MINUTE_MS, type: "BACKING_DATABASE_PROCESS_DOWN", fields },
    { timeMs: toMs + random.between(1, 5) * MINUTE_MS, type: "BACKING_DATABASE_PROCESS_UP", fields },
  ];
}

/** A published configuration makes the whole AppDB unreachable. */
export function appDbOutage(scene: IncidentScene): IncidentStory {
  const { random, fleet, causeMs: timeMs } = scene;
  const servers = fleet.appDb.members.map((member) =>
    `{address=${member}, type=UNKNOWN, state=CONNECTING, exception={com.mongodb.MongoSocketOpenException: ` +
    `Exception opening socket}, caused by {java.net.SocketTimeoutException: Connect timed out}}`
  );
  const exception =
    "com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that " +
    `matches WritableServerSelector. Client view of cluster state is {type=REPLICA_SET, servers=[${
      servers.join(", ")
    }]`;
  const site = { random, timeMs, project: fleet.backing, actor: random.pick(fleet.actors) };
  return {
    hosts: allHosts(fleet),
    projects: [fleet.backing],
    planted: fleetBurst(scene, { windows: [scene], templates: metByAll(exception), project: null }),
    access: [failingRequests(scene, 0.6, [8000, 30_000])],
    blackouts: [],
    cause: configPublished(site, fleet.appDb),
    confirming: processDown(scene),
  };
}

/** The database user of Ops Manager is gone or has another password. */
export function appDbAuth(scene: IncidentScene): IncidentStory {
  const { random, fleet, causeMs: timeMs } = scene;
  const exception = "com.mongodb.MongoSecurityException: Exception authenticating MongoCredential" +
    `{mechanism=SCRAM-SHA-256, userName='${DATABASE_USER}', source='admin', password=<hidden>}`;
  const cause = "com.mongodb.MongoCommandException: Command failed with error 18 (AuthenticationFailed): " +
    `'Authentication failed.' on server ${random.pick(fleet.appDb.members)}`;
  const site = { random, timeMs, project: fleet.backing, actor: random.pick(fleet.actors) };
  return {
    hosts: allHosts(fleet),
    projects: [fleet.backing],
    planted: fleetBurst(scene, { windows: [scene], templates: metByAll(exception, cause), project: null }),
    access: [failingRequests(scene, 0.4, [20, 400])],
    blackouts: [],
    cause: databaseUserChanged(site, DATABASE_USER),
    confirming: processDown(scene),
  };
}

function waves({ random, fromMs, toMs }: IncidentScene): Interval[] {
  const count = 4 + random.below(3);
  const distanceMs = (toMs - fromMs) / count;
  return Array.from({ length: count }, (_, index) => {
    const startMs = Math.floor(fromMs + index * distanceMs);
    return { fromMs: startMs, toMs: startMs + 20_000 + random.below(40_000) };
  });
}

/** The AppDB's replica set changes its primary again and again. */
export function appDbElections(scene: IncidentScene): IncidentStory {
  const { random, fleet, causeMs: timeMs, fromMs, toMs } = scene;
  const member = random.pick(fleet.appDb.members);
  const fields = { replicaSetName: fleet.appDb.name };
  const exception =
    `com.mongodb.MongoNotPrimaryException: Command failed with error 10107 (NotWritablePrimary): ` +
    `'not primary' on server ${member}`;
  const windows = waves(scene);
  const alert = { project: fleet.backing, fields: { ...fields, ...alertFields(random) } };
  return {
    hosts: allHosts(fleet),
    projects: [fleet.backing],
    planted: fleetBurst(scene, { windows, templates: metByAll(exception), project: null }),
    access: windows.map((wave) => ({ ...failingRequests(scene, 0.3, [15, 2500]), ...wave })),
    blackouts: [],
    cause: {
      timeMs,
      type: random.chance(0.5) ? "HOST_RESTARTED" : "PRIMARY_ELECTED",
      project: fleet.backing,
      fields: { ...fields, ...memberFields(member), hostId: random.hex(32) },
    },
    confirming: [
      { timeMs: fromMs + 4 * MINUTE_MS, type: "TOO_MANY_ELECTIONS", ...alert },
      { timeMs: fromMs + 6 * MINUTE_MS, type: "NO_PRIMARY", ...alert },
      { timeMs: toMs + 2 * MINUTE_MS, type: "ONE_PRIMARY", ...alert },
    ],
  };
}
