import type { ChildJobDocument, CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import { describeAmount, describeBytes } from "../../../report/describe_quantity.ts";
import type { StyleText } from "../../../report/summary_style.ts";
import { textTable } from "../../terminal/text_table.ts";

const ISO_TIME_REGEXP = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const CUT = "cut at the size limit";

const JOBS_HEADING = ["ID", "STATUS", "CREATED", "EXPIRES", "LOG TYPES", "SERVERS", "SIZE", "PROBLEM"];
/** What a narrow terminal goes without, in this order; all of it is told of one job. */
const DISPENSABLE = ["LOG TYPES", "SERVERS", "EXPIRES", "SIZE"];

/** The jobs as a table, one a line, if that can be with so many columns of text. */
export function describeJobs(
  jobs: readonly CollectionJobDocument[],
  style: StyleText,
  columns: number = Infinity,
): string {
  let rows = [JOBS_HEADING, ...jobs.map(jobRow)];
  for (const name of DISPENSABLE) {
    if (textTable(null, rows).every((line) => line.length <= columns)) break;
    const place = rows[0]!.indexOf(name);
    rows = rows.map((row) => row.toSpliced(place, 1));
  }
  const [heading = [], ...rest] = rows;
  return linesText(textTable(heading, rest, style));
}

function jobRow(job: CollectionJobDocument): string[] {
  return [
    job.id,
    job.status,
    describeDate(job.creationDate),
    describeDate(job.expirationDate),
    listOrAll(job.logTypes.map(describeLogType)),
    job.servers.length === 0 ? "all" : String(job.servers.length),
    describeSize(job.uncompressedSizeTotalBytes),
    describeProblem(job),
  ];
}

/** All that is known of a job. */
export function describeJob(job: CollectionJobDocument, style: StyleText): string {
  const { fromDate, toDate } = job;
  const facts = textTable(null, [
    ["job", job.id],
    ["status", job.status],
    ["created", describeDate(job.creationDate)],
    ["finished", describeDate(job.finishDate)],
    ["expires", describeDate(job.expirationDate)],
    ["log types", listOrAll(job.logTypes.map(describeLogType))],
    [
      "window",
      fromDate || toDate ? `${describeDate(fromDate)} to ${describeDate(toDate)}` : "everything kept",
    ],
    ["unpacked", describeSize(job.uncompressedSizeTotalBytes)],
    ["problem", describeProblem(job) || "none"],
    ["servers", listOrAll(job.servers)],
  ]);
  return linesText([
    ...facts,
    ...(job.childJobs.length === 0 ? [] : ["", ...childTable(job.childJobs, style)]),
  ]);
}

function childTable(children: readonly ChildJobDocument[], style: StyleText): string[] {
  return textTable(
    ["SERVER", "LOG TYPE", "STATUS", "SIZE", "PROBLEM"],
    children.map((child) => [
      child.serverId,
      describeLogType(child.logCollectionType),
      child.status,
      describeSize(child.uncompressedDiskspaceBytes),
      [...(child.errorMessage === null ? [] : [child.errorMessage]), ...(child.sizeLimitHit ? [CUT] : [])]
        .join("; "),
    ]),
    style,
  );
}

/** What is not in the archive, in a few words; empty: nothing is known to be missing. */
function describeProblem({ childJobs, sizeLimitHit }: CollectionJobDocument): string {
  const failed = childJobs.filter(({ status }) => status === "FAILURE").length;
  const parts = [
    ...(failed === 0 ? [] : [`${failed} of ${describeAmount(childJobs.length, "part")} failed`]),
    ...(sizeLimitHit || childJobs.some((child) => child.sizeLimitHit) ? [CUT] : []),
  ];
  return parts.join("; ");
}

/** `HTTP_ACCESS` is `http_access`: the name of its folder in the archive, and what `--log-type` takes. */
function describeLogType(type: string): string {
  return type.toLowerCase();
}

function describeDate(date: string | null): string {
  if (date === null) return "-";
  const timeMs = ISO_TIME_REGEXP.test(date) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(timeMs) ? date : `${new Date(timeMs).toISOString().slice(0, 16).replace("T", " ")}Z`;
}

function describeSize(bytes: number | null): string {
  return bytes === null ? "-" : describeBytes(bytes);
}

function listOrAll(names: readonly string[]): string {
  return names.length === 0 ? "all" : names.join(", ");
}

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
