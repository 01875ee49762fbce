/** Scope of a backup job, of the part of its logger that names it: `project.replicaSet` is told as `project/replicaSet`. */
export function jobScope(job: string): string {
  const dot = job.indexOf(".");
  return dot < 0 ? job : `${job.slice(0, dot)}/${job.slice(dot + 1)}`;
}
