import { alert, attempt } from "./change_events.ts";
import { timesByRhythm } from "./rhythm.ts";
import type { Actor, Project, World } from "./world.ts";

/** Changes that break nothing, whatever their project. */
const HARMLESS = [
  "ALERT_CONFIG_ADDED_AUDIT",
  "ALERT_CONFIG_CHANGED_AUDIT",
  "GROUP_TAGS_CHANGED",
  "GROUP_NAME_CHANGED",
  "MAINTENANCE_WINDOW_ADDED_AUDIT",
  "SNAPSHOT_DELETED_AUDIT",
  "MONGODB_USER_ADDED",
  "USER_ROLES_CHANGED_AUDIT",
  "DB_PROFILER_ENABLE_AUDIT",
];
/** The same of no project. */
const HARMLESS_WIDE = ["USER_CREATED_AUDIT", "TEAM_CREATED", "ORG_API_KEY_ADDED", "USAGE_DATA_ENABLED"];
/** Changes that might break something, in projects where nothing is broken. */
const SUSPICIOUS = [
  "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
  "RS_SNAPSHOT_SCHEDULE_UPDATED_AUDIT",
  "RESTORE_REQUESTED_AUDIT",
  "MONGODB_USER_UPDATED",
  "AGENT_API_KEY_CREATED",
  "RS_STATE_CHANGED_AUDIT",
];
const MINUTE_MS = 60_000;

/** What decoys need to know of the trouble. */
export interface DecoyPlan {
  /** When troubles begin. */
  readonly near: readonly number[];
  /** Projects in which something is broken: only harmless changes happen there. */
  readonly busy: readonly string[];
  /** How many are near each. */
  readonly count: number;
}

/** Changes without consequence all over the logs and some near the trouble; logins; alerts of other things. */
export function addDecoys(world: World, plan: DecoyPlan): void {
  const { random, span } = world;
  const minutes = (span.toMs - span.fromMs) / MINUTE_MS;
  for (const timeMs of timesByRhythm(world, world.bustle * random.between(6, 30) / minutes)) {
    decoy(world, timeMs, plan);
  }
  for (const timeMs of timesByRhythm(world, world.bustle * random.between(8, 30) / minutes)) {
    login(world, timeMs);
  }
  for (const timeMs of timesByRhythm(world, world.bustle * random.between(2, 8) / minutes)) {
    strangeAlert(world, timeMs, plan);
  }
  if (random.chance(0.2)) publishAllDay(world, plan);
  for (const nearMs of plan.near) {
    for (let i = 0; i < plan.count; i++) decoy(world, nearMs - random.between(-3, 20) * MINUTE_MS, plan);
  }
}

/** A tool publishes the configuration of a project again and again: that is how it works there. */
function publishAllDay(world: World, plan: DecoyPlan): void {
  const { random, span } = world;
  const others = bystanders(world, plan);
  if (others.length === 0) return;
  const { gid, members } = random.pick(others);
  const everyMs = random.between(15, 40) * MINUTE_MS;
  for (let timeMs = span.fromMs + random.between(0, everyMs); timeMs < span.toMs; timeMs += everyMs) {
    const fields = { diffs: processDiffs(random.pick(members)) };
    const publish = { timeMs, type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT", gid, fields };
    attempt(world, random.pick(world.keys), publish);
  }
}

/** Projects in which nothing is broken; not the AppDB's. */
function bystanders({ projects }: World, { busy }: DecoyPlan): Project[] {
  return projects.slice(1).filter(({ gid }) => !busy.includes(gid));
}

function decoy(world: World, timeMs: number, plan: DecoyPlan): void {
  const { random } = world;
  if (random.chance(0.15)) {
    attempt(world, anybody(world), { timeMs, type: random.pick(HARMLESS_WIDE), fields: keyOfNobody(world) });
    return;
  }
  const others = bystanders(world, plan);
  const isSuspicious = others.length > 0 && random.chance(0.5);
  const project = random.pick(isSuspicious ? others : world.projects);
  const type = random.pick(isSuspicious ? SUSPICIOUS : HARMLESS);
  attempt(world, anybody(world), { timeMs, type, gid: project.gid, fields: fieldsOf(world, type, project) });
}

/** A person or a key. */
export function anybody({ random, people, keys }: World): Actor {
  return random.pick(random.chance(0.6) ? people : keys);
}

/** Keys of wide changes: they are about somebody who does not appear again. */
function keyOfNobody({ random }: World): Record<string, unknown> {
  return { targetUsername: "new.colleague@example.com", targetPublicKey: random.hex(8) };
}

function fieldsOf({ random }: World, type: string, project: Project): Record<string, unknown> {
  if (type.startsWith("RS_") || type === "RESTORE_REQUESTED_AUDIT") {
    return { replicaSetName: project.replicaSet };
  }
  if (type === "USER_ROLES_CHANGED_AUDIT") return { targetUsername: "someone@example.com" };
  if (type.startsWith("MONGODB_USER")) {
    return { diffs: [{ id: `app${random.whole(1, 9)}`, status: "MODIFIED", type: "USERS" }] };
  }
  return type === "AUTOMATION_CONFIG_PUBLISHED_AUDIT"
    ? { diffs: processDiffs(random.pick(project.members)) }
    : {};
}

/** What a published configuration changes of one process. */
export function processDiffs(member: string, status = "MODIFIED"): unknown[] {
  const params = [{ display: "Log Verbosity", param: "systemLog.verbosity", old: 0, new: 1 }];
  return [{ id: `${member}:27017`, name: member, status, type: "PROCESS", params }];
}

function login(world: World, timeMs: number): void {
  attempt(world, world.random.pick(world.people), { timeMs, type: "SUCCESSFUL_LOGIN_AUDIT" });
}

function strangeAlert(world: World, timeMs: number, plan: DecoyPlan): void {
  const { random } = world;
  const others = bystanders(world, plan);
  if (others.length === 0) return;
  const { gid, replicaSet, members } = random.pick(others);
  const fields = {
    hostname: random.pick(members),
    port: 27017,
    replicaSetName: replicaSet,
    metricName: "OPCOUNTER_CMD",
    currentValue: { number: random.whole(1, 900), units: "RAW" },
  };
  const ending = { type: "INSIDE_METRIC_THRESHOLD", timeMs: timeMs + random.between(2, 40) * MINUTE_MS };
  alert(world, { timeMs, type: "OUTSIDE_METRIC_THRESHOLD", gid, fields }, ending);
}
