import { accessLog, accessWeight } from "../../lib/sample/log/access_log.ts";
import { applicationLog, type PlantedRecord } from "../../lib/sample/log/application_log.ts";
import { PROJECT_NOISE, SERVER_NOISE } from "../../lib/sample/log/noise_messages.ts";
import { type Interval, trafficCurve } from "../../lib/sample/log/traffic_curve.ts";
import { sampleArchive } from "../../lib/sample/sample_archive.ts";
import { createSampleFleet, type SampleFleet } from "../../lib/sample/sample_fleet.ts";
import type { SampleMember } from "../../lib/sample/sample_members.ts";
import { SeededRandom } from "../../lib/sample/seeded_random.ts";

/** An archive that is unlike those of an Ops Manager in one way. */
export type SampleShape = "many-files" | "one-file" | "traces" | "access";

const SEED = 1;
const START_MS = Date.parse("2026-04-06T00:00:00Z");
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AGENTS = 120;
const NOTE =
  `This archive is synthetic. It was written by the benchmark of omlens, to be read fast or slowly; its hosts,
projects, users, addresses and messages are made up, and it comes from no Ops Manager.
`;
const TRACES = [...PROJECT_NOISE, ...SERVER_NOISE].filter(({ lines }) => lines > 1);

/** One log file before it has a writer. */
interface FilePlan {
  readonly category: "application" | "http_access";
  readonly host: number;
  readonly span: Interval;
  readonly rolled: string | null;
  readonly bytes: number;
  readonly gzip?: boolean;
}

/** Files of each shape, for about `bytes` of logs. `traces` are application files with nothing but stack traces. */
const FILES: Readonly<Record<SampleShape, (bytes: number) => FilePlan[]>> = {
  "many-files": hourlyFiles,
  "one-file": (bytes) => [{
    category: "application",
    host: 0,
    span: { fromMs: START_MS, toMs: START_MS + 3 * DAY_MS },
    rolled: null,
    bytes,
  }],
  traces: (bytes) => dailyFiles("application", bytes),
  access: (bytes) => dailyFiles("http_access", bytes),
};

const HOSTS: Readonly<Record<SampleShape, number>> = {
  "many-files": 10,
  "one-file": 1,
  traces: 3,
  access: 3,
};
const DAYS: Readonly<Record<SampleShape, number>> = { "many-files": 60, "one-file": 3, traces: 3, access: 3 };

/** A file of each log, host and hour of two months: 28,800; application logs of even hours are gzip in themselves. */
function hourlyFiles(bytes: number): FilePlan[] {
  const hours = DAYS["many-files"] * 24;
  const files = HOSTS["many-files"] * hours * 2;
  return Array.from(
    { length: HOSTS["many-files"] },
    (_, host) =>
      (["application", "http_access"] as const).flatMap((category) =>
        Array.from({ length: hours }, (_, hour): FilePlan => {
          const fromMs = START_MS + hour * HOUR_MS;
          const rolled = new Date(fromMs).toISOString().slice(0, 13).replaceAll("-", "").replace("T", "_");
          const gzip = category === "application" && hour % 2 === 0;
          return {
            category,
            host,
            rolled,
            gzip,
            span: { fromMs, toMs: fromMs + HOUR_MS },
            bytes: bytes / files,
          };
        })
      ),
  ).flat();
}

function dailyFiles(category: FilePlan["category"], bytes: number): FilePlan[] {
  const [hosts, days] = [HOSTS.traces, DAYS.traces];
  return Array.from({ length: hosts * days }, (_, index): FilePlan => {
    const fromMs = START_MS + index % days * DAY_MS;
    const rolled = index % days === days - 1
      ? null
      : new Date(fromMs).toISOString().slice(0, 10).replaceAll("-", "");
    const span = { fromMs, toMs: fromMs + DAY_MS };
    return { category, host: Math.floor(index / days), rolled, span, bytes: bytes / (hosts * days) };
  });
}

/** The tar.gz of an archive of this shape with about so many bytes of logs, made while it is read. */
export function shapedSample(shape: SampleShape, bytes: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const fleet = createSampleFleet({ seed: SEED, hosts: HOSTS[shape], agents: AGENTS });
  const members = FILES[shape](bytes).map((file) => memberOf(shape, file, fleet));
  const noteTimeMs = START_MS + DAYS[shape] * DAY_MS;
  return sampleArchive({ members, note: NOTE, noteTimeMs, onEnd: () => {} });
}

function memberOf(shape: SampleShape, file: FilePlan, fleet: SampleFleet): SampleMember {
  const { category, gzip = false, rolled, span } = file;
  const host = fleet.hosts[file.host]!;
  const family = category === "application" ? "mms0" : "mms0-access";
  const name = `${family}${rolled === null ? "" : `.${rolled}`}.log${gzip ? ".gz" : ""}`;
  const path = `${host}/${category}/${name}`;
  const random = { seed: SEED, label: path };
  // A curve of tens of thousands of files is made when the file is written, not before.
  const write: SampleMember["write"] = (totals) => {
    const curve = trafficCurve(span, accessWeight);
    const common = { random, fleet, curve, planted: [] };
    if (category === "http_access") {
      return accessLog({ ...common, host: file.host, budgetBytes: file.bytes, effects: [] })(totals);
    }
    const planted = shape === "traces" ? tracesOf(file, path, fleet) : [];
    const budgetBytes = shape === "traces" ? 0 : file.bytes;
    return applicationLog({ ...common, budgetBytes, planted, process: "server" })(totals);
  };
  return { path, host, category, gzip, mtimeMs: span.toMs, write };
}

function tracesOf({ span, bytes, host }: FilePlan, label: string, fleet: SampleFleet): PlantedRecord[] {
  const random = new SeededRandom(SEED, `${label}/traces`);
  const mean = TRACES.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / TRACES.length;
  const stepMs = (span.toMs - span.fromMs) / (bytes / mean);
  return Array.from({ length: Math.floor(bytes / mean) }, (_, index): PlantedRecord => ({
    timeMs: Math.floor(span.fromMs + (index + random.unit()) * stepMs),
    host,
    template: random.pick(TRACES),
    project: random.pick(fleet.projects),
  }));
}
