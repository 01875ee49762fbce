import { SeededRandom } from "../seeded_random.ts";
import { applicationTime } from "./log_time.ts";
import { LogText, type LogWriter } from "./log_text.ts";

const DAY_MS = 86_400_000;

/** Version in the header line, and how many days before the sample that version was installed. */
const UPGRADES: readonly (readonly [version: string, daysBefore: number])[] = [
  ["7.0.14.500.20250214T0931Z", 390],
  ["8.0.6.500.20250606T1120Z", 290],
  ["8.0.16.500.20251107T0844Z", 150],
  ["8.0.21.500.20260129T1403Z", 61],
  ["8.0.25.500.20260327T1512Z", 9],
];

const SUBJECTS = [
  "alert states",
  "host views",
  "backup jobs",
  "block indexes",
  "feed entries",
  "agent sessions",
];

/** One file over all upgrades of a server. */
export interface MigrationLogPlan {
  /** Seed and label of everything random in it. */
  readonly random: { readonly seed: number; readonly label: string };
  /** Start of the sample. */
  readonly startMs: number;
  /** How many upgrades it tells about, the latest of those that there are. */
  readonly upgrades: number;
}

function stepMessages(random: SeededRandom, version: string): string[] {
  const steps = Array.from(
    { length: 4 + random.below(6) },
    (_, index) =>
      `Step ${index + 1}: ${random.pick(SUBJECTS)} brought up to date, ${random.below(9000)} documents`,
  );
  return [
    `Data is for release ${version.split(".", 3).join(".")}`,
    ...steps,
    `All ${steps.length} steps done`,
  ];
}

/** Writes a migration log: a header line and some records for each upgrade. */
export function migrationLog(plan: MigrationLogPlan): LogWriter {
  return function* (totals) {
    const random = new SeededRandom(plan.random.seed, plan.random.label);
    const text = new LogText(totals);
    const formatTime = applicationTime();
    for (const [version, daysBefore] of UPGRADES.slice(-plan.upgrades)) {
      text.addLine(`[Starting Logging - App Version: ${version}]`);
      let timeMs = plan.startMs - daysBefore * DAY_MS + random.below(DAY_MS / 2);
      for (const message of stepMessages(random, version)) {
        const caller = "com.xgen.svc.common.migration.StepRunner [StepRunner.java:advance:64]";
        text.addRecord(`${formatTime(timeMs)} [main] INFO  ${caller} - ${message}\n`, 1);
        timeMs += 40 + random.exponential(1500);
      }
    }
    yield text.take();
  };
}
