import { accessLog, accessWeight } from "./log/access_log.ts";
import { applicationLog } from "./log/application_log.ts";
import type { LogWriter } from "./log/log_text.ts";
import { migrationLog } from "./log/migration_log.ts";
import { daytime, type Interval, type TrafficCurve, trafficCurve } from "./log/traffic_curve.ts";
import type { SampleFleet } from "./sample_fleet.ts";
import { SeededRandom } from "./seeded_random.ts";
import type { IncidentPlan } from "./story/incident_plan.ts";

const DAY_MS = 86_400_000;
const WEEKEND_WEIGHT = 0.75;

/** Folder of a host in the archive. */
export type SampleCategory = "application" | "http_access" | "migration" | "daemon";

/** One log file of the archive. */
export interface SampleMember {
  /** Path in the archive. */
  readonly path: string;
  /** Host it is from. */
  readonly host: string;
  /** Its folder. */
  readonly category: SampleCategory;
  /** Whether the file is gzip in itself, as rolled files are on disk. */
  readonly gzip: boolean;
  /** Time of the last change, in epoch milliseconds. */
  readonly mtimeMs: number;
  /** Its text. */
  readonly write: LogWriter;
}

/** How many bytes the logs of all hosts take. */
export interface SampleBudget {
  /** Application logs, without what the incident adds. */
  readonly applicationBytes: number;
  /** Access logs. */
  readonly accessBytes: number;
  /** Daemon log, of one host. */
  readonly daemonBytes: number;
}

/** What the archive is made from. */
export interface SampleMembersOptions {
  /** Seed of everything random. */
  readonly seed: number;
  /** Whole span of the sample. */
  readonly span: Interval;
  /** Whose fleet. */
  readonly fleet: SampleFleet;
  /** The incident. */
  readonly plan: IncidentPlan;
  /** Sizes. */
  readonly budget: SampleBudget;
}

interface Family {
  readonly category: "application" | "http_access" | "daemon";
  readonly name: string;
  readonly host: number;
  readonly budgetBytes: number;
  readonly weightAt: (timeMs: number) => number;
  readonly blackouts: readonly Interval[];
  isGzip(day: number): boolean;
  write(label: string, day: Interval, curve: TrafficCurve, budgetBytes: number): LogWriter;
}

function within<T extends { timeMs: number; host: number }>(
  items: readonly T[],
  host: number,
  day: Interval,
): T[] {
  return items.filter((item) => item.host === host && item.timeMs >= day.fromMs && item.timeMs < day.toMs);
}

function blackoutsOf(plan: IncidentPlan, host: number, log: "application" | "access"): Interval[] {
  return plan.story.blackouts.filter((dark) =>
    dark.host === host && (dark.logs === "all" || log === "application")
  );
}

/** Business of the servers: half of it is there all day. No two minutes are alike. */
function serverWeight(random: SeededRandom): (timeMs: number) => number {
  return (timeMs) => {
    const day = new Date(timeMs).getUTCDay();
    const weekend = day === 0 || day === 6 ? WEEKEND_WEIGHT : 1;
    return (0.5 + daytime(timeMs)) * weekend * random.between(0.85, 1.15);
  };
}

function applicationFamily(options: SampleMembersOptions, host: number, budgetBytes: number): Family {
  const { fleet, plan, seed } = options;
  return {
    category: "application",
    name: "mms0",
    host,
    budgetBytes,
    weightAt: serverWeight(new SeededRandom(seed, `weight/application/${host}`)),
    blackouts: blackoutsOf(plan, host, "application"),
    isGzip: (day) => day % 2 === 0,
    write: (label, day, curve, bytes) =>
      applicationLog({
        random: { seed, label },
        fleet,
        curve,
        budgetBytes: bytes,
        planted: within(plan.records, host, day),
        process: "server",
      }),
  };
}

function accessFamily(options: SampleMembersOptions, host: number, budgetBytes: number): Family {
  const { fleet, plan, seed } = options;
  return {
    category: "http_access",
    name: "mms0-access",
    host,
    budgetBytes,
    weightAt: accessWeight,
    blackouts: blackoutsOf(plan, host, "access"),
    isGzip: () => false,
    write: (label, day, curve, bytes) =>
      accessLog({
        random: { seed, label },
        fleet,
        host,
        curve,
        budgetBytes: bytes,
        effects: plan.story.access,
        planted: within(plan.requests, host, day),
      }),
  };
}

function daemonFamily(options: SampleMembersOptions, host: number, budgetBytes: number): Family {
  const { fleet, seed } = options;
  return {
    category: "daemon",
    name: "daemon-hosted",
    host,
    budgetBytes,
    weightAt: serverWeight(new SeededRandom(seed, `weight/daemon/${host}`)),
    blackouts: [],
    isGzip: () => true,
    write: (label, _day, curve, bytes) =>
      applicationLog({
        random: { seed, label },
        fleet,
        curve,
        budgetBytes: bytes,
        planted: [],
        process: "daemon",
      }),
  };
}

function daysOf(span: Interval): Interval[] {
  const count = Math.ceil((span.toMs - span.fromMs) / DAY_MS);
  return Array.from({ length: count }, (_, index) => {
    const fromMs = span.fromMs + index * DAY_MS;
    return { fromMs, toMs: Math.min(fromMs + DAY_MS, span.toMs) };
  });
}

/** The files of one log: a rolled one for each day but the last, which is the current one. */
function membersOf(family: Family, { fleet, span }: SampleMembersOptions): SampleMember[] {
  const { category, name } = family;
  const host = fleet.hosts[family.host] ?? "";
  const days = daysOf(span);
  const curves = days.map((day) => trafficCurve(day, family.weightAt, family.blackouts));
  const total = curves.reduce((sum, curve) => sum + curve.total, 0);
  return days.flatMap((day, index) => {
    const curve = curves[index];
    if (curve === undefined) return [];
    const current = index === days.length - 1;
    const gzip = !current && family.isGzip(index);
    const date = new Date(day.fromMs).toISOString().slice(0, 10).replaceAll("-", "");
    const path = `${host}/${category}/${name}${current ? "" : "." + date}.log${gzip ? ".gz" : ""}`;
    const write = family.write(path, day, curve, family.budgetBytes * curve.total / total);
    return [{ path, host, category, gzip, mtimeMs: day.toMs, write }];
  });
}

function migrationMember(
  { seed, fleet, span }: SampleMembersOptions,
  host: string,
  index: number,
): SampleMember {
  const path = `${host}/migration/mms-migration.log`;
  // Servers that joined the fleet later saw fewer upgrades.
  const upgrades = Math.max(2, 5 - index % fleet.hosts.length);
  const write = migrationLog({ random: { seed, label: path }, startMs: span.fromMs, upgrades });
  return { path, host, category: "migration", gzip: false, mtimeMs: span.fromMs, write };
}

/** All log files of the archive, in their order; the last host runs the backup daemon. */
export function sampleMembers(options: SampleMembersOptions): SampleMember[] {
  const { fleet, budget } = options;
  const hosts = fleet.hosts.length;
  return fleet.hosts.flatMap((host, index) => [
    ...membersOf(applicationFamily(options, index, budget.applicationBytes / hosts), options),
    ...membersOf(accessFamily(options, index, budget.accessBytes / hosts), options),
    migrationMember(options, host, index),
    ...(index === hosts - 1 ? membersOf(daemonFamily(options, index, budget.daemonBytes), options) : []),
  ]);
}
