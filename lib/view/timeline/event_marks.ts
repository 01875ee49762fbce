import type { EventRole, EventRow } from "../../events/event_row.ts";
import { fitLine } from "../../report/clip_text.ts";
import { isWithin, type TimeScale } from "../parts/time_scale.ts";

/** What a mark is drawn as: a role, or a change that may be a cause. */
export type MarkKind = EventRole | "cause";

/** An event in a picture, or several of one kind that are too close to tell apart. */
export interface EventMark {
  /** What it is drawn as. */
  readonly kind: MarkKind;
  /** Id of the first. */
  readonly id: string;
  /** Time of the first, epoch milliseconds. */
  readonly timeMs: number;
  /** Time of the last. */
  readonly lastMs: number;
  /** How many. */
  readonly count: number;
  /** The first of them: when, and what. */
  readonly texts: readonly (readonly [time: string, text: string])[];
}

/** Kinds from the back to the front. */
export const MARK_KINDS: readonly MarkKind[] = ["info", "access", "recovery", "alert", "change", "cause"];

const PLACES = 200;
const TEXTS_SHOWN = 4;
const SUMMARY_LENGTH = 140;

/** Marks of the events in a time, by time. Events of one kind at one place of the shown scale share a mark. */
export function eventMarks(
  events: readonly EventRow[],
  causeIds: ReadonlySet<string>,
  scales: { readonly shown: TimeScale; readonly reach: TimeScale },
): EventMark[] {
  const placeMs = (scales.shown.endMs - scales.shown.startMs) / PLACES;
  const groups = new Map<string, EventRow[]>();
  for (const event of events) {
    const timeMs = Date.parse(event.time);
    if (!isWithin(scales.reach, timeMs)) continue;
    const key = `${Math.round((timeMs - scales.shown.startMs) / placeMs)} ${kindOf(event, causeIds)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return [...groups.values()].flatMap((group) => markOf(group, causeIds)).sort((a, b) =>
    a.timeMs - b.timeMs || MARK_KINDS.indexOf(b.kind) - MARK_KINDS.indexOf(a.kind)
  );
}

/** Events are by time. */
function markOf(group: readonly EventRow[], causeIds: ReadonlySet<string>): EventMark[] {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [{
    kind: kindOf(first, causeIds),
    id: first.id,
    timeMs: Date.parse(first.time),
    lastMs: Date.parse(last.time),
    count: group.length,
    texts: group.slice(0, TEXTS_SHOWN).map(({ time, type, summary }) => [
      time,
      `${type}: ${fitLine(summary, SUMMARY_LENGTH)}`,
    ]),
  }];
}

function kindOf({ id, role }: EventRow, causeIds: ReadonlySet<string>): MarkKind {
  return causeIds.has(id) ? "cause" : role;
}
