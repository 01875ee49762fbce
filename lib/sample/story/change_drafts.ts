import type { SampleActor, SampleProject, SampleReplicaSet } from "../sample_fleet.ts";
import type { SeededRandom } from "../seeded_random.ts";
import type { EventDraft } from "./sample_event.ts";

/** Where and by whom a change is made. */
export interface ChangeSite {
  /** Source of ids and numbers. */
  readonly random: SeededRandom;
  /** When. */
  readonly timeMs: number;
  /** In which project. */
  readonly project: SampleProject;
  /** By whom. */
  readonly actor: SampleActor;
}

function groupPath(project: SampleProject): string {
  return `/api/public/v1.0/groups/${project.id}`;
}

function processDiffs(random: SeededRandom, set: SampleReplicaSet): Record<string, unknown>[] {
  const cacheSize = { display: "Cache size (GB)", param: "storage.wiredTiger.engineConfig.cacheSizeGB" };
  const processes = set.members.map((member) => ({
    id: member,
    name: member,
    status: "MODIFIED",
    type: "PROCESS",
    params: [{ ...cacheSize, old: 4, new: 2 + random.below(7) }],
  }));
  const timeout = {
    display: "Election timeout",
    param: "settings.electionTimeoutMillis",
    old: 10_000,
    new: 4000,
  };
  return [
    { id: set.name, name: set.name, status: "MODIFIED", type: "REPLICA_SET", params: [timeout] },
    ...processes,
  ];
}

/** A deployment configuration that changes one replica set is published. */
export function configPublished(site: ChangeSite, set: SampleReplicaSet): EventDraft {
  return {
    timeMs: site.timeMs,
    type: "AUTOMATION_CONFIG_PUBLISHED_AUDIT",
    project: site.project,
    actor: site.actor,
    request: `PUT ${groupPath(site.project)}/automationConfig`,
    fields: { diffs: processDiffs(site.random, set) },
  };
}

/** A database user is deleted, or gets another password. */
export function databaseUserChanged(site: ChangeSite, userName: string): EventDraft {
  const deleted = site.random.chance(0.5);
  const diff = deleted
    ? { id: `admin.${userName}`, name: userName, status: "REMOVED", type: "USERS", params: [] }
    : {
      id: `admin.${userName}`,
      name: userName,
      status: "MODIFIED",
      type: "USERS",
      params: [{ param: "password" }],
    };
  return {
    timeMs: site.timeMs,
    type: deleted ? "MONGODB_USER_DELETED" : "MONGODB_USER_UPDATED",
    project: site.project,
    actor: site.actor,
    request: `PUT ${groupPath(site.project)}/automationConfig`,
    fields: { diffs: [diff] },
  };
}

/** The key of a project's agents is deleted. */
export function agentKeyDeleted(site: ChangeSite): EventDraft {
  return {
    timeMs: site.timeMs,
    type: "AGENT_API_KEY_DELETED",
    project: site.project,
    actor: site.actor,
    request: `DELETE ${groupPath(site.project)}/agentapikeys/${site.random.hex(24)}`,
  };
}

/** The agents of a project get a new key. */
export function agentKeyCreated(site: ChangeSite): EventDraft {
  return {
    timeMs: site.timeMs,
    type: "AGENT_API_KEY_CREATED",
    project: site.project,
    actor: site.actor,
    request: `POST ${groupPath(site.project)}/agentapikeys`,
  };
}

/** An alert configuration is added: changes what is told, not what happens. */
export function alertConfigAdded(site: ChangeSite): EventDraft {
  return {
    timeMs: site.timeMs,
    type: "ALERT_CONFIG_ADDED_AUDIT",
    project: site.project,
    actor: site.actor,
    request: `POST ${groupPath(site.project)}/alertConfigs`,
    fields: { alertConfigId: site.random.hex(24) },
  };
}

/** Somebody joins a project. */
export function groupJoined(site: ChangeSite): EventDraft {
  return {
    timeMs: site.timeMs,
    type: "JOINED_GROUP",
    project: site.project,
    actor: site.actor,
    fields: { targetUsername: `guest${site.random.below(90)}@example.com` },
  };
}

/** A snapshot schedule is changed. */
export function snapshotScheduleUpdated(site: ChangeSite): EventDraft {
  const set = site.random.pick(site.project.replicaSets);
  const clusterId = site.random.hex(24);
  return {
    timeMs: site.timeMs,
    type: "RS_SNAPSHOT_SCHEDULE_UPDATED_AUDIT",
    project: site.project,
    actor: site.actor,
    request: `PATCH ${groupPath(site.project)}/backupConfigs/${clusterId}/snapshotSchedule`,
    fields: { replicaSetName: set.name, clusterId },
  };
}

/** A database role is changed. */
export function databaseRoleUpdated(site: ChangeSite): EventDraft {
  const diff = {
    id: "admin.readReports",
    name: "readReports",
    status: "MODIFIED",
    type: "ROLES",
    params: [],
  };
  return {
    timeMs: site.timeMs,
    type: "MONGODB_ROLE_UPDATED",
    project: site.project,
    actor: site.actor,
    request: `PUT ${groupPath(site.project)}/automationConfig`,
    fields: { diffs: [diff] },
  };
}

/** Somebody signs in. */
export function signedIn(timeMs: number, actor: SampleActor): EventDraft {
  return { timeMs, type: "SUCCESSFUL_LOGIN_AUDIT", actor, request: "POST /user/v1/auth" };
}
