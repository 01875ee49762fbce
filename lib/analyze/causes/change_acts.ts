import { describeEventType, type EventScope } from "../../events/event_catalog.ts";
import type { EventRow } from "../../events/event_row.ts";

/** What one person or key changes within this time of the change before is one act (event catalogue, *Pairing and time*). */
const SAME_ACT_MS = 60_000;
/** An act ends so long after it began, whatever follows: a script that goes on for hours is more than one. */
const LONGEST_ACT_MS = 300_000;
/** What agents do about a published configuration, host by host, is seen so long after the act or the step before. */
const STEP_MS = 600_000;
const DEPLOYMENT: ReadonlySet<EventScope> = new Set(["host", "cluster", "project"]);
/** What the system tells of hosts and sets when an act is carried out. */
const STEP =
  /^(?:HOST_(?:RESTARTED|NOW_|UPGRADED|DOWNGRADED|IP_CHANGED)|VERSION_CHANGED|PRIMARY_ELECTED|CONFIGURATION_CHANGED|MEMBER_|SHARD_|INITIAL_SYNC_STARTED|SYNC_PENDING|(?:GROUP_)?FLUSHED|NEW_(?:HOST|AGENT))/;

/** Events that are one change: what somebody did, and what the system then told of it. */
export interface ChangeAct {
  /** By time; the first one is what was done. */
  readonly events: readonly EventRow[];
  /** Time of the first, epoch milliseconds. */
  readonly timeMs: number;
}

interface OpenAct {
  readonly events: EventRow[];
  readonly groupId: string | undefined;
  readonly timeMs: number;
  /** Last change by somebody, and last of all. */
  doneMs: number;
  lastMs: number;
}

/** Puts change events (by time) together that are one act, by event id. An event that stands alone is an act as well. */
export function changeActs(changes: readonly EventRow[]): Map<string, ChangeAct> {
  const acts = new Map<string, ChangeAct>();
  const byActor = new Map<string, OpenAct>();
  const byProject = new Map<string, OpenAct>();
  for (const event of changes) {
    const isStep = event.user === undefined && STEP.test(event.type);
    const timeMs = Date.parse(event.time);
    const act = (isStep ? stepOf(event, timeMs, byProject) : sameActor(event, timeMs, byActor)) ??
      { events: [], groupId: event.groupId, timeMs, doneMs: timeMs, lastMs: timeMs };
    act.events.push(event);
    act.lastMs = timeMs;
    acts.set(event.id, act);
    if (isStep) continue;
    act.doneMs = timeMs;
    if (event.user !== undefined) byActor.set(actorKey(event), act);
    if (event.groupId !== undefined && bringsSteps(event)) byProject.set(event.groupId, act);
  }
  return acts;
}

/** Whether a change may make agents do something to hosts and sets: those of users and of notifications do not. */
function bringsSteps({ type }: EventRow): boolean {
  const { prior, scope } = describeEventType(type);
  return prior !== "low" && DEPLOYMENT.has(scope);
}

function sameActor(event: EventRow, timeMs: number, byActor: ReadonlyMap<string, OpenAct>): OpenAct | null {
  const act = event.user === undefined ? undefined : byActor.get(actorKey(event));
  const isSame = act !== undefined && timeMs - act.doneMs <= SAME_ACT_MS &&
    timeMs - act.timeMs <= LONGEST_ACT_MS;
  return isSame ? act : null;
}

function stepOf(event: EventRow, timeMs: number, byProject: ReadonlyMap<string, OpenAct>): OpenAct | null {
  const act = byProject.get(event.groupId ?? "");
  return act !== undefined && timeMs - act.lastMs <= STEP_MS ? act : null;
}

/** One key may serve a script for many projects: what it does to each is an act of its own. */
function actorKey({ user, groupId }: EventRow): string {
  return `${user}\0${groupId ?? ""}`;
}
