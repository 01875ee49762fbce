import type { Restart } from "../../analyze/analysis.ts";
import type { ReportIndex } from "../../report/report_index.ts";
import { CATEGORIES, SEVERITIES, type Severity } from "../../rules/rule.ts";
import type { PageSource } from "../page_source.ts";
import { isWithin, type TimeScale } from "../parts/time_scale.ts";
import type { WindowValues } from "../params/window_values.ts";
import { type EventMark, eventMarks } from "./event_marks.ts";
import { activityLanes, type Lane } from "./lanes.ts";
import { findingSpans, incidentSpans, type TimeSpan } from "./span_rows.ts";
import { shownScale, wholeScale } from "./whole_scale.ts";

/** What the address of a timeline says. */
export interface TimelineFilter {
  /** Part of the names of hosts. */
  host: string | undefined;
  /** Kind of log. */
  category: Lane["category"] | undefined;
  /** Whether all hosts are shown however many there are. */
  all: boolean;
}

/** What a timeline shows: plain JSON. */
export interface TimelineData {
  /** All the time there is something to tell of. */
  readonly whole: TimeScale;
  /** The time that is asked for. */
  readonly shown: TimeScale;
  /** The time that is known: a little more, so that the picture can be moved at once. */
  readonly reach: TimeScale;
  /** Marks of events, by time. */
  readonly events: readonly EventMark[];
  /** Incidents, a row each. */
  readonly incidents: readonly TimeSpan[];
  /** Incidents there are. */
  readonly incidentCount: number;
  /** Findings. */
  readonly findings: readonly TimeSpan[];
  /** Rows they need whatever part of the time is shown. */
  readonly findingRows: number;
  /** Times of the best candidates, epoch milliseconds. */
  readonly causes: readonly number[];
  /** Logs by host and category. */
  readonly lanes: readonly Lane[];
  /** Starts of servers. */
  readonly restarts: readonly RestartMark[];
  /** Hosts that fit the filter. */
  readonly hostCount: number;
  /** Of these so many have lanes. */
  readonly hostsShown: number;
}

/** A start of a server. */
export interface RestartMark extends Pick<Restart, "host" | "kind" | "version"> {
  /** When, epoch milliseconds. */
  readonly timeMs: number;
}

/** From more hosts those with the worst findings are shown, until all are asked for. */
export const HOSTS_AT_FIRST = 12;
const MOST_HOSTS = 100;
const MOST_LANES = 200;
const MOST_RESTARTS = 200;
/** So much of the time that is shown is known before and after it. */
const MARGIN = 0.25;

/** Gathers what a timeline shows of the window; null: nothing has a time. */
export function timelineData(
  { index, activity }: Pick<PageSource, "index" | "activity">,
  values: TimelineFilter & WindowValues,
): TimelineData | null {
  const whole = wholeScale(index);
  if (whole === null) return null;
  const shown = shownScale(whole, values);
  const marginMs = MARGIN * (shown.endMs - shown.startMs);
  const reach = { startMs: shown.startMs - marginMs, endMs: shown.endMs + marginMs };
  const fitting = fittingHosts(index, values.host);
  const hosts = new Set(fitting.slice(0, values.all ? MOST_HOSTS : HOSTS_AT_FIRST));
  const byHost = Map.groupBy(index.analysis.coverage, ({ host }) => host);
  const covered = [...hosts].flatMap((host) => byHost.get(host) ?? [])
    .filter(({ category }) => values.category === undefined || category === values.category)
    .slice(0, MOST_LANES);
  const isWhole = shown.startMs <= whole.startMs && shown.endMs >= whole.endMs;
  const rows = isWhole ? index.analysis.activity : activity({ ...shown, hosts });
  const { spans, rows: findingRows } = findingSpans(index, whole, reach);
  return {
    ...{ whole, shown, reach },
    events: eventMarks(index.analysis.events, index.causeIds, { shown, reach }),
    incidents: incidentSpans(index, shown),
    incidentCount: index.incidents.length,
    ...{ findings: spans, findingRows, causes: bestCauses(index) },
    lanes: activityLanes(covered, rows, reach),
    restarts: restartMarks(index, hosts, reach),
    ...{ hostCount: fitting.length, hostsShown: new Set(covered.map(({ host }) => host)).size },
  };
}

/** Kinds of logs there are. */
export function coveredCategories({ analysis }: ReportIndex): Lane["category"][] {
  return CATEGORIES.filter((category) => analysis.coverage.some((row) => row.category === category));
}

/** Hosts whose name has a text in it, those with the worst findings first. */
function fittingHosts({ hosts, analysis: { findings } }: ReportIndex, wanted = ""): string[] {
  const ranks = new Map<string, number>();
  for (const { hosts: concerned, severity } of findings) {
    for (const host of concerned) {
      ranks.set(host, Math.min(ranks.get(host) ?? Infinity, rankOf(severity)));
    }
  }
  const text = wanted.toLowerCase();
  return hosts.filter((host) => host.toLowerCase().includes(text))
    .sort((a, b) => (ranks.get(a) ?? SEVERITIES.length) - (ranks.get(b) ?? SEVERITIES.length));
}

function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

function bestCauses({ incidents, eventById }: ReportIndex): number[] {
  const ids = new Set(incidents.flatMap(({ causes: [best] }) => best === undefined ? [] : [best.eventId]));
  return [...ids].flatMap((id) => {
    const event = eventById.get(id);
    return event === undefined ? [] : [Date.parse(event.time)];
  });
}

function restartMarks(
  { analysis }: ReportIndex,
  hosts: ReadonlySet<string>,
  reach: TimeScale,
): RestartMark[] {
  return analysis.restarts.filter(({ host }) => hosts.has(host))
    .map(({ host, kind, version, time }) => ({ host, kind, version, timeMs: Date.parse(time) }))
    .filter(({ timeMs }) => isWithin(reach, timeMs)).slice(0, MOST_RESTARTS);
}
