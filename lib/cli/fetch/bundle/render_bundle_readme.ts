import { describeAmount, describeBytes } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import { describeScope } from "../../../fetch/event_pages.ts";
import {
  type BundledFile,
  type BundleManifest,
  MANIFEST_FILE,
  README_FILE,
} from "../../bundle/bundle_manifest.ts";

const ABOUT_ROLE: Readonly<Record<BundledFile["role"], string>> = {
  archive: "logs of the Ops Manager servers",
  events: "who changed what, and alerts: one JSON document a line",
  job: "what the log collection was asked for, and what came of it",
};

/** The text for the person who opens a bundle and knows nothing of it. */
export function renderBundleReadme(manifest: BundleManifest): string {
  const { tool, files } = manifest;
  return [
    "Logs and events of a MongoDB Ops Manager",
    "",
    `Fetched with ${tool.name} ${tool.version}, to be analysed on any machine, without a network.`,
    "",
    ...origin(manifest),
    "",
    "Files",
    "",
    ...files.map(({ name, role, sizeBytes }) =>
      `  ${name} (${describeBytes(sizeBytes)}): ${ABOUT_ROLE[role]}`
    ),
    `  ${MANIFEST_FILE}: all of this for programs`,
    "",
    "What is missing",
    "",
    ...missing(manifest),
    "",
    "To analyse it (the folder with these files, or the .tar it came in)",
    "",
    "  omlens analyze FOLDER",
    "",
    "To check that every file is as it was fetched",
    "",
    `  grep -E '^[0-9a-f]{64}  ' ${README_FILE} | sha256sum -c`,
    "",
    ...files.map(({ name, sha256 }) => `${sha256}  ${name}`),
    "",
    "Before you hand it on",
    "",
    "The files hold names of hosts, IP addresses, names and e-mail addresses of users, and ids of projects in clear.",
  ].map((line) => `${visibleText(line)}\n`).join("");
}

function origin({ source, createdAt, job, events }: BundleManifest): string[] {
  const servers = job.serverCount === 0 ? "" : `, ${describeAmount(job.serverCount, "server")}`;
  const span = job.fromDate === null || job.toDate === null
    ? ""
    : `, logs from ${job.fromDate} to ${job.toDate}`;
  return [
    `From      ${source.apiUrl}`,
    ...(source.serviceVersion === null ? [] : [`          ${source.serviceVersion}`]),
    `Complete  ${createdAt}`,
    `Logs      job ${job.id}, ${job.status}, created ${
      job.creationDate ?? "at an unknown time"
    }${span}${servers}`,
    `Events    ${describeAmount(events.count, "event")} of ${events.scopes.map(describeScope).join(", ")}`,
    `          from ${events.since} to ${events.until}`,
  ];
}

function missing({ job, events }: BundleManifest): string[] {
  const problems = [...job.problems, ...events.problems].map((problem) => `  ${problem}`);
  return problems.length > 0 ? problems : ["  Nothing that Ops Manager told of."];
}
