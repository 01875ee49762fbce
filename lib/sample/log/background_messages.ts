import {
  type LogLevel,
  type RecordSource,
  type RecordTemplate,
  recordTemplate,
  type ThreadKind,
} from "./record_template.ts";

/** Logger, thread, whether it works for a project, and what it works on: singular, plural. */
type Service = readonly [
  logger: string,
  thread: ThreadKind,
  withProject: boolean,
  thing: string,
  things: string,
];

const SERVICES: readonly Service[] = [
  ["com.xgen.svc.mms.svc.ping.PingIntakeSvc", "jetty", true, "ping", "pings"],
  ["com.xgen.svc.mms.svc.ping.HostViewSvc", "jetty", true, "host view", "host views"],
  ["com.xgen.svc.mms.res.AutomationConfResource", "jetty", true, "automation config", "automation configs"],
  ["com.xgen.svc.mms.res.AutomationStatusResource", "jetty", true, "goal state", "goal states"],
  ["com.xgen.svc.mms.res.AgentJobsResource", "jetty", true, "agent job", "agent jobs"],
  ["com.xgen.svc.mms.svc.agent.AgentSessionSvc", "jetty", true, "agent session", "agent sessions"],
  ["com.xgen.svc.brs.slurp.res.SlurpConfResource", "jetty", true, "tail assignment", "tail assignments"],
  ["com.xgen.svc.brs.slurp.svc.OplogSliceSvc", "jetty", true, "oplog slice", "oplog slices"],
  ["backup.jobs.@{gid}.@{rs}", "inserter", true, "snapshot block", "snapshot blocks"],
  [
    "com.xgen.svc.brs.slurp.svc.CheckpointTargetSvc",
    "jetty",
    true,
    "checkpoint target",
    "checkpoint targets",
  ],
  ["com.xgen.svc.mms.svc.alert.AlertStateSvc", "worker", true, "alert state", "alert states"],
  ["com.xgen.cloud.deployment.TopologySvc", "pool", true, "topology", "topologies"],
  ["com.xgen.svc.mms.svc.admin.DiscoveryDigestSvc", "discovery", false, "deployment", "deployments"],
  ["com.xgen.svc.mms.svc.ping.RollupPassSvc", "consumer", false, "rollup", "rollups"],
  ["com.xgen.svc.mms.svc.metrics.RetentionSvc", "worker", false, "metric range", "metric ranges"],
  ["com.xgen.svc.brs.san.BlockIndexSvc", "inserter", false, "block index page", "block index pages"],
  ["com.xgen.cloud.brs.groom.GroomPlanSvc", "worker", false, "groom candidate", "groom candidates"],
  ["com.xgen.svc.mms.svc.mail.MailQueueSvc", "worker", false, "mail", "mails"],
  ["com.xgen.svc.core.CronLedger", "worker", false, "cron entry", "cron entries"],
  ["com.xgen.module.usage.UsageSnapshotSvc", "consumer", false, "usage row", "usage rows"],
  ["com.xgen.svc.brs.web.svc.OplogShelfSvc", "oplog", false, "oplog shelf", "oplog shelves"],
  ["com.xgen.svc.common.lock.LeaseSvc", "pool", false, "lease", "leases"],
  ["com.xgen.cloud.event.ActivityFeedSvc", "pool", false, "feed entry", "feed entries"],
  ["com.xgen.svc.mms.svc.version.ManifestCacheSvc", "worker", false, "manifest page", "manifest pages"],
];

const DAEMON_SERVICES: readonly Service[] = [
  ["com.xgen.svc.brs.grid.DaemonWorkRing", "pool", false, "work item", "work items"],
  ["com.xgen.svc.brs.grid.HeadKeeper", "pool", false, "head", "heads"],
  ["com.xgen.svc.brs.grid.RestoreShuttle", "pool", false, "restore chunk", "restore chunks"],
  ["backup.jobs.@{gid}.@{rs}", "pool", false, "oplog window", "oplog windows"],
];

/** Level, method, message; `{thing}` and `{things}` come from the service. */
type Sentence = readonly [level: LogLevel, method: string, message: string];

const SENTENCES: readonly Sentence[] = [
  ["INFO", "storeBatch", "Stored @{n} {things} in @{ms} ms"],
  ["DEBUG", "refresh", "Skipping {thing} @{id}: already current"],
  ["DEBUG", "reportQueue", "Queue of {things} holds @{n} of 512"],
  ["INFO", "startPass", "Starting a pass over the {things} of @{n} target(s)"],
  ["INFO", "endPass", "Pass over {things} done: @{big} seen, @{n} changed, @{ms} ms"],
  ["DEBUG", "load", "Loaded {thing} @{id}, revision @{n}"],
  ["INFO", "receive", "Took {thing} of @{big} bytes from @{agent} (@{version})"],
  ["DEBUG", "plan", "Next {thing} is due in @{n} s"],
  ["DEBUG", "reportCache", "Cache of {things}: @{big} hits, @{n} misses"],
  ["INFO", "renew", "Renewed claim on {thing} @{id} for @{n} s"],
  ["INFO", "expire", "Dropped @{n} expired {things}"],
  ["DEBUG", "compare", "Compared {thing} of replica set @{rs} with revision @{n}: same"],
  ["INFO", "assign", "Assigned {thing} @{id} to slot @{n}"],
  ["DEBUG", "merge", "Merging @{n} {things} under session @{id}, took @{ms} ms"],
];

const LIMIT = 320;

function sourceOf(service: Service, sentence: Sentence, index: number): RecordSource {
  const [logger, thread, withProject, thing, things] = service;
  const [level, method, message] = sentence;
  const file = logger.startsWith("backup.") ? "SnapshotFlowSvc" : logger.slice(logger.lastIndexOf(".") + 1);
  return {
    level,
    thread,
    logger,
    withProject,
    caller: `${file}.java:${method}:${70 + index * 29}`,
    message: message.replaceAll("{things}", things).replaceAll("{thing}", thing),
  };
}

/** Every service with every sentence, neighbours far apart so that the frequent ones are of many kinds. */
function cross(services: readonly Service[]): RecordTemplate[] {
  return SENTENCES.flatMap((_, shift) =>
    services.flatMap((service, index) => {
      const at = (index * 5 + shift) % SENTENCES.length;
      const sentence = SENTENCES[at];
      return sentence === undefined ? [] : [recordTemplate(sourceOf(service, sentence, at))];
    })
  );
}

const ALL = cross(SERVICES).slice(0, LIMIT);

/** Ordinary records of the server, most frequent first: those logged for a project, and the others. */
export const SERVER_MESSAGES: {
  readonly withProject: readonly RecordTemplate[];
  readonly others: readonly RecordTemplate[];
} = {
  withProject: ALL.filter((template) => template.withProject),
  others: ALL.filter((template) => !template.withProject),
};

/** Ordinary records of the backup daemon, most frequent first. */
export const DAEMON_MESSAGES: readonly RecordTemplate[] = cross(DAEMON_SERVICES);
