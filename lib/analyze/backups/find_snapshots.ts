import type { Diagnostic } from "../../errors.ts";
import type { FamilySilence } from "../coverage.ts";
import type { FindingDraft } from "../finding_draft.ts";
import type { LogTally } from "../log_tally.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { assembleSnapshots } from "./assemble_snapshots.ts";
import type { Backup } from "./backup.ts";
import { backupOf } from "./backup_of.ts";
import { backupFindings } from "./backup_findings.ts";
import {
  ALWAYS,
  type DamagedTime,
  damagedTimes,
  type MissingLogs,
  missingLogs,
  type MissingSigns,
} from "./missing_logs.ts";
import { heardTime, type JudgedSnapshot, judgeSnapshots } from "./judge_snapshots.ts";
import { type ClockOffsets, stageRecords } from "./stage_record.ts";
import { usualCourses } from "./usual_course.ts";

/** What snapshots are found in. */
export interface SnapshotSources extends MissingSigns {
  /** Counts and texts of the logs; records of templates with `BACKUP_LITERALS` are among the watched ones. */
  readonly tally: LogTally;
  /** The time they are about. */
  readonly span: LogSpan;
  /** Silences of the logs. */
  readonly silences: readonly FamilySilence[];
  /** How far the clock of a host is ahead, in milliseconds. @default {() => 0} */
  readonly offsetMs?: ClockOffsets;
}

/** What is known about snapshots. */
export interface FoundSnapshots {
  /** By start, project, set; at most two thousand: the latest ones, before them those that are not complete. */
  readonly backups: readonly Backup[];
  /** Findings about those that stop or take too long. */
  readonly drafts: readonly FindingDraft[];
  /** What was left out or not judged. */
  readonly notes: readonly Diagnostic[];
}

const MAX_BACKUPS = 2000;

/** Finds the snapshots of all replica sets in what was logged about them, and those in trouble. */
export function findSnapshots(
  { tally, span, silences, offsetMs = () => 0, ...signs }: SnapshotSources,
): FoundSnapshots {
  const snapshots = assembleSnapshots(stageRecords(tally, offsetMs));
  if (snapshots.length === 0) return { backups: [], drafts: [], notes: [] };
  const usual = usualCourses(snapshots);
  const missing = missingLogs(tally, signs);
  const damaged = missing === null
    ? damagedTimes(tally.logs(), offsetMs)
    : [{ ...ALWAYS, input: missing.input }];
  const isPartial = signs.isFiltered || missing !== null;
  const heard = isPartial ? null : heardTime(tally, snapshots, { silences, damaged, offsetMs });
  const judged = judgeSnapshots(snapshots, { usual, heard, damaged, endMs: span.endMs });
  const kept = latest(judged);
  return {
    backups: kept.map((one) => backupOf(tally, one)),
    drafts: heard === null ? [] : backupFindings(judged, { tally, span, usual, heard }),
    notes: [...noteOf(judged.length - kept.length, tally), ...missingNote(missing, damaged)],
  };
}

function latest(judged: readonly JudgedSnapshot[]): JudgedSnapshot[] {
  if (judged.length <= MAX_BACKUPS) return [...judged];
  const byWeight = judged.toReversed().sort((a, b) => rank(a) - rank(b));
  const kept = new Set(byWeight.slice(0, MAX_BACKUPS));
  return judged.filter((one) => kept.has(one));
}

function rank({ outcome }: JudgedSnapshot): number {
  return outcome === "complete" ? 1 : 0;
}

function noteOf(left: number, tally: LogTally): Diagnostic[] {
  if (left === 0) return [];
  const message = `Left out ${left} of ${left + MAX_BACKUPS} snapshots: the earliest ones that are complete`;
  const { input } = tally.members[0]!;
  return [{ code: "limit.backups", severity: "note", message, input, count: left }];
}

function missingNote(missing: MissingLogs | null, damaged: readonly DamagedTime[]): Diagnostic[] {
  const [first] = damaged;
  if (first === undefined) return [];
  const { input, where } = missing ?? { input: first.input, where: "what is lost of damaged logs" };
  const which = missing === null ? " at times of which logs are damaged" : "";
  const message =
    `Cannot tell which snapshots${which} stopped or took too long: their later stages may be in ${where}`;
  return [{ code: "backup.not-judged", severity: "note", message, input }];
}
