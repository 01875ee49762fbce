import { describeEventType, type EventPrior } from "../../events/event_catalog.ts";
import type { EventRow } from "../../events/event_row.ts";
import type { Cause, Evidence } from "../finding.ts";
import { ChanceOfNone } from "./chance_of_none.ts";
import { type ChangeAct, changeActs } from "./change_acts.ts";
import { isAboutBackup, kindOfEvent, linkOf } from "./event_links.ts";
import type { FindingDraft } from "../finding_draft.ts";
import { type ReplicaSetMembers, replicaSetMembers } from "./replica_set_members.ts";

/** Event times are whole seconds, cut: an event up to this long after an onset may have come before it. */
const TOLERANCE_MS = 2000;
/** A cause scores less than this only by guessing. */
const FLOOR = 0.45;
const MAX_CAUSES = 5;
/** Nothing that is inferred is certain. */
const MAX_SCORE = 0.99;
/** Of one kind so many are asked, and stand for the rest. */
const MAX_ASKED = 20;
/** Kinds of change that are asked how well they fit a finding; more are as good as none. */
const MAX_KINDS = 500;
/** Time loses weight by 1/e over this share of the lead. */
const DECAY = 1 / 3;
const WEIGHTS = { time: 0.25, scope: 0.35, kind: 0.4, effect: 0.2, uniqueness: 8 } as const;
/** The effect term of what was not measured: it neither raises the score nor lowers it. */
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

/** A change event. */
export interface Change {
  /** As normalised. */
  readonly event: EventRow;
  /** Epoch milliseconds. */
  readonly timeMs: number;
  /** How likely its type causes trouble. */
  readonly prior: EventPrior;
}

/** The change events of a run, and how often each kind of them happens. */
export interface ChangeEvents {
  /** By time. */
  readonly changes: readonly Change[];
  /** What each of them is part of, by event id. */
  readonly acts: ReadonlyMap<string, ChangeAct>;
  /** Events of each kind. */
  readonly counts: ReadonlyMap<string, number>;
  /** Tells how likely one that fits is near by accident. */
  readonly chance: ChanceOfNone<Change>;
  /** What events tell about replica sets. */
  readonly members: ReplicaSetMembers;
}

/**
 * Picks the events that can be causes. Alerts, recoveries and looks at data never are.
 *
 * @param logSpanMs Time that the logs cover: the events are spread over so long at least
 */
export function changeEvents(events: readonly EventRow[], logSpanMs = 0): ChangeEvents {
  const changes = events.filter(({ role }) => role === "change").map((event) => ({
    event,
    timeMs: Date.parse(event.time),
    prior: describeEventType(event.type).prior,
  }));
  const kinds = Map.groupBy(changes, ({ event }) => kindOfEvent(event));
  const [first, last] = [events[0], events.at(-1)];
  const eventSpanMs = first && last ? Date.parse(last.time) - Date.parse(first.time) : 0;
  return {
    changes,
    acts: changeActs(changes.map(({ event }) => event)),
    counts: new Map([...kinds].map(([kind, same]) => [kind, same.length])),
    chance: new ChanceOfNone(
      [...kinds.values()].slice(0, MAX_KINDS).map((same) => ({
        events: same.slice(0, MAX_ASKED),
        count: same.length,
      })),
      Math.max(eventSpanMs, logSpanMs),
    ),
    members: replicaSetMembers(events),
  };
}

/** What else is known of a change. */
export interface ChangeFacts {
  /** How clearly what the finding is about became worse after the event, 0 to 1; 0.5: not measured. */
  readonly effectOf: (event: EventRow, finding: FindingDraft) => number;
  /** The access line of the change. */
  readonly originOf: (eventId: string) => Evidence | null;
  /** Changes before this time are no causes of the finding; epoch milliseconds. */
  readonly notBeforeMs: (finding: FindingDraft) => number;
}

const NOTHING_KNOWN: ChangeFacts = {
  effectOf: () => NEUTRAL_EFFECT,
  originOf: () => null,
  notBeforeMs: () => -Infinity,
};

/** The changes before a finding's onset that may have caused it, best first; empty when nothing explains it. */
export function rankCauses(
  finding: FindingDraft,
  events: ChangeEvents,
  leadMs: number,
  facts: ChangeFacts = NOTHING_KNOWN,
): Cause[] {
  if (finding.isStanding) return [];
  const fromMs = Math.max(finding.onsetMs - leadMs, facts.notBeforeMs(finding));
  const near = events.changes.filter(({ timeMs }) =>
    timeMs <= finding.latestOnsetMs + TOLERANCE_MS && timeMs >= fromMs
  );
  return [...Map.groupBy(near, ({ event }) => events.acts.get(event.id)).values()]
    .map((changes) => actCause(changes.map((change) => toCause(finding, change, { events, leadMs, facts }))))
    .filter(({ score }) => score >= FLOOR)
    .sort(byScore)
    .slice(0, MAX_CAUSES);
}

/** Best score first, then the nearer, then by id. */
export function byScore(a: Cause, b: Cause): number {
  return b.score - a.score || a.lagMs - b.lagMs || (a.eventId < b.eventId ? -1 : 1);
}

interface Candidate {
  readonly cause: Cause;
  /** Whether a person or key did it. */
  readonly isDone: boolean;
}

/** Of the events of one act the best that somebody did, with the best that any of them has to say for the act. */
function actCause(candidates: readonly Candidate[]): Cause {
  const ranked = candidates.map(({ cause }) => cause).sort(byScore);
  const done = candidates.filter(({ isDone }) => isDone).map(({ cause }) => cause).sort(byScore);
  const named = done[0] ?? ranked[0]!;
  const best = (term: "time" | "scope" | "kind" | "effect") =>
    Math.max(...ranked.map(({ terms }) => terms[term]));
  const terms = {
    time: best("time"),
    scope: best("scope"),
    kind: best("kind"),
    effect: best("effect"),
    uniqueness: named.terms.uniqueness,
  };
  const sameChange = ranked.map(({ eventId }) => eventId).filter((id) => id !== named.eventId);
  return { ...named, terms, score: scoreOf(terms), sameChange };
}

function scoreOf(terms: Cause["terms"]): number {
  const { time, scope, kind, effect, uniqueness } = terms;
  const known = time ** WEIGHTS.time * scope ** WEIGHTS.scope * kind ** WEIGHTS.kind *
    uniqueness ** WEIGHTS.uniqueness;
  return rounded(Math.min(MAX_SCORE, known * (effect / NEUTRAL_EFFECT) ** WEIGHTS.effect));
}

interface Judged {
  readonly events: ChangeEvents;
  readonly leadMs: number;
  readonly facts: ChangeFacts;
}

function toCause(
  finding: FindingDraft,
  { event, timeMs, prior }: Change,
  { events, leadMs, facts }: Judged,
): Candidate {
  // Where the onset is known only to lie in a stretch of time, an event in it may have been right before.
  const lagMs = Math.min(Math.max(finding.onsetMs, timeMs), finding.latestOnsetMs) - timeMs;
  const doubtMs = finding.latestOnsetMs - finding.onsetMs;
  const scope = linkOf(event, finding, events.members);
  const kind = kindOf(event, prior, finding);
  const fitOf = (other: Change) =>
    linkOf(other.event, finding, events.members) ** WEIGHTS.scope *
    kindOf(other.event, other.prior, finding) ** WEIGHTS.kind;
  const rated = {
    fit: scope ** WEIGHTS.scope * kind ** WEIGHTS.kind,
    count: events.counts.get(kindOfEvent(event)) ?? 1,
    lagMs: lagMs + doubtMs,
  };
  const terms = {
    time: rounded(Math.exp(-Math.max(0, lagMs) / (leadMs * DECAY))),
    scope: rounded(scope),
    kind,
    effect: rounded(facts.effectOf(event, finding)),
    uniqueness: rated.fit === 0 ? 1 : rounded(events.chance.of(finding, rated, fitOf)),
  };
  const { id: eventId, type: eventType } = event;
  const cause = { eventId, eventType, score: scoreOf(terms), lagMs, terms };
  return {
    cause: { ...cause, origin: facts.originOf(eventId), sameChange: [] },
    isDone: event.user !== undefined,
  };
}

function kindOf(event: EventRow, prior: EventPrior, finding: FindingDraft): number {
  const fit = FITS.find(({ type, fits }) => type.test(event.type) && fits(finding));
  return fit?.kind ?? PRIORS[prior];
}

/** Three decimals: enough to compare, and the same on every machine. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
