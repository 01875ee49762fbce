import type { EventRow } from "../events/event_row.ts";
import { pairEvents } from "../events/pair_events.ts";
import { formatTime } from "../parse/timestamp.ts";
import { causeWords } from "./causes/cause_words.ts";
import type { Cause, Finding } from "./finding.ts";

/** What a narrative is told from. */
export interface IncidentStory {
  /** The incident's findings, most explaining first. */
  readonly findings:
    readonly (Pick<Finding, "title" | "hosts" | "confirmedBy"> & { readonly onsetMs: number })[];
  /** Likely causes, best first. */
  readonly causes: readonly Cause[];
  /** Onset of the first finding, and last record, epoch milliseconds. */
  readonly startMs: number;
  /** Last record, epoch milliseconds. */
  readonly endMs: number;
}

/** What events tell, for all narratives. */
export interface ToldEvents {
  /** By id. */
  readonly byId: ReadonlyMap<string, EventRow>;
  /** Id of the event that ended what another began, by the id of that. */
  readonly endOf: ReadonlyMap<string, string>;
}

interface Step {
  readonly timeMs: number;
  readonly text: string;
  /** Where it was, unless the step before was there as well. */
  readonly where?: string;
}

const FINDINGS_TOLD = 4;
const HOSTS_TOLD = 3;
const SCORE_DIGITS = 2;

/** Looks events up once for all narratives of a run. */
export function toldEvents(events: readonly EventRow[]): ToldEvents {
  const spans = pairEvents(events);
  return {
    byId: new Map(events.map((event) => [event.id, event])),
    endOf: new Map(
      spans.flatMap(({ openId, closeId }) => openId === null || closeId === null ? [] : [[openId, closeId]]),
    ),
  };
}

/** Tells an incident as its course, minute by minute, and why the first change in it is taken for its cause. */
export function narrateIncident(story: IncidentStory, events: ToldEvents): string {
  const told = firstOfTitles(story.findings);
  const others = story.findings.length - Math.min(told.length, FINDINGS_TOLD);
  const steps = [
    ...causeSteps(story.causes, events),
    ...told.slice(0, FINDINGS_TOLD).map(findingStep),
    ...alertSteps(story, events),
    ...endSteps(story),
  ].sort((a, b) => a.timeMs - b.timeMs);
  return [
    `${courseOf(steps)}.`,
    others > 0 ? `${others} other ${others === 1 ? "finding belongs" : "findings belong"} to it.` : "",
    causeSentence(story.causes[0], events),
  ].filter((sentence) => sentence !== "").join(" ");
}

function causeSteps([best]: readonly Cause[], { byId }: ToldEvents): Step[] {
  const event = best === undefined ? undefined : byId.get(best.eventId);
  return event === undefined ? [] : [{ timeMs: Date.parse(event.time), text: event.summary || event.type }];
}

function firstOfTitles(findings: IncidentStory["findings"]): IncidentStory["findings"] {
  return [...Map.groupBy(findings, ({ title }) => title).values()].map((same) =>
    same.reduce((first, finding) => finding.onsetMs < first.onsetMs ? finding : first)
  );
}

function findingStep({ title, hosts, onsetMs }: IncidentStory["findings"][number]): Step {
  const more = hosts.length > HOSTS_TOLD ? ` and ${hosts.length - HOSTS_TOLD} more` : "";
  const where = hosts.every((host) => title.includes(host))
    ? ""
    : ` on ${hosts.slice(0, HOSTS_TOLD).join(", ")}${more}`;
  return { timeMs: onsetMs, text: title, where };
}

/** The first alert, and the recovery that came last. */
function alertSteps({ findings }: IncidentStory, { byId, endOf }: ToldEvents): Step[] {
  const ids = [...new Set(findings.flatMap(({ confirmedBy }) => confirmedBy))];
  const alerts = ids.flatMap((id) => toStep(byId.get(id), "alert: "));
  const ends = ids.flatMap((id) => toStep(byId.get(endOf.get(id) ?? ""), "recovery: "));
  const [first] = alerts.sort((a, b) => a.timeMs - b.timeMs);
  const last = ends.sort((a, b) => a.timeMs - b.timeMs).at(-1);
  if (first === undefined) return [];
  const more = alerts.length > 1 ? ` (the first of ${alerts.length} alerts)` : "";
  return [{ ...first, text: first.text + more }, ...(last === undefined ? [] : [last])];
}

function toStep(event: EventRow | undefined, mark: string): Step[] {
  return event === undefined
    ? []
    : [{ timeMs: Date.parse(event.time), text: mark + (event.summary || event.type) }];
}

function endSteps({ startMs, endMs }: IncidentStory): Step[] {
  return endMs - startMs < 1000 ? [] : [{ timeMs: endMs, text: "last record of it" }];
}

/** Steps in one line: the day where it changes, then hours and minutes. */
function courseOf(steps: readonly Step[]): string {
  let [day, place] = ["", ""];
  return steps.map(({ timeMs, text, where = "" }) => {
    const time = formatTime(timeMs);
    const isNewDay = time.slice(0, 10) !== day;
    day = time.slice(0, 10);
    const isNewPlace = where !== place;
    place = where || place;
    return `${isNewDay ? `${day} ` : ""}${time.slice(11, 16)} ${text}${isNewPlace ? where : ""}`;
  }).join("; ");
}

function causeSentence(cause: Cause | undefined, { byId }: ToldEvents): string {
  if (byId.size === 0) return "No events are there that could explain it.";
  if (cause === undefined) return "No change event in the time before explains it.";
  const { time, scope } = causeWords(cause);
  const event = byId.get(cause.eventId);
  const what = event === undefined ? cause.eventType : `the change at ${event.time.slice(11, 16)}`;
  return `Most likely cause: ${what} (score ${cause.score.toFixed(SCORE_DIGITS)}): ${time}, and ${scope}.`;
}
