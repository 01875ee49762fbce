import { formatTime } from "../parse/timestamp.ts";
import { bareFinding } from "./bare_finding.ts";
import type { ChildJob, CollectionJob } from "./collection_job.ts";
import { coverageFacts } from "./coverage_findings.ts";
import type { FindingDraft } from "./finding_draft.ts";
import { sorted } from "./sorted.ts";
import type { LogTally, MemberRecord } from "./log_tally.ts";
import type { LogSpan } from "./span_of_logs.ts";

/** Files rotate daily and collection takes a while: what ends this close to the requested time is whole. */
const SLACK_MS = 3_600_000;
const MAX_NAMED = 5;

/** What log collection jobs say that they could not bring, or cut: `coverage.missing`, `coverage.truncated`. */
export function jobFindings(
  tally: LogTally,
  span: LogSpan,
  jobs: readonly CollectionJob[],
  { isFiltered }: { isFiltered: boolean },
): FindingDraft[] {
  const logs = tally.logs();
  return jobs.flatMap((job) => [
    ...notCollected(span, uncollected(isFiltered ? null : logs, job)),
    ...cutBySize(span, job),
    // When only a part is wanted, what is left out is no hole.
    ...(isFiltered ? [] : outsideLogs(span, job)),
  ]);
}

/** What a job did not bring: it says so, or it is not among the logs; null: they are only a part of what there was. */
export function uncollected(
  logs: readonly MemberRecord[] | null,
  { children }: CollectionJob,
): readonly ChildJob[] {
  const have = logs === null ? null : new Set(logs.map(({ host, category }) => `${host}\0${category}`));
  return children.filter(({ host, category, status }) =>
    status !== "SUCCESS" || have?.has(`${host}\0${category}`) === false
  );
}

function notCollected(span: LogSpan, lacking: readonly ChildJob[]): FindingDraft[] {
  if (lacking.length === 0) return [];
  const reasons = sorted(lacking.flatMap(({ errorMessage }) => errorMessage ?? []));
  const because = reasons.length > 0 ? ` The job says: ${reasons.slice(0, MAX_NAMED).join("; ")}.` : "";
  return [jobFinding(span, lacking, {
    rule: "coverage.missing",
    title: `The collection job did not bring ${namesOf(lacking)}`,
    severity: "medium",
    explanation:
      `The log collection job was to collect ${
        namesOf(lacking)
      }, which failed or is not in the inputs.${because} ` +
      "Pieces of logs are stored in the application database while they are collected, so trouble there makes " +
      "collection fail too, and so does a server that is down.",
    remediation:
      "Retry the job, which collects only what failed, and read what follows with this gap in mind.",
  })];
}

function cutBySize(span: LogSpan, { children, sizeLimitHit }: CollectionJob): FindingDraft[] {
  const cut = children.filter((child) => child.sizeLimitHit);
  if (cut.length === 0 && !sizeLimitHit) return [];
  return [jobFinding(span, cut, {
    rule: "coverage.truncated",
    title: `The collection job cut ${cut.length === 0 ? "logs" : namesOf(cut)} at its size limit`,
    severity: "medium",
    explanation:
      "The job stopped at the size that was requested for each file: a part of these logs is not in the inputs.",
    remediation: "Collect again with a larger sizeRequestedPerFileBytes, or with a shorter time.",
  })];
}

function outsideLogs(span: LogSpan, { fromMs, toMs, children }: CollectionJob): FindingDraft[] {
  const parts = [
    ...(fromMs !== null && span.startMs - fromMs > SLACK_MS ? [[fromMs, span.startMs] as const] : []),
    ...(toMs !== null && toMs - span.endMs > SLACK_MS ? [[span.endMs, toMs] as const] : []),
  ];
  return parts.map(([startMs, endMs]) =>
    jobFinding(span, children, {
      rule: "coverage.missing",
      title: `No log of ${formatTime(startMs)} to ${formatTime(endMs)}, which the collection job asked for`,
      severity: "low",
      explanation: "The job was to collect this time too, but no record in the inputs is of it.",
      remediation: "Check how long the servers keep their logs, then collect this time again.",
    })
  );
}

type JobWords = Pick<FindingDraft, "rule" | "title" | "severity" | "explanation" | "remediation">;

function jobFinding(span: LogSpan, children: readonly ChildJob[], words: JobWords): FindingDraft {
  const hosts = sorted(children.map(({ host }) => host));
  const categories = sorted(children.map(({ category }) => category));
  return bareFinding({ ...coverageFacts(span, hosts, categories), count: children.length }, {
    ...words,
    confidence: "high",
    references: ["Ops Manager documentation, Download Ops Manager Server Logs"],
  });
}

function namesOf(children: readonly ChildJob[]): string {
  const names = sorted(children.map(({ host, category }) => `${category} of ${host}`));
  const more = names.length - MAX_NAMED;
  return more > 0 ? `${names.slice(0, MAX_NAMED).join(", ")} and ${more} more` : names.join(", ");
}
