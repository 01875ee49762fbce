import { INCIDENT_KINDS, type IncidentKind } from "../incident_kind.ts";
import type { PlantedRequest } from "../log/access_log.ts";
import type { PlantedRecord } from "../log/application_log.ts";
import { recordTemplate } from "../log/record_template.ts";
import type { Interval } from "../log/traffic_curve.ts";
import type { SampleFleet } from "../sample_fleet.ts";
import { SeededRandom } from "../seeded_random.ts";
import { appDbAuth, appDbElections, appDbOutage } from "./appdb_incidents.ts";
import { decoyEvents, ordinaryEvents } from "./background_events.ts";
import type { Blackout, IncidentScene, IncidentStory } from "./incident_story.ts";
import { agentKey, backupStore, configPush, unexplained } from "./project_incidents.ts";
import { createSampleEvent, type EventDraft, type SampleEvent } from "./sample_event.ts";
import { nothing, restartLoop, silence } from "./server_incidents.ts";

const MINUTE_MS = 60_000;

const STORIES: Readonly<Record<IncidentKind, (scene: IncidentScene) => IncidentStory>> = {
  "appdb-outage": appDbOutage,
  "appdb-auth": appDbAuth,
  "appdb-elections": appDbElections,
  "backup-store": backupStore,
  "agent-key": agentKey,
  "config-push": configPush,
  "restart-loop": restartLoop,
  "silence": silence,
  "unexplained": unexplained,
  "none": nothing,
};

/** What decides how an incident goes. */
export interface IncidentPlanOptions {
  /** Which incident. */
  readonly kind: IncidentKind;
  /** Seed of everything random. */
  readonly seed: number;
  /** Whole span of the sample. */
  readonly span: Interval;
  /** Whose fleet. */
  readonly fleet: SampleFleet;
  /** Most bytes that the incident should add to the application log of a host. */
  readonly burstBytes: number;
  /** Ordinary records of a host's application log in a minute. */
  readonly recordsPerMinute: number;
}

/** All that is not ordinary traffic: the incident, and the events of the whole span. */
export interface IncidentPlan extends Interval {
  /** What happens. */
  readonly story: IncidentStory;
  /** Records to put into application logs, by time. */
  readonly records: readonly PlantedRecord[];
  /** Requests to put into access logs, by time. */
  readonly requests: readonly PlantedRequest[];
  /** All events, newest first. */
  readonly events: readonly SampleEvent[];
  /** The cause among them. */
  readonly causeEventId: string | null;
  /** What only looks like a cause. */
  readonly decoyEventIds: readonly string[];
  /** Alerts that tell the same as the finding. */
  readonly confirmingEventIds: readonly string[];
}

function createScene(options: IncidentPlanOptions): IncidentScene {
  const { kind, seed, span } = options;
  const random = new SeededRandom(seed, `incident/${kind}`);
  const fromMs = Math.floor(span.fromMs + (span.toMs - span.fromMs) * random.between(0.52, 0.93));
  const lengthMs = random.between(...INCIDENT_KINDS[kind].minutes) * MINUTE_MS;
  const toMs = Math.floor(Math.min(fromMs + lengthMs, span.toMs - MINUTE_MS));
  return { ...options, random, fromMs, toMs, causeMs: fromMs - 20_000 - random.below(220_000) };
}

function isDark(
  blackouts: readonly Blackout[],
  host: number,
  timeMs: number,
  log: "application" | "access",
): boolean {
  return blackouts.some((blackout) =>
    blackout.host === host && timeMs >= blackout.fromMs && timeMs < blackout.toMs &&
    (blackout.logs === "all" || log === "application")
  );
}

/** An event that was made over HTTP, and the index of the host that served the request. */
interface ServedEvent {
  readonly event: SampleEvent;
  readonly request: PlantedRequest;
}

function serveEvent(scene: IncidentScene, story: IncidentStory, event: SampleEvent): ServedEvent[] {
  const { timeMs, actor, request } = event;
  const hosts = scene.fleet.hosts.map((_, host) => host);
  const up = hosts.filter((host) => !isDark(story.blackouts, host, timeMs, "access"));
  if (actor === undefined || request === undefined || up.length === 0) return [];
  return [{ event, request: { timeMs, actor, request, host: scene.random.pick(up) } }];
}

/** What the server logs for such a request. */
function auditRecord({ event: { timeMs, type, project }, request }: ServedEvent): PlantedRecord {
  const template = recordTemplate({
    level: "INFO",
    thread: "jetty",
    logger: "com.xgen.cloud.event.ActivityFeedSvc",
    caller: "ActivityFeedSvc.java:append:72",
    withProject: project !== undefined,
    message: `Appended ${type} to the activity feed`,
  });
  return { timeMs, host: request.host, template, project: project ?? null };
}

function byTime<T extends { timeMs: number }>(items: readonly T[]): T[] {
  return items.toSorted((left, right) => left.timeMs - right.timeMs);
}

/** Plans the incident and all events of the span. */
export function planIncident(options: IncidentPlanOptions): IncidentPlan {
  const scene = createScene(options);
  const { fleet, random, fromMs, toMs } = scene;
  const story = STORIES[options.kind](scene);
  const create = (draft: EventDraft): SampleEvent => createSampleEvent(random, fleet, draft);
  const cause = story.cause === null ? [] : [create(story.cause)];
  const confirming = story.confirming.filter(({ timeMs }) => timeMs < options.span.toMs).map(create);
  const decoys = decoyEvents(scene, story, options.span).map(create);
  const ordinary = ordinaryEvents(scene, story, options.span).map(create);
  const events = byTime([...cause, ...confirming, ...decoys, ...ordinary]);
  const served = events.flatMap((event) => serveEvent(scene, story, event));
  const audits = served.map(auditRecord).filter(({ host, timeMs }) =>
    !isDark(story.blackouts, host, timeMs, "application")
  );
  return {
    fromMs,
    toMs,
    story,
    requests: served.map(({ request }) => request),
    records: byTime([...story.planted, ...audits]),
    events: events.toReversed(),
    causeEventId: cause[0]?.id ?? null,
    decoyEventIds: decoys.map(({ id }) => id).sort(),
    confirmingEventIds: confirming.map(({ id }) => id).sort(),
  };
}
