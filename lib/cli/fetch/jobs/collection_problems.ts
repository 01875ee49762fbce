import type { ChildJobDocument, CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";

/** Children whose logs are in the archive, if it is still there. */
const COLLECTED: readonly string[] = ["SUCCESS", "MARKED_FOR_EXPIRY", "EXPIRED"];

/** What is missing from the archive of a job, one sentence each: failed children with the reason, logs that were cut. */
export function collectionProblems({ childJobs, sizeLimitHit }: CollectionJobDocument): string[] {
  const failed = childJobs.filter(({ status }) => !COLLECTED.includes(status)).map(describeFailed);
  const cut = childJobs.filter((child) => child.sizeLimitHit).map((child) =>
    `${describeChild(child)} was cut at the size limit`
  );
  const unnamedCut = sizeLimitHit && cut.length === 0 ? ["some logs were cut at the size limit"] : [];
  return [...failed, ...cut, ...unnamedCut];
}

function describeChild({ serverId, logCollectionType }: ChildJobDocument): string {
  return `${logCollectionType || "unknown logs"} of ${serverId || "an unknown server"}`;
}

function describeFailed(child: ChildJobDocument): string {
  const reason = child.errorMessage === null ? "" : `: ${child.errorMessage}`;
  return `${describeChild(child)} is missing (${child.status || "no status"}${reason})`;
}
