import type { Diagnostic } from "../errors.ts";
import type { Category } from "../parse/member_origin.ts";
import { formatTime } from "../parse/timestamp.ts";
import type { Coverage } from "./analysis.ts";
import type { LogTally, MemberRecord } from "./log_tally.ts";
import { findSilences, type Silence } from "./silence.ts";
import { compareText } from "./compare_text.ts";

/** A gap in what a host and category cover. */
export type Gap = Coverage["gaps"][number];

/** A silence and whose it is. */
export interface FamilySilence extends Silence {
  /** Host name. */
  readonly host: string;
  /** Kind of log. */
  readonly category: Category;
  /** File family. */
  readonly family: string;
  /** `silent`: nothing was logged; `missing`: files of that time are not there; `cut`: it was lost with damage to the input. */
  readonly kind: Gap["kind"];
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Tells by how much the clock of a host is ahead, milliseconds. */
export type OffsetOf = (host: string) => number;

/**
 * Silences of all families of files that rotate; a migration log has no rhythm. Times are those of the host; whether the
 * others go on after its end is judged by `offsetOf`.
 */
export function familySilences(
  tally: LogTally,
  diagnostics: readonly Diagnostic[],
  offsetOf: OffsetOf = () => 0,
): FamilySilence[] {
  const members = tally.logs();
  const damaged = new Set(
    diagnostics.filter(({ severity }) => severity === "error").map(({ input }) => input),
  );
  const filesOf = Map.groupBy(members, familyKey);
  const ends = endByInput(members, offsetOf);
  return [...tally.activity.values()].filter(({ category }) =>
    category !== "migration" && category !== "other"
  )
    .flatMap((activity) => {
      const { host, category, family } = activity;
      const files = filesOf.get(familyKey(activity)) ?? [];
      return findSilences(activity, endOf(files, ends) + offsetOf(host)).map((silence) => ({
        ...exactEdges(silence, files),
        host,
        category,
        family,
        kind: kindOf(silence, files, damaged),
      }));
    })
    .sort((a, b) =>
      a.startMs - b.startMs || compareText(a.host, b.host) || compareText(a.category, b.category) ||
      compareText(a.family, b.family)
    );
}

function familyKey({ host, category, family }: Pick<MemberRecord, "host" | "category" | "family">): string {
  return `${host}\0${category}\0${family}`;
}

/** Where each input ends, by the right time. */
function endByInput(members: readonly MemberRecord[], offsetOf: OffsetOf): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { host, input, category, summary } of members) {
    if (category === "migration" || summary.endMs === null) continue;
    ends.set(input, Math.max(ends.get(input) ?? -Infinity, summary.endMs - offsetOf(host)));
  }
  return ends;
}

/** Where the inputs end that a log is in: inputs of other times and hosts say nothing about it. */
function endOf(files: readonly MemberRecord[], ends: ReadonlyMap<string, number>): number {
  return files.reduce((end, { input }) => Math.max(end, ends.get(input) ?? end), -Infinity);
}

/** Minutes tell where a silence is; the records at its edges tell exactly when, where they were kept. */
function exactEdges(silence: Silence, files: readonly MemberRecord[]): Silence {
  const { startMs, endMs, isOpen } = silence;
  const last = files.flatMap((
    { summary },
  ) => [summary.endMs, ...summary.gaps.map(({ before }) => before.timeMs)])
    .filter((timeMs) => timeMs !== null && timeMs >= startMs - MINUTE_MS && timeMs < startMs);
  const next = files.flatMap((
    { summary },
  ) => [summary.startMs, ...summary.gaps.map(({ after }) => after.timeMs)])
    .filter((timeMs) => timeMs !== null && timeMs >= endMs && timeMs < endMs + MINUTE_MS);
  return {
    ...silence,
    startMs: last.length === 0 ? startMs : Math.max(...last.map(Number)),
    endMs: isOpen || next.length === 0 ? endMs : Math.min(...next.map(Number)),
  };
}

/** Whether a silence lies between the times that two inputs cover. */
function isBetweenInputs({ startMs, endMs, isOpen }: Silence, files: readonly MemberRecord[]): boolean {
  const ends = [...Map.groupBy(files, ({ input }) => input).values()].map((own) =>
    own.every(({ summary }) => summary.endMs === null || summary.endMs < startMs)
      ? "before"
      : own.every(({ summary }) => summary.startMs === null || summary.startMs >= endMs)
      ? "after"
      : "both"
  );
  return !isOpen && !ends.includes("both") && ends.includes("before") && ends.includes("after");
}

/** Coverage by host, then category. */
export function listCoverage(tally: LogTally, silences: readonly FamilySilence[]): Coverage[] {
  const groups = Map.groupBy(tally.logs(), ({ host, category }) => `${host}\0${category}`);
  return [...groups.values()].map((files) => coverageOf(files, silences))
    .sort((a, b) => compareText(a.host, b.host) || compareText(a.category, b.category));
}

function coverageOf(members: readonly MemberRecord[], silences: readonly FamilySilence[]): Coverage {
  const { host, category } = members[0]!;
  const files = members.map(toFile).sort((a, b) =>
    compareText(a.start ?? "~", b.start ?? "~") || compareText(a.member, b.member)
  );
  const own = silences.filter((silence) => silence.host === host && silence.category === category);
  return {
    host,
    category,
    files,
    start: files.flatMap(({ start }) => start ?? []).sort()[0] ?? null,
    end: files.flatMap(({ end }) => end ?? []).sort().at(-1) ?? null,
    gaps: own.map(toGap),
  };
}

function toFile({ path, summary, complete }: MemberRecord): Coverage["files"][number] {
  return {
    member: path,
    lines: summary.lines,
    records: summary.records,
    rejectedLines: summary.rejectedLines,
    start: timeOrNull(summary.startMs),
    end: timeOrNull(summary.endMs),
    complete,
    layout: summary.layout,
  };
}

function toGap({ startMs, endMs, kind }: FamilySilence): Gap {
  return { start: formatTime(startMs), end: formatTime(endMs), kind };
}

function kindOf(silence: Silence, files: readonly MemberRecord[], damaged: ReadonlySet<string>): Gap["kind"] {
  const isCut = files.some(({ complete, summary }) =>
    !complete && summary.endMs !== null && Math.abs(summary.endMs - silence.startMs) <= MINUTE_MS
  );
  if (isCut) return "cut";
  const isMissing = lacksRolledFile(silence, files) || isBetweenInputs(silence, files);
  // Whole files may have been lost with the damage.
  if ((isMissing || silence.isOpen) && files.some(({ input }) => damaged.has(input))) return "cut";
  return isMissing ? "missing" : "silent";
}

/** Whether a whole day lies in the silence, and other days have a rolled file of their own. */
function lacksRolledFile({ startMs, endMs }: Silence, files: readonly MemberRecord[]): boolean {
  const days = new Set(files.flatMap(({ rolled }) => /^\d{8}/.exec(rolled ?? "")?.[0] ?? []));
  if (days.size === 0) return false;
  for (let dayMs = Math.floor(startMs / DAY_MS) * DAY_MS; dayMs < endMs; dayMs += DAY_MS) {
    const share = Math.min(endMs, dayMs + DAY_MS) - Math.max(startMs, dayMs);
    if (share > 0.95 * DAY_MS && !days.has(formatTime(dayMs).slice(0, 10).replaceAll("-", ""))) return true;
  }
  return false;
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : formatTime(ms);
}
