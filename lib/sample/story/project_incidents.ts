import { PROJECT_NOISE } from "../log/noise_messages.ts";
import { type RecordTemplate, recordTemplate } from "../log/record_template.ts";
import { stackTrace } from "../log/stack_trace.ts";
import type { SampleProject } from "../sample_fleet.ts";
import { agentKeyCreated, agentKeyDeleted, configPublished } from "./change_drafts.ts";
import {
  allHosts,
  burst,
  burstCount,
  fleetBurst,
  type IncidentScene,
  type IncidentStory,
} from "./incident_story.ts";
import { alertFields, type EventDraft } from "./sample_event.ts";

const MINUTE_MS = 60_000;
const BURST_FACTOR = 30;
/** Share of a host's records that are the noise of one project; see `application_log.ts`. */
const NOISE_SHARE = 0.018 / PROJECT_NOISE.length;

function agentAlerts({ random, fromMs, toMs }: IncidentScene, project: SampleProject): EventDraft[] {
  const alert = { project, fields: { ...alertFields(random), hostname: random.pick(project.agents).host } };
  return [
    { timeMs: fromMs + random.between(4, 9) * MINUTE_MS, type: "AUTOMATION_AGENT_DOWN", ...alert },
    { timeMs: toMs + random.between(1, 3) * MINUTE_MS, type: "AUTOMATION_AGENT_UP", ...alert },
  ];
}

/** The agents of a project use a key that was deleted, until they get a new one. */
export function agentKey(scene: IncidentScene): IncidentStory {
  const { random, fleet, causeMs: timeMs, fromMs, toMs } = scene;
  const project = random.pick(fleet.projects.slice(1));
  const refused = recordTemplate({
    level: "WARN",
    thread: "jetty",
    logger: "com.xgen.svc.mms.res.filter.AgentKeyFilter",
    caller: "AgentKeyFilter.java:verify:84",
    withProject: true,
    message: "Refused a call of agent @{agent} (@{version}): its key is not known to the project",
  });
  const site = { random, timeMs, project, actor: random.pick(fleet.actors) };
  const hosts = allHosts(fleet);
  return {
    hosts,
    projects: [project],
    planted: fleetBurst({ ...scene, burstBytes: scene.burstBytes / 3 }, {
      windows: [scene],
      templates: [refused],
      project,
    }),
    access: [{ fromMs, toMs, hosts, groupId: project.id, share: 1, status: 401, latencyMs: [1, 9] }],
    blackouts: [],
    cause: agentKeyDeleted(site),
    confirming: [...agentAlerts(scene, project), agentKeyCreated({ ...site, timeMs: toMs })],
  };
}

function noiseJump(
  scene: IncidentScene,
  template: RecordTemplate,
  project: SampleProject,
): IncidentStory["planted"] {
  const minutes = (scene.toMs - scene.fromMs) / MINUTE_MS;
  const jump = Math.ceil(BURST_FACTOR * NOISE_SHARE * scene.recordsPerMinute * minutes);
  const hosts = allHosts(scene.fleet);
  const count = Math.max(jump, burstCount({ ...scene, burstBytes: 0 }, [template], hosts.length));
  return hosts.flatMap((host) =>
    burst(scene.random, { host, windows: [scene], templates: [template], project, count })
  );
}

/** An error that nothing in the events explains: it was always there, now it comes thirty times as often. */
export function unexplained(scene: IncidentScene): IncidentStory {
  const { random, fleet } = scene;
  const index = random.below(PROJECT_NOISE.length);
  const template = PROJECT_NOISE[index] ?? random.pick(PROJECT_NOISE);
  const project = fleet.projects[index + 1] ?? fleet.backing;
  return {
    hosts: allHosts(fleet),
    projects: [project],
    planted: noiseJump(scene, template, project),
    access: [],
    blackouts: [],
    cause: null,
    confirming: [],
  };
}

/** As `unexplained`, but a configuration of that project was published just before. */
export function configPush(scene: IncidentScene): IncidentStory {
  const { random, fleet, causeMs: timeMs } = scene;
  const story = unexplained(scene);
  const project = story.projects[0] ?? fleet.backing;
  const site = { random, timeMs, project, actor: random.pick(fleet.actors) };
  return { ...story, cause: configPublished(site, random.pick(project.replicaSets)) };
}

function refusedBlocks(): RecordTemplate[] {
  const exception =
    "software.amazon.awssdk.services.s3.model.S3Exception: The bucket does not allow writes with " +
    "this storage class (Service: S3, Status Code: 400, Request ID: @{id})";
  const trace = stackTrace({
    exception: "com.xgen.svc.brs.san.BlockShelfException: block @{id} was refused",
    frames: ["BlockShelf.put", "BlockShelf.putAll", "SnapshotFlowSvc.shelve"],
    bottom: "pool",
    cause: { exception, frames: ["ObjectBucket.put", "ObjectBucket.send"] },
  });
  const shared = { level: "ERROR", thread: "inserter", withProject: true, trace } as const;
  return [
    recordTemplate({
      ...shared,
      logger: "backup.jobs.@{gid}.@{rs}",
      caller: "SnapshotFlowSvc.java:shelve:402",
      message: "Block @{id} of snapshot @{id} did not reach store objects-main",
    }),
    recordTemplate({
      ...shared,
      logger: "com.xgen.svc.brs.san.BlockShelf",
      caller: "BlockShelf.java:putAll:145",
      message: "Giving up a batch of @{n} blocks for store objects-main",
    }),
  ];
}

/** The snapshot store refuses what every backup writes. */
export function backupStore(scene: IncidentScene): IncidentStory {
  const { random, fleet, causeMs: timeMs, fromMs, toMs } = scene;
  const alert = { project: random.pick(fleet.projects), fields: alertFields(random) };
  return {
    hosts: allHosts(fleet),
    projects: [],
    planted: fleetBurst(scene, { windows: [scene], templates: refusedBlocks(), project: null }),
    access: [],
    blackouts: [],
    cause: {
      timeMs,
      type: "SNAPSHOT_STORE_CONFIG_CHANGE",
      actor: random.pick(fleet.actors),
      request: "PUT /api/public/v1.0/admin/backup/snapshot/s3Configs/objects-main",
    },
    confirming: [
      { timeMs: fromMs + 9 * MINUTE_MS, type: "BLOCKSTORE_JOB_TOO_MANY_RETRIES", ...alert },
      { timeMs: toMs + 6 * MINUTE_MS, type: "BLOCKSTORE_JOB_RECOVERED", ...alert },
    ],
  };
}
