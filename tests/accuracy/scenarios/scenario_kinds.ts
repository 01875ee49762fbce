import type { WorldNeeds } from "./create_world.ts";
import {
  apiKeyDeleted,
  bruteForce,
  clientFlood,
  errorsAfterPublish,
  errorsAfterUpgrade,
  latencyAfterChange,
  latencyWithoutEvent,
} from "./kinds/access_kinds.ts";
import {
  agentKeyDeleted,
  agentsSilentAfterPublish,
  agentsSilentWithoutEvent,
  hostMaintenance,
  projectDeleted,
} from "./kinds/agent_kinds.ts";
import { appdbPublish, appdbSetting, appdbUserChanged, appdbWithoutEvent } from "./kinds/appdb_kinds.ts";
import { snapshotAborted, storeChange, storeWithoutEvent } from "./kinds/backup_kinds.ts";
import {
  backupCredential,
  daemonConfig,
  groomScheduled,
  invalidConfig,
  memberRemoved,
  oplogStoreChange,
  restoreRequested,
} from "./kinds/known_change_kinds.ts";
import { agentsUpgraded, plannedRestart } from "./kinds/planned_kinds.ts";
import { dailyRhythm, hourlySpikes, lateStart, missingDay, oneOffErrors } from "./kinds/quiet_kinds.ts";
import { clockSkew, cronFailing, diskFull, outOfMemory, restartLoop } from "./kinds/server_kinds.ts";
import {
  debugLeftOn,
  ldapSetting,
  mailSetting,
  mailWithoutEvent,
  samlSetting,
} from "./kinds/setting_kinds.ts";
import { unknownAfterPublish, unknownWithoutEvent } from "./kinds/signature_kinds.ts";
import type { TroubleMaker } from "./trouble.ts";

/** A kind of scenario. */
export interface ScenarioKind {
  /** Name. */
  readonly name: string;
  /** `cause`: an event is the cause. `no-cause`: trouble that no event explains. `quiet`: no trouble. */
  readonly family: "cause" | "no-cause" | "quiet";
  /** Make the trouble; several make independent troubles. */
  readonly makers: readonly TroubleMaker[];
  /** What it needs to show at all. */
  readonly needs?: WorldNeeds;
}

/** For kinds that show in application logs alone. */
const ANY_LOGS: WorldNeeds = { mayLackAccess: true };

/** All kinds. */
export const SCENARIO_KINDS: readonly ScenarioKind[] = [
  { name: "appdb-publish", family: "cause", makers: [appdbPublish], needs: ANY_LOGS },
  { name: "appdb-setting", family: "cause", makers: [appdbSetting], needs: ANY_LOGS },
  { name: "appdb-user-changed", family: "cause", makers: [appdbUserChanged], needs: ANY_LOGS },
  { name: "agents-silent-after-publish", family: "cause", makers: [agentsSilentAfterPublish] },
  { name: "host-maintenance", family: "cause", makers: [hostMaintenance] },
  { name: "agent-key-deleted", family: "cause", makers: [agentKeyDeleted] },
  { name: "project-deleted", family: "cause", makers: [projectDeleted] },
  { name: "store-change", family: "cause", makers: [storeChange], needs: ANY_LOGS },
  { name: "snapshot-aborted", family: "cause", makers: [snapshotAborted], needs: ANY_LOGS },
  { name: "errors-after-publish", family: "cause", makers: [errorsAfterPublish] },
  { name: "latency-after-change", family: "cause", makers: [latencyAfterChange], needs: { isTimed: true } },
  { name: "client-flood", family: "cause", makers: [clientFlood], needs: { isDirect: true } },
  { name: "api-key-deleted", family: "cause", makers: [apiKeyDeleted] },
  { name: "mail-setting", family: "cause", makers: [mailSetting], needs: ANY_LOGS },
  { name: "ldap-setting", family: "cause", makers: [ldapSetting], needs: ANY_LOGS },
  { name: "saml-setting", family: "cause", makers: [samlSetting], needs: ANY_LOGS },
  { name: "debug-left-on", family: "cause", makers: [debugLeftOn], needs: ANY_LOGS },
  { name: "unknown-after-publish", family: "cause", makers: [unknownAfterPublish], needs: ANY_LOGS },
  { name: "backup-credential", family: "cause", makers: [backupCredential], needs: ANY_LOGS },
  { name: "invalid-config", family: "cause", makers: [invalidConfig], needs: ANY_LOGS },
  { name: "daemon-config", family: "cause", makers: [daemonConfig], needs: { hasDaemon: true } },
  { name: "oplog-store-change", family: "cause", makers: [oplogStoreChange], needs: ANY_LOGS },
  { name: "member-removed", family: "cause", makers: [memberRemoved], needs: ANY_LOGS },
  { name: "restore-requested", family: "cause", makers: [restoreRequested], needs: { hasDaemon: true } },
  { name: "groom-scheduled", family: "cause", makers: [groomScheduled], needs: ANY_LOGS },
  { name: "two-changes", family: "cause", makers: [errorsAfterPublish, storeChange] },
  { name: "change-and-chance", family: "cause", makers: [agentKeyDeleted, mailWithoutEvent] },
  { name: "appdb-without-event", family: "no-cause", makers: [appdbWithoutEvent], needs: ANY_LOGS },
  { name: "agents-silent-without-event", family: "no-cause", makers: [agentsSilentWithoutEvent] },
  { name: "store-without-event", family: "no-cause", makers: [storeWithoutEvent], needs: ANY_LOGS },
  { name: "errors-after-upgrade", family: "no-cause", makers: [errorsAfterUpgrade] },
  {
    name: "latency-without-event",
    family: "no-cause",
    makers: [latencyWithoutEvent],
    needs: { isTimed: true },
  },
  { name: "brute-force", family: "no-cause", makers: [bruteForce] },
  { name: "mail-without-event", family: "no-cause", makers: [mailWithoutEvent], needs: ANY_LOGS },
  { name: "unknown-without-event", family: "no-cause", makers: [unknownWithoutEvent], needs: ANY_LOGS },
  { name: "restart-loop", family: "no-cause", makers: [restartLoop], needs: ANY_LOGS },
  { name: "out-of-memory", family: "no-cause", makers: [outOfMemory], needs: ANY_LOGS },
  { name: "disk-full", family: "no-cause", makers: [diskFull], needs: ANY_LOGS },
  { name: "cron-failing", family: "no-cause", makers: [cronFailing], needs: ANY_LOGS },
  { name: "clock-skew", family: "quiet", makers: [clockSkew], needs: { hasOddClock: true } },
  { name: "daily-rhythm", family: "quiet", makers: [dailyRhythm], needs: ANY_LOGS },
  { name: "hourly-spikes", family: "quiet", makers: [hourlySpikes] },
  { name: "late-start", family: "quiet", makers: [lateStart] },
  { name: "missing-day", family: "quiet", makers: [missingDay], needs: { hours: 52 } },
  { name: "planned-restart", family: "quiet", makers: [plannedRestart], needs: ANY_LOGS },
  { name: "agents-upgraded", family: "quiet", makers: [agentsUpgraded] },
  { name: "one-off-errors", family: "quiet", makers: [oneOffErrors], needs: ANY_LOGS },
];
