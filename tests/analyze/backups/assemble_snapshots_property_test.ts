import { assembleSnapshots } from "../../../lib/analyze/backups/assemble_snapshots.ts";
import { readStage } from "../../../lib/analyze/backups/backup_stage.ts";
import type { StageRecord } from "../../../lib/analyze/backups/stage_record.ts";
import { parseJobRecord } from "../../../lib/analyze/backups/job_record.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";
import { type LogLine, START_MS } from "../log_case.ts";
import { abortLine, backupIdOf, GROUP, stageLines } from "./snapshot_log.ts";

/** A record as a host tells it whose clock is ahead by some milliseconds. */
function told({ text, minute }: LogLine, aheadMs: number, host: string): StageRecord {
  const record = parseJobRecord(text)!;
  const atMs = START_MS + Math.round(minute * 60_000) + aheadMs;
  const line = {
    timeMs: atMs,
    member: 0,
    template: 1,
    scope: 0,
    line: 1,
    byteOffset: 0,
    byteLength: text.length,
    text,
  };
  return { ...readStage(record)!, line, host, atMs };
}

interface Fleet {
  readonly what: string;
  /** How far clocks are off at most. */
  readonly clockMs: number;
  readonly pauseMinutes: { min: number; max: number };
  readonly minutes: { min: number; max: number };
}

const FLEETS: readonly Fleet[] = [
  {
    what: "that come close upon each other, with clocks that differ less than the times of stages",
    clockMs: 5000,
    pauseMinutes: { min: 2, max: 700 },
    minutes: { min: 20, max: 200 },
  },
  {
    what: "every few hours, with clocks that are wrong by minutes",
    clockMs: 1_200_000,
    pauseMinutes: { min: 240, max: 700 },
    minutes: { min: 5, max: 60 },
  },
];

function snapshotsOf({ pauseMinutes, minutes }: Fleet) {
  return fc.array(
    fc.record({
      set: fc.nat(4),
      pauseMinutes: fc.integer(pauseMinutes),
      minutes: fc.integer(minutes),
      reports: fc.nat(5),
      ending: fc.constantFrom("complete", "complete", "complete", "aborted", "dropped"),
      isFull: fc.boolean(),
      /** Direct-to-S3, and loggers that are not at INFO. */
      without: fc.constantFrom<readonly number[]>([], [], [10, 11], [3], [2], [9], [5, 8]),
    }),
    { maxLength: 24 },
  );
}

for (const fleet of FLEETS) {
  Deno.test(`assembleSnapshots() gives back snapshots ${fleet.what}`, () => {
    fc.assert(
      fc.property(
        snapshotsOf(fleet),
        fc.array(fc.integer({ min: -fleet.clockMs, max: fleet.clockMs }), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(1000)),
        (snapshots, clocks, choices) => {
          const free = [10, 10, 10, 10, 10];
          const expected: unknown[][] = [];
          const records: StageRecord[] = [];
          snapshots.forEach(({ set, pauseMinutes, ending, ...parts }, number) => {
            const minute = free[set]! + pauseMinutes;
            free[set] = minute + parts.minutes;
            const replicaSet = `rs${set}`;
            const lines: LogLine[] = stageLines({
              ...parts,
              minute,
              number,
              replicaSet,
              lastStage: ending === "complete" ? 12 : 9,
            });
            if (ending === "aborted") {
              const text = `Abort request for ${GROUP}/${replicaSet}/${backupIdOf(number)} from ah=a`;
              lines.push(abortLine(free[set]!, text, replicaSet));
            }
            for (const line of lines) {
              const host = choices.next().value % clocks.length;
              records.push(told(line, clocks[host]!, `om-${host}`));
            }
            const kind = parts.without.includes(3) ? "unknown" : parts.isFull ? "full" : "incremental";
            expected.push([replicaSet, backupIdOf(number), ending, kind, lines.length]);
          });
          records.sort((a, b) => a.atMs - b.atMs);
          const found = assembleSnapshots(records).map((one) => [
            one.replicaSet,
            one.backupId,
            one.completeMs !== null ? "complete" : one.abortMs !== null ? "aborted" : "dropped",
            one.kind,
            one.records.length,
          ]);
          const sorted = (rows: unknown[][]) => rows.map((row) => row.join(" ")).sort();
          assertEquals(sorted(found), sorted(expected));
        },
      ),
      { numRuns: 200 },
    );
  });
}
