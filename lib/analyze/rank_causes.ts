import { describeEventType, type EventPrior } from "../events/event_catalog.ts";
import type { EventRow } from "../events/event_row.ts";
import type { Cause } from "./finding.ts";
import { isAboutBackup, kindOfEvent, linkOf } from "./event_links.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { type ReplicaSetMembers, replicaSetMembers } from "./replica_set_members.ts";

/** Event times are whole seconds, cut: an event up to this long after an onset may have come before it. */
const TOLERANCE_MS = 2000;
/** A cause scores less than this only by guessing. */
const FLOOR = 0.45;
const MAX_CAUSES = 5;
/** Time loses weight by 1/e over this share of the lead. */
const DECAY = 1 / 3;
const WEIGHTS = { time: 0.25, scope: 0.35, kind: 0.4, uniqueness: 0.15 } as const;
/** The effect of a change is not measured yet: the term says so and has no weight. */
const NEUTRAL_EFFECT = 0.5;
const PRIORS: Readonly<Record<EventPrior, number>> = { high: 0.8, medium: 0.4, low: 0.1, none: 0 };

/** Kinds of change that explain kinds of trouble better than their prior says, or worse. */
const FITS: readonly {
  readonly type: RegExp;
  readonly fits: (finding: FindingDraft) => boolean;
  readonly kind: number;
}[] = [
  // Agents without a project or key are refused: no doubt about it.
  {
    type: /^(?:GROUP|AGENT_API_KEY)_DELETED$/,
    fits: ({ rule }) => rule === "agent.unauthorized",
    kind: 1,
  },
  {
    type: /^MONGODB_(?:USER|ROLE)_|CREDENTIAL_UPDATED/,
    fits: ({ rule }) => rule === "appdb.auth-failed",
    kind: 0.8,
  },
  {
    type:
      /^(?:HOST_RESTARTED|PRIMARY_ELECTED|HOST_NOW_|HOST_(?:UP|DOWN)GRADED|VERSION_CHANGED|CONFIGURATION_CHANGED|MEMBER_)/,
    fits: ({ rule }) => /^(?:appdb\.(?!auth)|agent\.silent|backup\.targeting)/.test(rule),
    kind: 0.8,
  },
  { type: /_STORE_(?:CONFIG_CHANGE|DELETED)$/, fits: isAboutBackup, kind: 0.95 },
  { type: /_STORE_|^SCHEDULE_GROOM$/, fits: (finding) => !isAboutBackup(finding), kind: 0.3 },
  { type: /^LOG_LEVEL_CHANGE$/, fits: ({ rule }) => /^log\.(?:silence|debug)/.test(rule), kind: 0.8 },
  { type: /API_KEY_(?:ADDED|CREATED)$/, fits: ({ rule }) => rule === "access.client-flood", kind: 0.8 },
  { type: /^DAEMON_/, fits: ({ rule }) => rule.startsWith("log.restart"), kind: 0.8 },
];

/** The change events of a run, and how often each kind of them happens. */
export interface ChangeEvents {
  /** By time. */
  readonly changes: readonly {
    readonly event: EventRow;
    readonly timeMs: number;
    readonly prior: EventPrior;
  }[];
  /** Events of a kind. */
  readonly counts: ReadonlyMap<string, number>;
  /** What events tell about replica sets. */
  readonly members: ReplicaSetMembers;
  /** Time from the first to the last event of any role. */
  readonly spanMs: number;
}

/** Picks the events that can be causes. Alerts, recoveries and looks at data never are. */
export function changeEvents(events: readonly EventRow[]): ChangeEvents {
  const changes = events.filter(({ role }) => role === "change").map((event) => ({
    event,
    timeMs: Date.parse(event.time),
    prior: describeEventType(event.type).prior,
  }));
  const counts = new Map<string, number>();
  for (const { event } of changes) counts.set(kindOfEvent(event), (counts.get(kindOfEvent(event)) ?? 0) + 1);
  const first = events[0];
  const last = events.at(-1);
  const spanMs = first === undefined || last === undefined
    ? 0
    : Date.parse(last.time) - Date.parse(first.time);
  return { changes, counts, members: replicaSetMembers(events), spanMs };
}

/** The changes before a finding's onset that may have caused it, best first; empty when nothing explains it. */
export function rankCauses(finding: FindingDraft, events: ChangeEvents, leadMs: number): Cause[] {
  if (finding.isStanding) return [];
  return events.changes
    .filter(({ timeMs }) =>
      timeMs <= finding.latestOnsetMs + TOLERANCE_MS && timeMs >= finding.onsetMs - leadMs
    )
    .map((change) => toCause(finding, change, events, leadMs))
    .filter(({ score }) => score >= FLOOR)
    .sort((a, b) => b.score - a.score || a.lagMs - b.lagMs || (a.eventId < b.eventId ? -1 : 1))
    .slice(0, MAX_CAUSES);
}

function toCause(
  finding: FindingDraft,
  { event, timeMs, prior }: ChangeEvents["changes"][number],
  events: ChangeEvents,
  leadMs: number,
): Cause {
  // Where the onset is known only to lie in a stretch of time, an event in it may have been right before.
  const lagMs = Math.min(Math.max(finding.onsetMs, timeMs), finding.latestOnsetMs) - timeMs;
  const terms = {
    time: rounded(Math.exp(-Math.max(0, lagMs) / (leadMs * DECAY))),
    scope: rounded(linkOf(event, finding, events.members)),
    kind: kindOf(event, prior, finding),
    effect: NEUTRAL_EFFECT,
    uniqueness: rounded(uniquenessOf(event, events, leadMs)),
  };
  const score = rounded(
    terms.time ** WEIGHTS.time * terms.scope ** WEIGHTS.scope * terms.kind ** WEIGHTS.kind *
      terms.uniqueness ** WEIGHTS.uniqueness,
  );
  return { eventId: event.id, eventType: event.type, score, lagMs, terms, origin: null };
}

function kindOf(event: EventRow, prior: EventPrior, finding: FindingDraft): number {
  const fit = FITS.find(({ type, fits }) => type.test(event.type) && fits(finding));
  return fit?.kind ?? PRIORS[prior];
}

/** Chance that no other event of the kind falls into a lead window: what happens all day explains little. */
function uniquenessOf(event: EventRow, { counts, spanMs }: ChangeEvents, leadMs: number): number {
  const others = (counts.get(kindOfEvent(event)) ?? 1) - 1;
  return spanMs === 0 ? 1 : Math.max(0.05, Math.exp(-others * Math.min(1, leadMs / spanMs)));
}

/** Three decimals: enough to compare, and the same on every machine. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
