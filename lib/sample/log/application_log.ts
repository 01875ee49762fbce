import type { SampleFleet, SampleProject } from "../sample_fleet.ts";
import { SeededRandom } from "../seeded_random.ts";
import { DAEMON_MESSAGES, SERVER_MESSAGES } from "./background_messages.ts";
import { applicationTime } from "./log_time.ts";
import { LogText, type LogWriter } from "./log_text.ts";
import { PROJECT_NOISE, SERVER_NOISE } from "./noise_messages.ts";
import { enterProject, type RecordScope, recordScope, type RecordTemplate } from "./record_template.ts";
import type { TrafficCurve } from "./traffic_curve.ts";
import { zipfPicker } from "./zipf_picker.ts";

const ZIPF_EXPONENT = 1.15;
const PROJECT_SHARE = 0.65;
const PROJECT_NOISE_SHARE = 0.018;
const SERVER_NOISE_SHARE = 0.014;
const LATE_SHARE = 0.03;
const MOST_LATE_MS = 18;

/** A record that belongs to the incident, or a header line of a server that starts. */
export interface PlantedRecord {
  /** Time of the record; of a header line: its place among the records. */
  readonly timeMs: number;
  /** Index of the host. */
  readonly host: number;
  /** The record; null: a header line. */
  readonly template: RecordTemplate | null;
  /** Its project; null: any. */
  readonly project: SampleProject | null;
}

/** One file with the layout of the application log. */
export interface ApplicationLogPlan {
  /** Seed and label of everything random in it. */
  readonly random: { readonly seed: number; readonly label: string };
  /** What it tells about. */
  readonly fleet: SampleFleet;
  /** When it tells it. */
  readonly curve: TrafficCurve;
  /** Size of the ordinary records, in bytes. */
  readonly budgetBytes: number;
  /** Records to put in, by time. */
  readonly planted: readonly PlantedRecord[];
  /** Whose ordinary records. */
  readonly process: "server" | "daemon";
}

type RecordPicker = (scope: RecordScope) => RecordTemplate;

const pickWithProject = zipfPicker(SERVER_MESSAGES.withProject, ZIPF_EXPONENT);
const pickOther = zipfPicker(SERVER_MESSAGES.others, ZIPF_EXPONENT);
const pickDaemon = zipfPicker(DAEMON_MESSAGES, ZIPF_EXPONENT);

function pickProjectNoise(fleet: SampleFleet, scope: RecordScope): RecordTemplate {
  const index = scope.random.below(PROJECT_NOISE.length);
  enterProject(scope, fleet.projects[index + 1] ?? fleet.backing);
  return PROJECT_NOISE[index] ?? scope.random.pick(SERVER_NOISE);
}

function serverPicker(fleet: SampleFleet): RecordPicker {
  return (scope) => {
    const choice = scope.random.unit();
    if (choice < PROJECT_NOISE_SHARE) return pickProjectNoise(fleet, scope);
    enterProject(scope, scope.random.pick(fleet.projects));
    if (choice < PROJECT_NOISE_SHARE + SERVER_NOISE_SHARE) return scope.random.pick(SERVER_NOISE);
    return scope.random.chance(PROJECT_SHARE) ? pickWithProject(scope.random) : pickOther(scope.random);
  };
}

function daemonPicker(fleet: SampleFleet): RecordPicker {
  return (scope) => {
    enterProject(scope, scope.random.pick(fleet.projects));
    return pickDaemon(scope.random);
  };
}

function createScope(plan: ApplicationLogPlan, use: string): RecordScope {
  const random = new SeededRandom(plan.random.seed, `${plan.random.label}/${use}`);
  return recordScope(random, plan.fleet.backing, Array.from({ length: 400 }, () => random.hex(24)));
}

const USUAL_RECORDS = 100;
const USUAL_RECORD_BYTES = 240;

/** Threads format a record before they wait for the file: a few come a little late. */
function lateness(random: SeededRandom): number {
  return random.chance(LATE_SHARE) ? random.below(MOST_LATE_MS) : 0;
}

/** Writes an application or daemon log: ordinary records by the curve, planted ones at their times. */
export function applicationLog(plan: ApplicationLogPlan): LogWriter {
  return function* (totals) {
    const text = new LogText(totals);
    const scope = createScope(plan, "ordinary");
    const plantedScope = createScope(plan, "planted");
    const pick = plan.process === "server" ? serverPicker(plan.fleet) : daemonPicker(plan.fleet);
    const formatTime = applicationTime();
    const planted = plan.planted[Symbol.iterator]();
    let next = planted.next();
    let doneBytes = 0;
    // The mean length so far, as if some records of usual length had gone before.
    let recordBytes = USUAL_RECORDS * USUAL_RECORD_BYTES;
    let records = USUAL_RECORDS;
    text.addLine(plan.fleet.header);
    while (doneBytes < plan.budgetBytes || !next.done) {
      const timeMs = doneBytes < plan.budgetBytes
        ? plan.curve.timeAt(doneBytes / plan.budgetBytes)
        : Infinity;
      if (!next.done && next.value.timeMs <= timeMs) {
        addPlanted(text, next.value, plantedScope, formatTime(next.value.timeMs), plan.fleet);
        next = planted.next();
        continue;
      }
      const template = pick(scope);
      const record = template.render(scope, formatTime(timeMs - lateness(scope.random)));
      text.addRecord(record, template.lines);
      recordBytes += record.length;
      records++;
      // Steps that do not depend on the record's own length make arrivals a Poisson process: no hole after a trace.
      doneBytes -= Math.log(1 - scope.random.unit()) * recordBytes / records;
      if (text.isFull) yield text.take();
    }
    yield text.take();
  };
}

function addPlanted(
  text: LogText,
  record: PlantedRecord,
  scope: RecordScope,
  time: string,
  { header, projects }: SampleFleet,
): void {
  if (record.template === null) return text.addLine(header);
  enterProject(scope, record.project ?? scope.random.pick(projects));
  text.addRecord(record.template.render(scope, time), record.template.lines);
}
