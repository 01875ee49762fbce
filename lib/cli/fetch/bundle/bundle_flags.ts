import { type FlagTable, listFlag, switchFlag, valueFlag } from "../../flags/flag.ts";
import { readJobIdOrLatest } from "../jobs/job_id.ts";
import { readText } from "../../flags/flag_values.ts";
import { readTimeBeforeNow } from "../../flags/time_before_now.ts";

/** What the flags of `omlens fetch bundle` give. */
export interface BundleValues {
  /** Id of the log collection job, or `latest`. */
  job: string;
  /** Organizations whose events belong to it. */
  org: string[];
  /** Projects whose events belong to it. */
  project: string[];
  /** The events of the whole Ops Manager belong to it. */
  global: true;
  /** First moment of the events. */
  since: string;
  /** Last moment of the events. */
  until: string;
  /** Keep what the server itself stores of each event. */
  "include-raw": true;
  /** Folder of the bundle. */
  out: string;
  /** One file instead of a folder. */
  tar: true;
  /** Fetch everything again. */
  force: true;
  /** Print JSON. */
  json: true;
}

/** Flags of `omlens fetch bundle`, besides those of the connection. */
export const BUNDLE_FLAGS: FlagTable<BundleValues> = {
  job: valueFlag("ID|latest", "the log collection job", readJobIdOrLatest),
  org: listFlag(
    "ID",
    "with events of this organization; default: organization and project of the profile",
    readText,
  ),
  project: listFlag("ID", "with events of this project", readText),
  global: switchFlag("with the events of the whole Ops Manager"),
  since: valueFlag("TIME", "events from then on; default 24 h before the logs begin", readTimeBeforeNow),
  until: valueFlag("TIME", "events up to then; default 1 h after the job finished", readTimeBeforeNow),
  "include-raw": switchFlag("keep what the server itself stores of each event"),
  out: valueFlag("DIR", "folder of the bundle", readText),
  tar: switchFlag("write DIR.tar instead of the folder"),
  force: switchFlag("fetch everything again, replace what is there"),
  json: switchFlag("print the manifest as JSON"),
};
