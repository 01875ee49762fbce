import { UsageError } from "../../errors.ts";
import { LOG_TYPES } from "../../fetch/jobs/job_request.ts";
import { type FlagTable, listFlag, switchFlag, valueFlag } from "../flags/flag.ts";
import { parseTimestamp } from "../../parse/timestamp.ts";
import { readChoices, readDuration, readSize, readText } from "../flags/flag_values.ts";
import { CONNECTION_FLAGS, type ConnectionValues } from "../fetch/connection/connection_flags.ts";
import { readJobId } from "../fetch/jobs/job_id.ts";
import { readTimeBeforeNow } from "../flags/time_before_now.ts";

/** As they are called in the archive. */
const LOG_TYPE_NAMES = LOG_TYPES.map((type) => type.toLowerCase());

/** When an archive goes: a time, or how long from now. */
export type Expiry = { readonly timeMs: number } | { readonly inMs: number };

/** What the flags of `omlens collect` give. */
export interface CollectValues extends ConnectionValues {
  /** Ids of servers. */
  server: string[];
  /** As the API spells them. */
  "log-type": string[];
  /** First moment. */
  since: string;
  /** Last moment. */
  until: string;
  /** Bytes. */
  size: number;
  /** Folder. */
  out: string;
  /** Replace a file of the same name. */
  force: true;
  /** Collect only. */
  "no-download": true;
  /** Create only. */
  "no-wait": true;
  /** Id of a job that is there. */
  job: string;
  /** Id of a job whose failed parts are collected again. */
  retry: string;
  /** Id of a job that is kept for longer. */
  extend: string;
  /** Until when. */
  expires: Expiry;
  /** Id of a job that goes. */
  delete: string;
  /** Print JSON. */
  json: true;
}

/** Flags of `omlens collect`. */
export const COLLECT_FLAGS: FlagTable<CollectValues> = {
  server: listFlag(
    "ID",
    "only this server, as `omlens fetch servers` names it; default all that are up",
    readText,
  ),
  "log-type": valueFlag("LIST", `of ${LOG_TYPE_NAMES.join(",")}; default all`, readLogTypes),
  since: valueFlag(
    "TIME",
    "only logs from then on: ISO 8601, or -2h before now; at most 7 days",
    readTimeBeforeNow,
  ),
  until: valueFlag("TIME", "only logs until then; default now", readTimeBeforeNow),
  size: valueFlag("SIZE", "most of each log type of each server, uncompressed, such as 500MB", readSize),
  out: valueFlag("DIR", "where the archive goes; default the current folder", readText),
  force: switchFlag("replace an archive of the same name"),
  "no-download": switchFlag("wait until it is collected, but leave it there"),
  "no-wait": switchFlag("create the job, print its id, and leave"),
  job: valueFlag("ID", "go on with a job that is there: wait, download", readJobId),
  retry: valueFlag("ID", "collect again what failed of a job; then wait, download", readJobId),
  extend: valueFlag("ID", "keep the archive of a job for longer", readJobId),
  expires: valueFlag(
    "TIME",
    "with --extend, until when: ISO 8601, or 10d from now; default the most, 28 days after it was created",
    readExpiry,
  ),
  delete: valueFlag("ID", "delete a job and its archive", readJobId),
  json: switchFlag("print what came of it as JSON"),
  ...CONNECTION_FLAGS,
};

/** Takes `http_access` as well as `HTTP_ACCESS`. */
function readLogTypes(text: string): string[] {
  return readChoices(LOG_TYPE_NAMES)(text.toLowerCase()).map((type) => type.toUpperCase());
}

function readExpiry(text: string): Expiry {
  if (/^\d{1,4} ?[a-z]+$/i.test(text)) return { inMs: readDuration(text) };
  const timeMs = parseTimestamp(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00Z` : text);
  if (timeMs !== undefined) return { timeMs };
  throw new UsageError(`"${text}" is not a time`, {
    remedy: "give a time such as 2026-05-12T03:00Z, or 10d for ten days from now",
  });
}
