import { BACKUP_STAGES, type BackupStage } from "./backup_stage.ts";
import { rankOf, type StageRecord } from "./stage_record.ts";

/** A snapshot as its records tell it. */
export interface LifeCycle {
  /** Its records, in time order. */
  readonly records: readonly StageRecord[];
  /** Backup id. */
  readonly backupId: string | null;
  /** Snapshot id. */
  readonly snapshotId: string | null;
  /** The last stage it reached. */
  readonly stage: BackupStage;
  /** When the record came that says that it is complete. */
  readonly completeMs: number | null;
  /** When it was aborted, unless it was completed all the same. */
  readonly abortMs: number | null;
}

/** Stages that come in any order among themselves. */
const PHASES: readonly (readonly BackupStage[])[] = [
  ["cluster-started", "targeted", "kind-chosen"],
  ["described", "description-stored", "files-listed", "file-list-closed", "cursor-extended", "copying"],
  ["analyzed", "blocks-saved"],
  ["completing", "complete"],
];
/** Stages of which there are several records. */
const REPEATED: readonly string[] = ["files-listed", "copying", "blocks-saved"];
const ONCE: readonly string[] = ["described", "description-stored", "analyzed", "completing", "complete"];
const PREPARING = 0;
const DONE = 3;
/** Between choosing a target and the first words of its agent, at most. */
const PREPARATION_MS = 3_600_000;
/** After this time without a record, a snapshot is no more likely than another one to have the next. */
const ACTIVE_MS = 3_600_000;
/** After this time, what looks like the whole of a snapshot is not the rest of the one before. */
const DROPPED_MS = 10_800_000;
const DAY_MS = 86_400_000;
/** How late a record may come, by threads and clocks of hosts. */
const LATE_MS = 60_000;
/** Snapshots of one set that may go on at a time: beyond, the oldest is given up. */
const MAX_OPEN = 16;

const PHASE_OF = new Map<string, number>(
  PHASES.flatMap((stages, phase) => stages.map((stage) => [stage, phase] as const)),
);

class OpenCycle {
  readonly records: StageRecord[] = [];
  backupId: string | null = null;
  snapshotId: string | null = null;
  progressId: string | null = null;
  rank = -1;
  phase = PREPARING;
  completeMs: number | null = null;
  abortMs: number | null = null;

  get firstMs(): number {
    return this.records[0]!.atMs;
  }

  get lastMs(): number {
    return this.records.at(-1)!.atMs;
  }

  get endMs(): number | null {
    return this.completeMs ?? this.abortMs;
  }

  add(record: StageRecord): void {
    this.records.push(record);
    this.backupId ??= record.backupId;
    this.snapshotId ??= record.snapshotId;
    this.progressId ??= record.progressId;
    if (record.stage === "aborted") this.abortMs ??= record.atMs;
    if (record.stage === "aborted" || record.stage === "refused") return;
    this.rank = Math.max(this.rank, rankOf(record));
    this.phase = Math.max(this.phase, phaseOf(record));
    if (PHASE_OF.get(record.stage) === DONE) this.completeMs = record.atMs;
  }
}

/**
 * Puts the records of one replica set together to snapshots. `records` are in time order. Ids decide where they are; a
 * record without any belongs to the snapshot that it can continue.
 */
export function lifeCycles(records: readonly StageRecord[]): LifeCycle[] {
  const assembly = new Assembly();
  let from = 0;
  for (let to = 1; to <= records.length; to++) {
    const isOne = to < records.length && records[to]!.atMs - records[to - 1]!.atMs <= ACTIVE_MS;
    if (isOne) continue;
    assembly.addStretch(records.slice(from, to));
    from = to;
  }
  return assembly.finish();
}

class Assembly {
  readonly #cycles: OpenCycle[] = [];
  readonly #byBackup = new Map<string, OpenCycle>();
  readonly #bySnapshot = new Map<string, OpenCycle>();
  /** Those that have not ended, by start. */
  #open: OpenCycle[] = [];
  /** The one that ended last. */
  #ended: OpenCycle | null = null;
  /** Targets chosen while a snapshot runs: another one for it, or the first for the next. */
  #pending: StageRecord[] = [];

  /** Records with no long pause between them. What can only be one snapshot needs no order: clocks may differ. */
  addStretch(records: readonly StageRecord[]): void {
    const [first] = records as [StageRecord];
    const isNew = this.#open.every(({ lastMs }) => first.atMs - lastMs > DROPPED_MS) || beginsSnapshot(first);
    const isKnown = this.#pending.length > 0 || records.some((record) => this.#known(record) !== null);
    if (isKnown || !isNew || !isOneSnapshot(records)) {
      for (const record of records) this.#add(record);
      return;
    }
    const cycle = this.#begin();
    for (const record of records) this.#put(cycle, record);
  }

  #add(record: StageRecord): void {
    const known = this.#known(record);
    if (known !== null) {
      this.#settle(known);
      return this.#put(known, record);
    }
    if (record.stage === "aborted" || record.stage === "refused") return this.#addEnd(record);
    if (phaseOf(record) === PREPARING) return this.#prepare(record);
    // What a snapshot is called at its end need not be its backup id.
    const isDescribed = record.backupId !== null && phaseOf(record) < DONE;
    const cycle = isDescribed ? this.#described(record) : this.#continued(record);
    this.#put(cycle ?? this.#begin(), record);
  }

  finish(): LifeCycle[] {
    if (this.#pending.length > 0) this.#begin();
    return withoutEchoes(this.#cycles).map((cycle) => ({
      records: cycle.records.sort((a, b) => a.atMs - b.atMs),
      backupId: cycle.backupId,
      snapshotId: cycle.snapshotId,
      stage: BACKUP_STAGES[Math.max(0, cycle.rank)]!,
      completeMs: cycle.completeMs,
      abortMs: cycle.completeMs === null ? cycle.abortMs : null,
    }));
  }

  /** The snapshot that an id is of. What comes long after its end is of another one, whatever its id. */
  #known({ backupId, snapshotId, stage, atMs }: StageRecord): OpenCycle | null {
    const ofBackup = backupId === null ? undefined : this.#byBackup.get(backupId);
    const ofSnapshot = snapshotId === null ? undefined : this.#bySnapshot.get(snapshotId);
    const isOver = (cycle: OpenCycle) => cycle.endMs !== null && atMs - cycle.endMs > ACTIVE_MS;
    if (ofBackup !== undefined && !(stage === "described" && isOver(ofBackup))) return ofBackup;
    return ofSnapshot === undefined || isOver(ofSnapshot) ? null : ofSnapshot;
  }

  #put(cycle: OpenCycle, record: StageRecord): void {
    cycle.add(record);
    if (record.backupId !== null) this.#byBackup.set(record.backupId, cycle);
    if (record.snapshotId !== null) this.#bySnapshot.set(record.snapshotId, cycle);
    if (cycle.endMs === null) return;
    this.#open = this.#open.filter((other) => other !== cycle);
    this.#ended = cycle;
  }

  /** A new snapshot, with the targets that were chosen for it. */
  #begin(): OpenCycle {
    const cycle = new OpenCycle();
    for (const record of this.#pending) cycle.add(record);
    this.#pending = [];
    this.#cycles.push(cycle);
    this.#open.push(cycle);
    if (this.#open.length > MAX_OPEN) this.#open.shift();
    return cycle;
  }

  /** A target, or what kind it is to be: for the snapshot that is being prepared, else for one that is to come. */
  #prepare(record: StageRecord): void {
    const last = this.#pending.at(-1) ?? null;
    if (last !== null && record.atMs - last.atMs > PREPARATION_MS) this.#begin();
    const open = this.#open.at(-1) ?? null;
    if (this.#pending.length === 0 && open !== null && isPrepared(open, record)) this.#put(open, record);
    else if (this.#open.length === 0) this.#put(this.#begin(), record);
    else this.#pending.push(record);
  }

  /** Another target was chosen for a snapshot when that one goes on, unless all of its beginning is there. */
  #settle(cycle: OpenCycle): void {
    if (this.#pending.length === 0 || this.#pending.some(({ stage }) => stage !== "targeted")) return;
    for (const record of this.#pending) cycle.add(record);
    this.#pending = [];
  }

  /** The snapshot that an unknown backup id is of; null: a new one. */
  #described(record: StageRecord): OpenCycle | null {
    if (this.#pending.length > 0) return null;
    const open = this.#open.findLast(({ backupId }) => backupId === null);
    if (open === undefined || record.atMs - open.lastMs > PREPARATION_MS) return null;
    return open;
  }

  /** The snapshot that a record without a known id belongs to; null: a new one. */
  #continued(record: StageRecord): OpenCycle | null {
    const cycle = this.#likeliest(record);
    if (cycle === null) return this.#justEnded(record);
    const isNext = this.#pending.some(({ stage, atMs }) =>
      stage !== "targeted" || atMs - cycle.lastMs > ACTIVE_MS || phaseOf(record) < cycle.phase
    );
    if (isNext) return null;
    this.#settle(cycle);
    return cycle;
  }

  /** Of those that may have the record: one that lacks its stage, that is furthest; then the first that goes on. */
  #likeliest(record: StageRecord): OpenCycle | null {
    const alive = this.#open.filter(({ lastMs }) => record.atMs - lastMs <= ACTIVE_MS);
    const [first = null, ...others] = alive.length > 0
      ? alive
      : this.#open.slice(-1).filter((cycle) => mayGoOn(cycle, record));
    return others.reduce<OpenCycle | null>((best, cycle) => {
      const more = best === null ? 1 : fitness(cycle, record) - fitness(best, record);
      return more > 0 || (more === 0 && best!.lastMs <= cycle.firstMs) ? cycle : best;
    }, first);
  }

  #justEnded(record: StageRecord): OpenCycle | null {
    const endMs = this.#ended?.endMs ?? -Infinity;
    return this.#pending.length === 0 && record.atMs - endMs <= LATE_MS ? this.#ended : null;
  }

  /** One that began before the logs is told by an abort that names it; one that names nothing tells of no other. */
  #addEnd(record: StageRecord): void {
    const open = record.backupId === null
      ? this.#open.at(-1)
      : this.#open.findLast(({ backupId }) => backupId === null);
    const cycle = open ?? this.#justEnded(record);
    if (cycle !== null) return this.#put(cycle, record);
    if (record.stage === "aborted" && (record.backupId ?? record.snapshotId) !== null) {
      this.#put(this.#begin(), record);
    }
  }
}

/** Whether records are of one snapshot: one backup id, and nothing twice that happens once. */
function isOneSnapshot(records: readonly StageRecord[]): boolean {
  const own = records.filter((record) => phaseOf(record) < DONE);
  const backups = new Set(own.flatMap(({ backupId }) => backupId ?? []));
  const once = records.flatMap(({ stage }) => ONCE.includes(stage) ? stage : []);
  return backups.size === 1 && once.includes("described") && new Set(once).size === once.length;
}

/** Whether a record after a long pause is of a new snapshot rather than of one that goes on. */
function beginsSnapshot(record: StageRecord): boolean {
  return rankOf(record) < BACKUP_STAGES.indexOf("copying");
}

/** How well a record fits a snapshot that may have it. */
function fitness(cycle: OpenCycle, record: StageRecord): number {
  const rank = rankOf(record);
  const isTimed = cycle.progressId !== null && record.progressId !== null;
  const sameTime = !isTimed ? 0 : cycle.progressId === record.progressId ? 16 : -16;
  const lacks = cycle.rank < rank || (cycle.rank === rank && REPEATED.includes(record.stage));
  return sameTime + (lacks ? 8 : 0) + (cycle.phase <= phaseOf(record) ? cycle.phase + 1 : 0);
}

/** Whether a record after a long pause may be of a snapshot; where progress is told, pauses are short. */
function mayGoOn({ rank, lastMs }: OpenCycle, { atMs }: StageRecord): boolean {
  return atMs - lastMs <= (rank < BACKUP_STAGES.indexOf("copying") ? DAY_MS : DROPPED_MS);
}

/** Whether a snapshot that nobody has begun to copy may still get a target, or hosts disagree about the time. */
function isPrepared(cycle: OpenCycle, { atMs }: StageRecord): boolean {
  const isNew = cycle.phase === PREPARING && cycle.backupId === null;
  return (isNew && atMs - cycle.lastMs <= PREPARATION_MS) || atMs - cycle.firstMs <= LATE_MS;
}

/** By start; without those of which there is nothing but what was chosen while another one ran. */
function withoutEchoes(cycles: OpenCycle[]): OpenCycle[] {
  cycles.sort((a, b) => a.firstMs - b.firstMs);
  let lastMs = -Infinity;
  return cycles.filter((cycle) => {
    const isEcho = cycle.phase === PREPARING && cycle.backupId === null && cycle.lastMs < lastMs;
    if (!isEcho) lastMs = Math.max(lastMs, cycle.lastMs);
    return !isEcho;
  });
}

function phaseOf({ stage }: StageRecord): number {
  return PHASE_OF.get(stage) ?? PREPARING;
}
