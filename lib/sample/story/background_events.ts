import { daytime, type Interval } from "../log/traffic_curve.ts";
import type { SampleActor, SampleFleet, SampleProject } from "../sample_fleet.ts";
import type { SeededRandom } from "../seeded_random.ts";
import {
  agentKeyDeleted,
  alertConfigAdded,
  type ChangeSite,
  configPublished,
  databaseRoleUpdated,
  databaseUserChanged,
  groupJoined,
  signedIn,
  snapshotScheduleUpdated,
} from "./change_drafts.ts";
import type { IncidentScene, IncidentStory } from "./incident_story.ts";
import { alertFields, type EventDraft, memberFields } from "./sample_event.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Change = (site: ChangeSite) => EventDraft;

const publishAny: Change = (site) => configPublished(site, site.random.pick(site.project.replicaSets));
const CHANGES: readonly Change[] = [publishAny, databaseRoleUpdated, snapshotScheduleUpdated];
const HARMLESS: readonly Change[] = [alertConfigAdded, groupJoined];

function peopleOf(fleet: SampleFleet): SampleActor[] {
  return fleet.actors.filter((actor) => actor.kind === "person");
}

/** A time when people are at work, most likely. */
function workingTime(random: SeededRandom, span: Interval): number {
  const timeMs = Math.floor(random.between(span.fromMs, span.toMs));
  return random.chance(daytime(timeMs)) ? timeMs : Math.floor(random.between(span.fromMs, span.toMs));
}

function metricAlert(random: SeededRandom, fleet: SampleFleet, span: Interval): EventDraft[] {
  const project = random.pick(fleet.projects);
  const set = random.pick(project.replicaSets);
  const timeMs = Math.floor(random.between(span.fromMs, span.toMs));
  const metric = {
    metricName: "CONNECTIONS",
    currentValue: { number: 400 + random.below(200), units: "RAW" },
  };
  const fields = {
    ...alertFields(random),
    ...memberFields(random.pick(set.members)),
    replicaSetName: set.name,
    ...metric,
  };
  return [
    { timeMs, type: "OUTSIDE_METRIC_THRESHOLD", project, fields },
    { timeMs: timeMs + random.between(3, 40) * MINUTE_MS, type: "INSIDE_METRIC_THRESHOLD", project, fields },
  ];
}

function ordinaryChange(random: SeededRandom, fleet: SampleFleet, span: Interval): EventDraft {
  const change = random.pick([...CHANGES, ...HARMLESS]);
  const timeMs = workingTime(random, span);
  return change({ random, timeMs, project: random.pick(fleet.projects), actor: random.pick(fleet.actors) });
}

function eventsOfDay(random: SeededRandom, fleet: SampleFleet, day: Interval): EventDraft[] {
  const signIns = peopleOf(fleet).flatMap((person) =>
    Array.from({ length: 1 + random.below(3) }, () => signedIn(workingTime(random, day), person))
  );
  const alerts = Array.from({ length: 3 }, () => metricAlert(random, fleet, day)).flat();
  const changes = Array.from({ length: 2 + random.below(3) }, () => ordinaryChange(random, fleet, day));
  return [...signIns, ...alerts, ...changes];
}

/** What happens on every day; nothing of it changes a project of the incident in the hours around it. */
export function ordinaryEvents(scene: IncidentScene, story: IncidentStory, span: Interval): EventDraft[] {
  const drafts: EventDraft[] = [];
  for (let fromMs = span.fromMs; fromMs < span.toMs; fromMs += DAY_MS) {
    drafts.push(
      ...eventsOfDay(scene.random, scene.fleet, { fromMs, toMs: Math.min(fromMs + DAY_MS, span.toMs) }),
    );
  }
  const near = ({ timeMs }: EventDraft): boolean =>
    timeMs > scene.fromMs - 3 * HOUR_MS && timeMs < scene.toMs + HOUR_MS;
  const concerned = ({ project }: EventDraft): boolean =>
    project !== undefined && story.projects.includes(project);
  return drafts.filter((draft) => draft.timeMs < span.toMs && !(near(draft) && concerned(draft)));
}

/** The same kind of event as the cause, about something else. */
function echo(cause: EventDraft, site: ChangeSite, fleet: SampleFleet): EventDraft {
  if (cause.type === "AUTOMATION_CONFIG_PUBLISHED_AUDIT") return publishAny(site);
  if (cause.type.startsWith("MONGODB_USER_")) return databaseUserChanged(site, "reporter");
  if (cause.type === "AGENT_API_KEY_DELETED") return agentKeyDeleted(site);
  const { random, timeMs, actor } = site;
  if (cause.project === undefined) {
    const otherHost = fleet.hosts.find((host) => host !== cause.fields?.["hostname"]);
    const fields = cause.fields === undefined || otherHost === undefined
      ? {}
      : { fields: { hostname: otherHost } };
    return { timeMs, type: cause.type, actor, ...fields };
  }
  const set = random.pick(site.project.replicaSets);
  const fields = {
    replicaSetName: set.name,
    ...memberFields(random.pick(set.members)),
    hostId: random.hex(32),
  };
  return { timeMs, type: cause.type, project: site.project, fields };
}

/** Events that look like causes and are not: of other projects, harmless, hours before, or after the onset. */
export function decoyEvents(scene: IncidentScene, story: IncidentStory, span: Interval): EventDraft[] {
  const { random, fleet, fromMs, causeMs } = scene;
  const others = fleet.projects.filter((project) => !story.projects.includes(project));
  const at = (timeMs: number, project: SampleProject): ChangeSite => {
    return { random, timeMs: Math.floor(timeMs), project, actor: random.pick(fleet.actors) };
  };
  const hoursMs = Math.min(random.between(2, 8) * HOUR_MS, (fromMs - span.fromMs) * 0.8);
  const concerned = story.projects[0] ?? random.pick(others);
  const between = (): number => random.between(causeMs + 1000, fromMs - 1000);
  return [
    ...(story.cause === null ? [] : [echo(story.cause, at(fromMs - hoursMs, random.pick(others)), fleet)]),
    random.pick(CHANGES)(at(fromMs - random.between(1, 25) * MINUTE_MS, random.pick(others))),
    random.pick(HARMLESS)(at(between(), concerned)),
    signedIn(Math.floor(between()), random.pick(peopleOf(fleet))),
    publishAny(at(fromMs + random.between(1, 10) * MINUTE_MS, random.pick(others))),
    alertConfigAdded(at(fromMs + random.between(1, 12) * MINUTE_MS, concerned)),
  ];
}
