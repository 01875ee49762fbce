import { bareFinding, marksOn } from "../bare_finding.ts";
import { durationWords } from "../duration_words.ts";
import { type FindingDraft, findingId, type FindingWords } from "../finding_draft.ts";
import type { LogTally } from "../log_tally.ts";
import { sorted } from "../sorted.ts";
import type { LogSpan } from "../span_of_logs.ts";
import { stageEvidence } from "./backup_of.ts";
import type { BackupStage } from "./backup_stage.ts";
import { firstIndex } from "../first_index.ts";
import type { HeardTime, JudgedSnapshot } from "./judge_snapshots.ts";
import { type Overlong, overlongSnapshots } from "./overlong.ts";
import { type Snapshot, told } from "./snapshot.ts";
import { setKey, type UsualCourses } from "./usual_course.ts";

/** What the findings are made of. */
export interface BackupFacts {
  /** Counts and texts of the logs. */
  readonly tally: LogTally;
  /** The time they are about. */
  readonly span: LogSpan;
  /** What is usual. */
  readonly usual: UsualCourses;
  /** Where the logs tell about snapshots. */
  readonly heard: HeardTime;
}

/** A snapshot that is in trouble. */
interface Trouble {
  readonly snapshot: Snapshot;
  /** When it began, as the host logged it. */
  readonly onsetMs: number;
  readonly latestOnsetMs: number;
  readonly lastMs: number;
  readonly severity: FindingWords["severity"];
  /** One sentence about it alone. */
  readonly sentence: string;
}

/** Snapshots that come into trouble one after another within this time have it in common. */
const TOGETHER_MS = 3_600_000;
const MAX_EVIDENCE = 5;
const MAX_NAMED = 3;
const REFERENCES = ["Ops Manager documentation, Backup, Troubleshooting"];

const AT_STAGE: Readonly<Record<BackupStage, string>> = {
  "cluster-started": "after its cluster began one",
  "targeted": "after an agent was chosen",
  "kind-chosen": "after an agent was chosen",
  "described": "after its agent described the files",
  "description-stored": "after its agent described the files",
  "files-listed": "while its agent listed the files",
  "file-list-closed": "after its agent had listed the files",
  "cursor-extended": "after the backup cursor was extended",
  "copying": "while its agent copied the files",
  "analyzed": "while its blocks were saved",
  "blocks-saved": "after its blocks were saved",
  "completing": "while it was completed",
  "complete": "after it was complete",
};

/** Findings about snapshots that stop, take longer than the time to the next, or far longer than usual. */
export function backupFindings(judged: readonly JudgedSnapshot[], facts: BackupFacts): FindingDraft[] {
  const overlong = Map.groupBy(overlongSnapshots(judged, facts.heard), ({ problem }) => problem);
  const aborts = abortTimes(judged);
  const stuck = judged.filter((one) => !isTold(one, aborts.get(setKey(one.snapshot)) ?? []));
  return [
    ...findings(stuck.flatMap((one) => stuckTrouble(one, facts)), facts, stuckWords),
    ...findings((overlong.get("overlap") ?? []).map(overlongTrouble), facts, overlapWords),
    ...findings((overlong.get("slow") ?? []).map(overlongTrouble), facts, slowWords),
  ];
}

/** When snapshots of a set were aborted, in order. */
function abortTimes(judged: readonly JudgedSnapshot[]): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const { snapshot } of judged) {
    if (snapshot.abortMs === null) continue;
    const own = times.get(setKey(snapshot));
    if (own === undefined) times.set(setKey(snapshot), [snapshot.abortMs]);
    else own.push(snapshot.abortMs);
  }
  for (const own of times.values()) own.sort((a, b) => a - b);
  return times;
}

/** Whether rules tell what became of it: an agent was refused, or an abort came that calls it otherwise. */
function isTold({ snapshot, silentMs }: JudgedSnapshot, aborts: readonly number[]): boolean {
  const { records, firstMs, lastMs } = snapshot;
  if (silentMs === null || records.some(({ stage }) => stage === "refused")) return true;
  const abortMs = aborts[firstIndex(aborts.length, (index) => aborts[index]! < firstMs)] ?? Infinity;
  return abortMs <= lastMs + TOGETHER_MS;
}

function stuckTrouble({ snapshot, silentMs, outcome }: JudgedSnapshot, { usual }: BackupFacts): Trouble[] {
  const { records, replicaSet, stage } = snapshot;
  if (silentMs === null) return [];
  const onsetMs = records.at(-1)!.line.timeMs;
  const after = outcome === "stuck" ? "" : ", then another one began";
  return [{
    snapshot,
    onsetMs,
    latestOnsetMs: onsetMs + (usual(snapshot)?.longestPauseMs ?? 0),
    lastMs: onsetMs + silentMs,
    severity: "high",
    sentence: `the one of ${replicaSet} was silent for ${durationWords(silentMs)} ${AT_STAGE[stage]}${after}`,
  }];
}

function overlongTrouble({ judged, durationMs, usualMs, intervalMs, problem }: Overlong): Trouble {
  const { snapshot, outcome } = judged;
  const onsetMs = snapshot.records[0]!.line.timeMs;
  const usual = usualMs === null ? "" : `, usually ${durationWords(usualMs)}`;
  const isLate = problem === "overlap" || (intervalMs !== null && durationMs > intervalMs / 2);
  return {
    snapshot,
    onsetMs,
    latestOnsetMs: onsetMs + Math.min(durationMs, usualMs ?? intervalMs ?? durationMs),
    lastMs: onsetMs + durationMs,
    severity: isLate ? "medium" : "low",
    sentence: `the one of ${snapshot.replicaSet} ${outcome === "running" ? "has taken" : "took"} ${
      durationWords(durationMs)
    }${usual}`,
  };
}

/** What is said about some troubles of one kind. */
type Words = (sets: string, troubles: readonly Trouble[]) => FindingWords;

function findings(
  troubles: readonly Trouble[],
  facts: BackupFacts,
  words: Words,
): FindingDraft[] {
  const groups: Trouble[][] = [];
  for (const trouble of troubles.toSorted((a, b) => a.onsetMs - b.onsetMs)) {
    const group = groups.at(-1);
    if (group !== undefined && trouble.onsetMs - group.at(-1)!.onsetMs <= TOGETHER_MS) group.push(trouble);
    else groups.push([trouble]);
  }
  return groups.map((group) => toFinding(group, facts, words(setsOf(group), group)));
}

function setsOf(troubles: readonly Trouble[]): string {
  const sets = new Set(troubles.map(({ snapshot }) => setKey(snapshot)));
  return sets.size === 1 ? `replica set ${troubles[0]!.snapshot.replicaSet}` : `${sets.size} replica sets`;
}

function toFinding(troubles: readonly Trouble[], facts: BackupFacts, words: FindingWords): FindingDraft {
  const { tally, span } = facts;
  const snapshots = troubles.map(({ snapshot }) => snapshot);
  const records = snapshots.flatMap((snapshot) => snapshot.records);
  const replicaSets = sorted(snapshots.map(({ replicaSet }) => replicaSet));
  const groupIds = sorted(snapshots.flatMap(({ groupId }) => groupId ?? []));
  const hosts = sorted(records.map(({ host }) => host));
  const [{ onsetMs }] = troubles as [Trouble];
  const draft = bareFinding({
    hosts,
    categories: sorted(records.map(({ line }) => tally.members[line.member]!.category)),
    onsetMs,
    latestOnsetMs: Math.max(onsetMs, troubles[0]!.latestOnsetMs),
    lastMs: troubles.reduce((last, { lastMs }) => Math.max(last, lastMs), onsetMs),
    count: records.length,
    series: marksOn(span, records.map(({ line }) => line.timeMs)),
    evidence: evidenceOf(tally, snapshots),
  }, words);
  return {
    ...draft,
    id: findingId(words.rule, hosts, troubles.map(({ snapshot }) => setKey(snapshot)), onsetMs),
    groupIds,
    replicaSets,
    agents: sorted(snapshots.flatMap((snapshot) => told(snapshot.records, ({ agent }) => agent) ?? [])),
    names: replicaSets,
    loggers: sorted(
      snapshots.map(({ groupId, replicaSet }) => `backup.jobs.${groupId ?? "unknown"}.${replicaSet}`),
    ),
    captures: {
      replicaSet: replicaSets,
      ...idsOf("backupId", snapshots),
      ...idsOf("snapshotId", snapshots),
    },
    confirmingTypes: ["LATE_SNAPSHOT"],
    explains: ["backup.concurrent-snapshots", "backup.snapshot-late"],
  };
}

function idsOf(name: "backupId" | "snapshotId", snapshots: readonly Snapshot[]): Record<string, string[]> {
  const ids = sorted(snapshots.flatMap((snapshot) => snapshot[name] ?? []));
  return ids.length === 0 ? {} : { [name]: ids };
}

/** The first and last record of the first, then of the others as far as there is room. */
function evidenceOf(tally: LogTally, snapshots: readonly Snapshot[]): FindingDraft["evidence"] {
  const lasts = snapshots.slice(0, MAX_EVIDENCE - 1).map(({ records }) => records.at(-1)!);
  return stageEvidence(tally, [snapshots[0]!.records[0]!, ...lasts]);
}

/** The first few sentences about single snapshots. */
function details(troubles: readonly Trouble[]): string {
  const more = troubles.length - MAX_NAMED;
  const sentences = troubles.slice(0, MAX_NAMED).map(({ sentence }) => sentence);
  return `${sentences.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

function worst(troubles: readonly Trouble[]): FindingWords["severity"] {
  return troubles.find(({ severity }) => severity !== "low")?.severity ?? "low";
}

function stuckWords(sets: string, troubles: readonly Trouble[]): FindingWords {
  return {
    rule: "backup.snapshot-stuck",
    title: `A snapshot of ${sets} stopped and was never completed`,
    severity: worst(troubles),
    confidence: "medium",
    explanation: `Far longer than usual nothing was logged about a snapshot that had begun: ${
      details(troubles)
    }. It was neither completed nor aborted, so there is nothing to restore from, and it may hold up the next one.`,
    remediation:
      "Read the agent log of the host that took the snapshot from its last record on, and look for restarts of the agent, of its mongod or of Ops Manager at that time. A snapshot that hangs can be aborted; the next one starts by itself.",
    references: REFERENCES,
  };
}

function overlapWords(sets: string, troubles: readonly Trouble[]): FindingWords {
  return {
    rule: "backup.snapshot-overlap",
    title: `A snapshot of ${sets} took longer than the time to the next one`,
    severity: worst(troubles),
    confidence: "high",
    explanation: `A snapshot was still running when the next one of the same replica set began or was due: ${
      details(troubles)
    }. Ops Manager skips snapshots that fall due meanwhile.`,
    remediation:
      "Compare how long snapshots take with the schedule. Take them less often, or find what slows them down: disk and network of the host of the agent, the snapshot store, too few workers.",
    references: REFERENCES,
  };
}

function slowWords(sets: string, troubles: readonly Trouble[]): FindingWords {
  return {
    rule: "backup.snapshot-slow",
    title: `A snapshot of ${sets} took far longer than usual`,
    severity: worst(troubles),
    confidence: "medium",
    explanation: `Compared with other snapshots of the same set and kind: ${details(troubles)}.`,
    remediation:
      "See what slowed it down at that time: the load of the member it was taken from, its network, the snapshot store, a restore or groom job beside it, many changed blocks after a large load or an index build.",
    references: REFERENCES,
  };
}
