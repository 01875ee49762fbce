import { UsageError } from "../errors.ts";
import { INCIDENT_KINDS, type IncidentKind } from "./incident_kind.ts";
import { jobDocument } from "./job_document.ts";
import { CALLS_PER_AGENT } from "./log/agent_polls.ts";
import type { Interval } from "./log/traffic_curve.ts";
import { sampleArchive } from "./sample_archive.ts";
import { createSampleFleet } from "./sample_fleet.ts";
import { type SampleBudget, sampleMembers } from "./sample_members.ts";
import { describeTruth, type SampleTruth } from "./sample_truth.ts";
import { backupRounds } from "./story/backup_rounds.ts";
import { type IncidentPlan, planIncident } from "./story/incident_plan.ts";

export type { SampleTruth };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const DEFAULT_START = "2026-04-06T00:00:00Z";
const ACCESS_SHARE = 0.36;
const DAEMON_SHARE = 0.03;
const BURST_SHARE = 0.04;
const BACKUP_SHARE = 0.04;
/** Means of generated data; only used to size the fleet and the incident, never to hit the size. */
const MEAN_RECORD_BYTES = 215;
const MEAN_ACCESS_LINE_BYTES = 320;
const WANTED_POLL_INTERVAL_SECONDS = 20;
const MOST_AGENTS = 240;
const NOTE =
  `This archive is synthetic. It was written by "omlens sample"; its hosts, projects, users, addresses,
messages and events are made up, and it comes from no Ops Manager.
`;

/** What to generate. */
export interface SampleOptions {
  /** Ops Manager servers, 1 to 50. */
  readonly hosts: number;
  /** Days, 1 to 60. */
  readonly days: number;
  /** An integer; the same options give the same sample. */
  readonly seed: number;
  /** Size of all logs together, uncompressed, in bytes; at least 500 000. Kept to within about a tenth. */
  readonly sizeBytes: number;
  /** The incident. */
  readonly incident: IncidentKind;
  /** First moment, ISO 8601. Default 2026-04-06T00:00:00Z: fixed, so that the sample does not depend on the day. */
  readonly start?: string;
}

/** A synthetic collection: an archive and what belongs to it. */
export interface Sample {
  /** File name of the archive. */
  readonly archiveName: string;
  /** The tar.gz, generated while it is read. */
  readonly archive: ReadableStream<Uint8Array>;
  /** Events of the organization, as the API gives them, newest first. */
  readonly events: readonly Readonly<Record<string, unknown>>[];
  /** Document of the log collection job. */
  readonly job: Readonly<Record<string, unknown>>;
  /** There when the archive was read to its end. */
  readonly truth: Promise<SampleTruth>;
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UsageError(
    `Cannot generate a sample: ${name} is ${value}, expected an integer from ${least} to ${most}`,
    {
      remedy: `Choose ${name} from ${least} to ${most}`,
    },
  );
}

function checkOptions(options: SampleOptions): void {
  checkRange("hosts", options.hosts, 1, 50);
  checkRange("days", options.days, 1, 60);
  checkRange("seed", options.seed, 0, 2 ** 32 - 1);
  checkRange("size", options.sizeBytes, 500_000, 2 ** 43);
  if (Object.hasOwn(INCIDENT_KINDS, options.incident)) return;
  throw new UsageError(`Cannot generate a sample: incident "${options.incident}" is not known`, {
    remedy: `Choose one of ${Object.keys(INCIDENT_KINDS).join(", ")}`,
  });
}

function spanOf({ start = DEFAULT_START, days }: SampleOptions): Interval {
  const fromMs = Date.parse(start);
  if (Number.isNaN(fromMs)) {
    throw new UsageError(`Cannot generate a sample: start "${start}" is no time`, {
      remedy: "Give an ISO 8601 time",
    });
  }
  return { fromMs, toMs: fromMs + days * DAY_MS };
}

function agentsFor(options: SampleOptions): number {
  const requests = options.sizeBytes * ACCESS_SHARE / MEAN_ACCESS_LINE_BYTES;
  const perSecond = requests / (options.days * DAY_MS / 1000);
  return Math.min(MOST_AGENTS, Math.round(perSecond * WANTED_POLL_INTERVAL_SECONDS / CALLS_PER_AGENT));
}

function budgetFor(options: SampleOptions, plan: IncidentPlan): SampleBudget {
  const plantedBytes = plan.records.reduce((sum, { template }) => sum + (template?.sizeBytes ?? 0), 0);
  const share = 1 - ACCESS_SHARE - DAEMON_SHARE;
  return {
    applicationBytes: Math.max(options.sizeBytes * share - plantedBytes, options.sizeBytes * share / 2),
    accessBytes: options.sizeBytes * ACCESS_SHARE,
    daemonBytes: options.sizeBytes * DAEMON_SHARE,
  };
}

function isoSeconds(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}

/**
 * Generates a synthetic log archive with a known incident, and the events, the job document and the truth about it.
 *
 * @throws {UsageError} When an option is out of range.
 */
export function generateSample(options: SampleOptions): Sample {
  checkOptions(options);
  const span = spanOf(options);
  const { seed, hosts, sizeBytes } = options;
  const fleet = createSampleFleet({ seed, hosts, agents: agentsFor(options) });
  const hostBytes = sizeBytes * (1 - ACCESS_SHARE - DAEMON_SHARE) / hosts;
  const recordsPerMinute = hostBytes / MEAN_RECORD_BYTES / ((span.toMs - span.fromMs) / MINUTE_MS);
  const burstBytes = hostBytes * BURST_SHARE;
  const incident = planIncident({ kind: options.incident, seed, span, fleet, burstBytes, recordsPerMinute });
  const { blackouts } = incident.story;
  const backups = backupRounds({ seed, span, fleet, blackouts, budgetBytes: sizeBytes * BACKUP_SHARE });
  const records = [...incident.records, ...backups].sort((a, b) => a.timeMs - b.timeMs);
  const plan = { ...incident, records };
  const members = sampleMembers({ seed, span, fleet, plan, budget: budgetFor(options, plan) });
  const truth = Promise.withResolvers<SampleTruth>();
  const about = { kind: options.incident, seed, hosts: fleet.hosts, span, plan };
  return {
    archiveName: `om-logs_${isoSeconds(span.toMs).replace(/[-:]/g, "")}.tar.gz`,
    archive: sampleArchive({
      members,
      note: NOTE,
      noteTimeMs: span.toMs,
      onEnd: (written) => truth.resolve(describeTruth(about, written)),
    }),
    events: plan.events.map(({ document }) => document),
    job: jobDocument({ seed, span, members, sizeBytes }),
    truth: truth.promise,
  };
}
