import { type FlagTable, switchFlag, valueFlag } from "../../flags/flag.ts";
import { readText } from "../../flags/flag_values.ts";
import { readJobIdOrLatest } from "../jobs/job_id.ts";

/** What the flags of `omlens fetch archive` give. */
export interface ArchiveValues {
  /** Id of the collection job, or `latest`. */
  job: string;
  /** Folder of the archive. */
  out: string;
  /** Replace a file of the same name. */
  force: true;
  /** Print JSON. */
  json: true;
}

/** Flags of `omlens fetch archive`, besides those of the connection. */
export const ARCHIVE_FLAGS: FlagTable<ArchiveValues> = {
  job: valueFlag("ID|latest", "the collection job whose archive is wanted", readJobIdOrLatest),
  out: valueFlag("DIR", "where it goes; default the current folder", readText),
  force: switchFlag("replace a file of the same name"),
  json: switchFlag("print what was downloaded as JSON"),
};
