import { type RecordSource, type RecordTemplate, recordTemplate } from "./record_template.ts";
import { stackTrace, type TraceSource } from "./stack_trace.ts";

const SESSION_TRACE: TraceSource = {
  exception: "java.lang.IllegalStateException: session @{id} was replaced",
  frames: ["AgentSessionSvc.touch", "AgentSessionSvc.resume", "AgentLogIntake.accept"],
  bottom: "jetty",
};

const PLAN_TRACE: TraceSource = {
  exception: "com.xgen.svc.mms.svc.plan.StalePlanException: expected revision @{n}",
  frames: [
    "PlanLedgerSvc.check",
    "PlanLedgerSvc.append",
    "AutomationStatusIntake.merge",
    "AutomationStatusIntake.post",
  ],
  bottom: "jetty",
};

const METRIC_TRACE: TraceSource = {
  exception: "java.util.concurrent.CompletionException: metric row of @{agent} was dropped",
  frames: ["MetricRowSvc.flush", "MetricRowSvc.drain"],
  bottom: "pool",
  cause: {
    exception: "java.lang.IllegalArgumentException: bucket @{n} is closed",
    frames: ["MetricBucket.add"],
  },
};

const INDEX_TRACE: TraceSource = {
  exception: "java.util.ConcurrentModificationException",
  frames: ["IndexAdviceSvc.collect", "IndexAdviceSvc.run"],
  bottom: "pool",
};

const MAIL_TRACE: TraceSource = {
  exception: 'java.lang.NumberFormatException: For input string: "@{id}"',
  frames: ["DigestTextSvc.render", "DigestTextSvc.build", "MailQueueSvc.next"],
  bottom: "pool",
};

const OF_PROJECTS: readonly RecordSource[] = [
  {
    level: "WARN",
    thread: "jetty",
    logger: "com.xgen.svc.mms.res.AutomationStatusIntake",
    caller: "AutomationStatusIntake.java:post:181",
    withProject: true,
    message: "Plan report of @{agent} was not merged",
    trace: stackTrace(PLAN_TRACE),
  },
  {
    level: "ERROR",
    thread: "jetty",
    logger: "com.xgen.svc.mms.svc.agent.AgentLogIntake",
    caller: "AgentLogIntake.java:accept:96",
    withProject: true,
    message: "Log lines of @{agent} were not kept",
    trace: stackTrace(SESSION_TRACE),
  },
  {
    level: "WARN",
    thread: "jetty",
    logger: "com.xgen.svc.mms.svc.ping.MetricRowSvc",
    caller: "MetricRowSvc.java:flush:233",
    withProject: true,
    message: "Dropped a metric row after @{ms} ms",
    trace: stackTrace(METRIC_TRACE),
  },
  {
    level: "WARN",
    thread: "worker",
    logger: "com.xgen.svc.mms.svc.advice.IndexAdviceSvc",
    caller: "IndexAdviceSvc.java:run:58",
    withProject: true,
    message: "Index advice for replica set @{rs} ended early",
    trace: stackTrace(INDEX_TRACE),
  },
];

const OF_SERVERS: readonly RecordSource[] = [
  {
    level: "ERROR",
    thread: "worker",
    logger: "com.xgen.svc.mms.svc.mail.MailQueueSvc",
    caller: "MailQueueSvc.java:next:140",
    withProject: false,
    message: "Digest mail @{id} was skipped",
    trace: stackTrace(MAIL_TRACE),
  },
  {
    level: "WARN",
    thread: "consumer",
    logger: "com.xgen.svc.mms.svc.ping.RollupPassSvc",
    caller: "RollupPassSvc.java:claim:311",
    withProject: false,
    message: "Rollup @{id} was claimed by a neighbour, leaving it",
  },
  {
    level: "WARN",
    thread: "pool",
    logger: "com.xgen.svc.common.lock.LeaseSvc",
    caller: "LeaseSvc.java:renew:88",
    withProject: false,
    message: "Lease @{id} was renewed late, @{ms} ms after its end",
  },
];

/** Errors of single projects: number k is what project k + 1 of the fleet always has, and no other. */
export const PROJECT_NOISE: readonly RecordTemplate[] = OF_PROJECTS.map(recordTemplate);

/** Errors of the servers themselves. */
export const SERVER_NOISE: readonly RecordTemplate[] = OF_SERVERS.map(recordTemplate);
