import { act, alert, observe } from "../change_events.ts";
import { anybody, processDiffs } from "../decoys.ts";
import { javaTrace } from "../java_trace.ts";
import { seededRandom } from "../random.ts";
import { restartServer } from "../server_restart.ts";
import { namesOf, repeatRecord, type Trouble, troubleSpan, USUAL_COMPANY } from "../trouble.ts";
import type { TimeSpan, World } from "../world.ts";
import type { RecordParts } from "../write_record.ts";

/** What the driver says of a member, and the rule that knows it. */
const REASONS = {
  refused: ["java.net.ConnectException: Connection refused", "appdb.connection-refused"],
  timeout: ["java.net.SocketTimeoutException: Connect timed out", "appdb.connect-timeout"],
  oldTimeout: ["java.net.SocketTimeoutException: connect timed out", "appdb.connect-timeout"],
} as const;
const COMPANY = [
  ...USUAL_COMPANY,
  "appdb.*",
  "access.latency-shift",
  "cron.*",
  "monitoring.*",
  "alert.*",
  "log.silence",
  "agent.silent",
  "network.*",
  "backup.*",
];
const LOGGERS = [
  ["com.xgen.svc.core.AppSettings", "run:510", "Failed to refresh database properties"],
  ["com.xgen.svc.mms.dao.HostClusterDao", "findActive:122", "Cannot load clusters"],
  ["com.xgen.svc.mms.svc.alert.AlertCheckSvc", "load:61", "Cannot load alert configurations"],
] as const;

/** The configuration of the AppDB's own deployment is published; its members restart. */
export function appdbPublish(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 8, 40);
  const { gid, members, replicaSet } = appdbOf(world);
  const lagMs = random.between(20_000, 300_000);
  const member = random.pick(members);
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - lagMs,
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    gid,
    fields: { diffs: members.flatMap((name) => processDiffs(name, random.pick(["RESTART", "MODIFIED"]))) },
  })];
  if (random.chance(0.5)) {
    const fields = { hostname: member, port: 27017, replicaSetName: replicaSet };
    causes.push(observe(world, { timeMs: span.fromMs - lagMs * 0.3, type: "HOST_RESTARTED", gid, fields }));
  }
  return outage(world, span, { causes, reason: random.pick(["refused", "timeout", "oldTimeout"]) });
}

/** An Ops Manager setting is changed: the servers restart and do not reach the AppDB. */
export function appdbSetting(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 10, 40);
  const params = [{ display: "MongoDB Connection String", param: "mongo.mongoUri", old: "***", new: "***" }];
  const causes = [act(world, random.pick(world.people), {
    timeMs: span.fromMs - random.between(60_000, 240_000),
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    fields: random.chance(0.6) ? { diffs: [{ id: "mms", status: "MODIFIED", params }] } : {},
  })];
  for (const host of world.hosts) {
    restartServer(world, host, { atMs: span.fromMs - 21_000, downMs: 20_000, isClean: true });
  }
  return outage(world, span, { causes, reason: "timeout" });
}

/** The AppDB is gone, and nobody did anything. */
export function appdbWithoutEvent(world: World): Trouble {
  const span = troubleSpan(world, 8, 40);
  return outage(world, span, { causes: [], reason: world.random.pick(["refused", "timeout", "oldTimeout"]) });
}

/** The user of Ops Manager in the AppDB is changed or deleted. */
export function appdbUserChanged(world: World): Trouble {
  const { random } = world;
  const span = troubleSpan(world, 10, 45);
  const { gid, members } = appdbOf(world);
  const user = random.pick(["mms-app", "opsmanager", "omuser"]);
  const causes = [act(world, anybody(world), {
    timeMs: span.fromMs - random.between(10_000, 150_000),
    type: random.pick(["MONGODB_USER_UPDATED", "MONGODB_USER_DELETED"]),
    gid,
    fields: { diffs: [{ id: `admin.${user}`, name: user, status: "MODIFIED", type: "USERS" }] },
  })];
  const text = `com.mongodb.MongoSecurityException: Exception authenticating MongoCredential{` +
    `mechanism=SCRAM-SHA-256, userName='${user}', source='admin', password=<hidden>, mechanismProperties=<hidden>}`;
  const nested = `Caused by: com.mongodb.MongoCommandException: Command failed with error 18 ` +
    `(AuthenticationFailed): 'Authentication failed.' on server ${members[0]}:27017`;
  const [onset = span.fromMs] = repeatRecord(world, {
    span,
    perMinute: random.between(3, 12),
    make: () => ({ ...fromAppdb(world), more: [...javaTrace(text, seededRandom(5)), nested] }),
  });
  const finding = { rules: ["appdb.auth-failed"], hosts: namesOf(world.hosts), gids: null, onset, causes };
  return { expected: [finding], acceptable: COMPANY, busy: [gid], span };
}

function appdbOf({ projects }: World): World["projects"][number] {
  const [first] = projects;
  if (first === undefined) throw new RangeError("Cannot find the project of the AppDB: there is no project");
  return first;
}

function fromAppdb({ random }: World): Omit<RecordParts, "timeMs" | "more"> {
  const [logger, method, message] = random.pick(LOGGERS);
  const thread = `${logger.endsWith("AppSettings") ? "AppSettingsRefresher" : "mms_Worker"}-${
    random.whole(1, 50)
  }`;
  return { thread, level: random.pick(["WARN", "ERROR"]), logger, method, message };
}

function outage(
  world: World,
  span: TimeSpan,
  { causes, reason }: { readonly causes: readonly string[]; readonly reason: keyof typeof REASONS },
): Trouble {
  const { random } = world;
  const { gid, members } = appdbOf(world);
  const [why, rule] = REASONS[reason];
  const make = () => ({ ...fromAppdb(world), more: javaTrace(timeoutText(world, why), seededRandom(6)) });
  const [onset = span.fromMs] = repeatRecord(world, { span, perMinute: random.between(3, 15), make });
  const fails = { fromMs: span.fromMs + 5000, toMs: span.toMs, matches: isDynamic };
  const share = random.between(0.1, 0.5);
  world.effects.push({
    ...fails,
    share,
    status: 500,
    failure: ({ gid }) => ({ ...make(), logger: "com.xgen.svc.mms.res.ErrorMapper", gid: gid ?? undefined }),
  }, { ...fails, share: share * 0.1, status: 503 });
  if (random.chance(0.6)) {
    alert(
      world,
      {
        timeMs: span.fromMs + random.between(60_000, 300_000),
        type: "BACKING_DATABASE_PROCESS_DOWN",
        fields: { hostname: random.pick(members), port: 27017 },
      },
      { type: "BACKING_DATABASE_PROCESS_UP", timeMs: span.toMs + 200_000 },
    );
  }
  const finding = { rules: ["appdb.timeout", rule], hosts: namesOf(world.hosts), gids: null, onset, causes };
  return { expected: [finding], acceptable: COMPANY, busy: [gid], span };
}

function isDynamic({ url }: { readonly url: string }): boolean {
  return !url.startsWith("/monitor") && !url.startsWith("/static");
}

function timeoutText(world: World, why: string): string {
  const { random } = world;
  const servers = appdbOf(world).members.map((name) =>
    `{address=${name}:27017, type=UNKNOWN, state=CONNECTING, ` +
    `exception={com.mongodb.MongoSocketOpenException: Exception opening socket}, caused by {${why}}}`
  );
  const after = random.pick(["after 20000 ms ", "after 30000 ms ", ""]);
  return `com.mongodb.MongoTimeoutException: Timed out ${after}while waiting for ` +
    `a server that matches com.mongodb.client.internal.MongoClientDelegate$1@${random.hex(7)}. ` +
    `Client view of cluster state is {type=REPLICA_SET, servers=[${servers.join(", ")}]`;
}
