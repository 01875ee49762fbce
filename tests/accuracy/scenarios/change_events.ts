import { sendDigest } from "./everyday_traffic.ts";
import { sendRequest, type SentRequest } from "./send_request.ts";
import type { Actor, World } from "./world.ts";
import { writeRecord } from "./write_record.ts";

/** Something that somebody did. */
export interface Act {
  /** When its request starts, on the API's clock. */
  readonly timeMs: number;
  /** Event type. */
  readonly type: string;
  /** Project; left out: none. */
  readonly gid?: string | undefined;
  /** More keys of the event. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** What is told of something without a request: the system saw it. */
export type Observation = Act;

/** Method, page below `/v2/{gid}` or a path, and path of the public API (below the project's when there is one). */
type Door = readonly [method: string, page: string, api: string];

const DOORS: Readonly<Record<string, Door>> = {
  AUTOMATION_CONFIG_PUBLISHED_AUDIT: ["PUT", "automation/publish", "automationConfig"],
  MONGODB_USER_ADDED: ["POST", "automation/users", "automationConfig"],
  MONGODB_USER_UPDATED: ["PUT", "automation/users", "automationConfig"],
  MONGODB_USER_DELETED: ["DELETE", "automation/users", "automationConfig"],
  AGENT_API_KEY_CREATED: ["POST", "settings/agentApiKeys", "agentapikeys"],
  AGENT_API_KEY_DELETED: ["DELETE", "settings/agentApiKeys", "agentapikeys"],
  GROUP_DELETED: ["DELETE", "settings/project", ""],
  GROUP_NAME_CHANGED: ["PATCH", "settings/project", ""],
  GROUP_TAGS_CHANGED: ["PATCH", "settings/tags", ""],
  ALERT_CONFIG_ADDED_AUDIT: ["POST", "alertConfigs", "alertConfigs"],
  ALERT_CONFIG_CHANGED_AUDIT: ["PUT", "alertConfigs", "alertConfigs"],
  MAINTENANCE_WINDOW_ADDED_AUDIT: ["POST", "maintenanceWindows", "maintenanceWindows"],
  RS_SNAPSHOT_SCHEDULE_UPDATED_AUDIT: ["PATCH", "backup/schedule", "backupConfigs"],
  RS_STATE_CHANGED_AUDIT: ["PATCH", "backup/state", "backupConfigs"],
  RESTORE_REQUESTED_AUDIT: ["POST", "backup/restore", "restoreJobs"],
  SNAPSHOT_DELETED_AUDIT: ["DELETE", "backup/snapshots", "snapshots"],
  DISABLE_HOST_AUDIT: ["POST", "hosts/disable", "hosts"],
  PAUSE_HOST_AUDIT: ["POST", "hosts/pause", "hosts"],
  DELETE_HOST_AUDIT: ["DELETE", "hosts", "hosts"],
  DB_PROFILER_ENABLE_AUDIT: ["POST", "hosts/profiler", "hosts"],
  USER_ROLES_CHANGED_AUDIT: ["PATCH", "users/roles", "users"],
  INVITED_TO_GROUP: ["POST", "users/invite", "invites"],
  ORG_API_KEY_ADDED: ["POST", "/org/apiKeys", "/orgs/{org}/apiKeys"],
  ORG_API_KEY_DELETED: ["DELETE", "/org/apiKeys", "/orgs/{org}/apiKeys"],
  ORG_PUBLIC_API_ACCESS_LIST_REQUIRED: ["PATCH", "/org/settings", "/orgs/{org}"],
  USER_CREATED_AUDIT: ["POST", "/user/v1/users", "/users"],
  USAGE_DATA_ENABLED: ["PATCH", "/admin/usageData", "/admin/usageData"],
  TEAM_CREATED: ["POST", "/org/teams", "/orgs/{org}/teams"],
  SNAPSHOT_STORE_CONFIG_CHANGE: ["PUT", "/admin/backup/snapshotStore", "/admin/backup/snapshot/s3Configs"],
  OPLOG_STORE_CONFIG_CHANGE: ["PUT", "/admin/backup/oplogStore", "/admin/backup/oplog/mongoConfigs"],
  RS_CREDENTIAL_UPDATED_AUDIT: ["PUT", "backup/credentials", "backupConfigs"],
  DAEMON_CONFIG_CHANGE: ["PUT", "/admin/backup/daemons", "/admin/backup/daemon/configs"],
  SCHEDULE_GROOM: ["POST", "/admin/backup/groom", "/admin/backup/groom"],
  BULK_HEAD_MOVE: ["POST", "/admin/backup/move", "/admin/backup/daemon/configs"],
  LOG_LEVEL_CHANGE: ["PUT", "/admin/logs/levels", "/admin/logLevels"],
  SUCCESSFUL_LOGIN_AUDIT: ["POST", "/user/v1/auth", ""],
  UNSUCCESSFUL_LOGIN_AUDIT: ["POST", "/user/v1/auth", ""],
};
const FAILED_LOGIN = "UNSUCCESSFUL_LOGIN_AUDIT";
const BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/143.0";

/**
 * Somebody does something, and it is done: the request, its records, and the event. Gives the event's id.
 *
 * @throws {RangeError} when no server is there to do it
 */
export function act(world: World, actor: Actor, change: Act): string {
  const id = attempt(world, actor, change);
  if (id === null) {
    throw new RangeError(`Cannot make an event of type ${change.type}: its request was refused`);
  }
  return id;
}

/** Somebody tries something: what the servers refuse makes no event, and gives null. */
export function attempt(world: World, actor: Actor, change: Act): string | null {
  const { random } = world;
  const sent = actor.isKey ? actByApi(world, actor, change) : actByPage(world, actor, change);
  if (sent === null || (sent.status >= 400 && change.type !== FAILED_LOGIN)) return null;
  sent.host.twins++;
  if (random.chance(0.6)) writeHandling(world, sent, change);
  const doneMs = change.timeMs + sent.tookMs * random.between(0.5, 1);
  return addEvent(world, { ...change, timeMs: doneMs }, actor);
}

/** The system saw something: an event without a request. Gives its id. */
export function observe(world: World, observation: Observation): string {
  return addEvent(world, observation, null);
}

/** An alert that opens late and, at a later time, ends. Gives the id of its opening event. */
export function alert(
  world: World,
  opening: Observation,
  ending: { readonly type: string; readonly timeMs: number } | null,
): string {
  const keys = { alertId: world.random.hex(24), alertConfigId: world.random.hex(24) };
  const fields = { ...opening.fields, ...keys };
  if (ending !== null) observe(world, { ...opening, ...ending, fields });
  return observe(world, { ...opening, fields });
}

function addEvent(world: World, { timeMs, type, gid, fields }: Act, actor: Actor | null): string {
  const id = world.random.hex(24);
  const address = world.proxyInEvents && world.proxy !== null ? world.proxy : actor?.address;
  world.events.push({
    id,
    created: `${new Date(Math.floor(timeMs / 1000) * 1000).toISOString().slice(0, 19)}Z`,
    eventTypeName: type,
    orgId: world.orgId,
    ...(gid === undefined ? {} : { groupId: gid }),
    ...(actor === null ? {} : { ...actor.fields, remoteAddress: address, isGlobalAdmin: false }),
    ...fields,
  });
  return id;
}

function doorOf({ type }: Act): Door {
  return DOORS[type] ?? ["POST", "settings", "settings"];
}

function actByApi(world: World, actor: Actor, change: Act): SentRequest | null {
  const [method, , path] = doorOf(change);
  const { gid = null, timeMs } = change;
  const inProject = `/groups/${gid}${path === "" ? "" : `/${path}`}`;
  const rest = gid === null || path.startsWith("/") ? path.replace("{org}", world.orgId) : inProject;
  return sendDigest(world, actor, { timeMs, method, url: `/api/public/v1.0${rest}`, gid, usualMs: 220 });
}

function actByPage(world: World, actor: Actor, change: Act): SentRequest | null {
  const [method, page] = doorOf(change);
  const { gid = null, timeMs } = change;
  return sendRequest(world, {
    timeMs,
    client: actor.address,
    user: world.namesPeople ? actor.user : "-",
    method,
    url: page.startsWith("/") ? page : gid === null ? `/admin/${page}` : `/v2/${gid}/${page}`,
    status: change.type === FAILED_LOGIN ? 401 : 200,
    usualMs: 260,
    gid,
    agent: null,
    sender: "person",
    userAgent: BROWSER,
  });
}

function writeHandling(world: World, { host, tookMs }: SentRequest, { timeMs, gid, type }: Act): void {
  const { random } = world;
  const thread = `JettyHttpPool-${random.whole(20, 480)}`;
  const count = random.whole(1, 2);
  for (let i = 1; i <= count; i++) {
    writeRecord(world, host, {
      timeMs: timeMs + tookMs * (0.2 + 0.3 * i),
      thread,
      gid,
      level: "INFO",
      logger: "com.xgen.svc.mms.svc.activity.AuditSvc",
      method: `${i === 1 ? "begin" : "save"}:${40 + i}`,
      message: i === 1 ? `Handling change ${random.hex(24)}` : `Saved audit of type ${type}`,
    });
  }
}
