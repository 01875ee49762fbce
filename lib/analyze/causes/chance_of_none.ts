import type { FindingDraft } from "../finding_draft.ts";

/** Changes of one kind: some of them, which stand for all. */
export interface ChangeKind<E> {
  /** Not empty. */
  readonly events: readonly E[];
  /** How many there are. */
  readonly count: number;
}

/** An event that may be a cause. */
export interface RatedEvent {
  /** How well it fits the finding, 0 to 1. */
  readonly fit: number;
  /** Events of its kind. */
  readonly count: number;
  /** How long before the onset it came, milliseconds. */
  readonly lagMs: number;
}

/** An event counts as one that would have been named as well when it fits the finding nearly as well. */
const AS_GOOD = 0.9;
/** What a single event tells of how often such events come: something, as it is there, but not that it is the usual one. */
const OWN_SHARE = 0.3;
/** Where the moment of an onset or an event is not known better than this, nearer says nothing. */
const RESOLUTION_MS = 60_000;

/**
 * Chance that no event which says as much about a finding as a given one falls by accident into the time from that event to
 * the onset, when such events come at their usual rate: 1 for what is rare, towards 0 for what happens all day. So a cause
 * that is named although nothing in the events has to do with the trouble stays rare, however many events there are.
 */
export class ChanceOfNone<E> {
  /** By finding: how well each event of each kind fits, one kind after the other. */
  readonly #fits = new WeakMap<FindingDraft, Float64Array>();
  readonly #kinds: readonly ChangeKind<E>[];
  readonly #spanMs: number;

  /** Takes the kinds of changes there are and the time they are spread over. */
  constructor(kinds: readonly ChangeKind<E>[], spanMs: number) {
    this.#kinds = kinds;
    this.#spanMs = Math.max(1, spanMs);
  }

  /** For an event that fits so well, of whose kind there are so many, and which came so long before the onset. */
  of(finding: FindingDraft, event: RatedEvent, fitOf: (event: E) => number): number {
    const perMs = this.#alike(finding, event, fitOf) / this.#spanMs;
    return Math.exp(-perMs * (Math.max(0, event.lagMs) + RESOLUTION_MS));
  }

  /** Events that would say as much: of a kind that is more frequent only as many as would be as rare. */
  #alike(finding: FindingDraft, { fit, count }: RatedEvent, fitOf: (event: E) => number): number {
    let fits = this.#fits.get(finding);
    if (fits === undefined) {
      this.#fits.set(finding, fits = Float64Array.from(this.#kinds.flatMap(({ events }) => events), fitOf));
    }
    let alike = 0;
    let at = 0;
    for (const { events, count: all } of this.#kinds) {
      let fitting = 0;
      for (const end = at + events.length; at < end; at++) if (fits[at]! >= fit * AS_GOOD) fitting++;
      alike += Math.min(count, fitting * all / events.length);
    }
    return Math.max(0, alike - 1) + OWN_SHARE;
  }
}
