import type { Interval } from "./log/traffic_curve.ts";
import type { SampleCategory, SampleMember } from "./sample_members.ts";
import { SeededRandom } from "./seeded_random.ts";

const DAY_MS = 86_400_000;
const LOG_TYPES: Readonly<Record<SampleCategory, string>> = {
  application: "APPLICATION",
  http_access: "HTTP_ACCESS",
  migration: "MIGRATION",
  daemon: "DAEMON",
};

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(".000Z", "Z");
}

function childJobs(members: readonly SampleMember[], endMs: number): Record<string, unknown>[] {
  const pairs = new Map(members.map(({ host, category }) => [`${host}/${category}`, { host, category }]));
  return [...pairs.values()].map(({ host, category }, index) => ({
    serverId: host,
    logCollectionType: LOG_TYPES[category],
    status: "SUCCESS",
    startDate: iso(endMs + 2000),
    finishDate: iso(endMs + (9 + index) * 1000),
    errorMessage: null,
    sizeLimitHit: false,
  }));
}

/** Options of {@linkcode jobDocument}. */
export interface JobDocumentOptions {
  /** Seed of the ids. */
  readonly seed: number;
  /** What the logs span. */
  readonly span: Interval;
  /** What was collected. */
  readonly members: readonly SampleMember[];
  /** About how much, uncompressed. */
  readonly sizeBytes: number;
}

/** The document of the log collection job, as the API gives it with `verbose=true`. */
export function jobDocument({ seed, span, members, sizeBytes }: JobDocumentOptions): Record<string, unknown> {
  const id = `67${new SeededRandom(seed, "job").hex(22)}`;
  const children = childJobs(members, span.toMs);
  return {
    synthetic: true,
    id,
    status: "SUCCESS",
    creationDate: iso(span.toMs),
    finishDate: iso(span.toMs + (10 + children.length) * 1000),
    expirationDate: iso(span.toMs + 7 * DAY_MS),
    servers: [...new Set(members.map(({ host }) => host))],
    logTypes: [...new Set(members.map(({ category }) => LOG_TYPES[category]))],
    logCollectionFromDate: iso(span.fromMs),
    logCollectionToDate: iso(span.toMs),
    uncompressedSizeTotalBytes: sizeBytes,
    sizeLimitHit: false,
    downloadUrl:
      `https://ops-manager.example.com:8443/api/public/v1.0/admin/omLogCollectionJobs/${id}:download`,
    childJobs: children,
  };
}
