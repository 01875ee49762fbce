import type { FamilySilence } from "../coverage.ts";
import type { LogTally } from "../log_tally.ts";
import type { BackupOutcome } from "./backup.ts";
import type { DamagedTime } from "./missing_logs.ts";
import type { Snapshot } from "./snapshot.ts";
import type { ClockOffsets } from "./stage_record.ts";
import { setKey, type UsualCourses } from "./usual_course.ts";

/** A snapshot, how it ended, and what came after it. */
export interface JudgedSnapshot {
  /** The snapshot. */
  readonly snapshot: Snapshot;
  /** How it ended. */
  readonly outcome: BackupOutcome;
  /** The next one of its set, by start. */
  readonly next: Snapshot | null;
  /** How long nothing was heard of it, though it should have gone on and would have been heard of; null: no such time. */
  readonly silentMs: number | null;
}

type TimeHole = Pick<DamagedTime, "startMs" | "endMs">;

/** Where the logs would tell of a snapshot if it went on. */
export interface HeardTime {
  /** All hosts that tell about snapshots have logs from here, epoch milliseconds. */
  readonly fromMs: number;
  /** To here. */
  readonly toMs: number;
  /** Times in which a host logged nothing, or of which its files are missing or damaged. */
  readonly holes: readonly TimeHole[];
}

/** What is judged, and by what. */
export interface JudgeContext {
  /** What is usual. */
  readonly usual: UsualCourses;
  /** Where logs are; null: so much is not there that silence means nothing. */
  readonly heard: HeardTime | null;
  /** Times of which logs are missing or damaged that may tell how snapshots went on. */
  readonly damaged: readonly DamagedTime[];
  /** Last record of all logs, epoch milliseconds. */
  readonly endMs: number;
}

const HOUR_MS = 3_600_000;
const LATE_MS = 60_000;
/** Without a completed snapshot of the set, this long without a word of progress is too long. */
const FIRST_PATIENCE_MS = 12 * HOUR_MS;
/** Silence is too long at this many times the longest pause so far. */
const PAUSES = 3;
/** Where fewer snapshots have ends in the logs, their ends are not logged, or elsewhere. */
const MIN_ENDED_SHARE = 0.5;
const MIN_COMPLETE = 2;

/** What tells where logs are, besides the logs. */
export interface HeardSources extends Pick<JudgeContext, "damaged"> {
  /** Silences of the logs. */
  readonly silences: readonly FamilySilence[];
  /** How far the clock of a host is ahead, in milliseconds. */
  readonly offsetMs: ClockOffsets;
}

/** Where a set of logs tells of snapshots. Null: their ends are not told, or not all records about them are there. */
export function heardTime(
  tally: LogTally,
  snapshots: readonly Snapshot[],
  { silences, damaged, offsetMs }: HeardSources,
): HeardTime | null {
  const hosts = new Set(snapshots.flatMap(({ records }) => records.map(({ host }) => host)));
  const logs = tally.logs().filter(({ host, category }) =>
    hosts.has(host) && (category === "application" || category === "daemon")
  );
  if (!endsAreTold(snapshots) || logs.some(({ summary }) => summary.unwatched > 0)) return null;
  const spans = [...Map.groupBy(logs, ({ host }) => host)].map(([host, members]) => ({
    startMs: least(members.map(({ summary }) => summary.startMs ?? Infinity)) - offsetMs(host),
    endMs: -least(members.map(({ summary }) => -(summary.endMs ?? -Infinity))) - offsetMs(host),
  }));
  return {
    fromMs: spans.reduce((from, { startMs }) => Math.max(from, startMs), -Infinity),
    toMs: spans.reduce((to, { endMs }) => Math.min(to, endMs), Infinity),
    holes: [
      ...silences.filter(({ host, category }) => hosts.has(host) && category !== "http_access"),
      ...damaged,
    ],
  };
}

function endsAreTold(snapshots: readonly Snapshot[]): boolean {
  const begun = snapshots.filter(isBegun).length;
  const complete = snapshots.filter(({ completeMs }) => completeMs !== null).length;
  const ended = snapshots.filter(({ endMs }) => endMs !== null).length;
  return complete >= MIN_COMPLETE && ended >= begun * MIN_ENDED_SHARE;
}

/** Whether an agent has begun with it. */
export function isBegun({ stage }: Snapshot): boolean {
  return stage !== "cluster-started" && stage !== "targeted" && stage !== "kind-chosen";
}

function least(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

/** Judges the snapshots of all sets, given by start. */
export function judgeSnapshots(snapshots: readonly Snapshot[], context: JudgeContext): JudgedSnapshot[] {
  const nextOf = new Map<string, Snapshot>();
  return snapshots.toReversed().map((snapshot) => {
    const key = setKey(snapshot);
    const next = nextOf.get(key) ?? null;
    nextOf.set(key, snapshot);
    return judgeSnapshot(snapshot, next, context);
  }).reverse();
}

function judgeSnapshot(snapshot: Snapshot, next: Snapshot | null, context: JudgeContext): JudgedSnapshot {
  if (snapshot.completeMs !== null) return { snapshot, outcome: "complete", next, silentMs: null };
  if (snapshot.abortMs !== null) return { snapshot, outcome: "aborted", next, silentMs: null };
  const silentMs = silenceOf(snapshot, next, context);
  return { snapshot, outcome: unendedOutcome(snapshot, next, silentMs, context), next, silentMs };
}

function unendedOutcome(
  snapshot: Snapshot,
  next: Snapshot | null,
  silentMs: number | null,
  context: JudgeContext,
): BackupOutcome {
  const { heard, damaged } = context;
  if (isInHole(damaged, snapshot.lastMs, snapshot.lastMs + patienceOf(snapshot, context))) return "unknown";
  const mayGoOn = heard === null
    ? snapshot.lastMs + HOUR_MS > context.endMs
    : snapshot.lastMs + patienceOf(snapshot, context) > heard.toMs;
  if (next !== null) return mayGoOn && snapshot.lastMs > next.firstMs + LATE_MS ? "running" : "superseded";
  return silentMs !== null ? "stuck" : mayGoOn ? "running" : "unknown";
}

/** Whether all that was logged about a snapshot is there. */
export function isWhollyHeard({ firstMs, lastMs }: Snapshot, { fromMs, toMs, holes }: HeardTime): boolean {
  return firstMs >= fromMs && lastMs <= toMs && !isInHole(holes, firstMs, lastMs);
}

function isInHole(holes: readonly TimeHole[], fromMs: number, toMs: number): boolean {
  return holes.some(({ startMs, endMs }) => startMs < toMs && endMs > fromMs);
}

/** How long it was silent when that is too long, and it would have been heard. */
function silenceOf(snapshot: Snapshot, next: Snapshot | null, context: JudgeContext): number | null {
  const { heard } = context;
  const { lastMs } = snapshot;
  if (heard === null || !isBegun(snapshot)) return null;
  const patienceMs = patienceOf(snapshot, context);
  const untilMs = Math.min(heard.toMs, next?.firstMs ?? Infinity);
  const isHole = isInHole(heard.holes, lastMs, lastMs + patienceMs);
  if (isHole || lastMs < heard.fromMs || untilMs - lastMs <= patienceMs) return null;
  return untilMs - lastMs;
}

/** Silence that is still usual. */
function patienceOf(snapshot: Snapshot, { usual }: JudgeContext): number {
  const course = usual(snapshot);
  if (course === null) return FIRST_PATIENCE_MS;
  return Math.max(HOUR_MS, PAUSES * course.longestPauseMs, course.longestMs);
}
