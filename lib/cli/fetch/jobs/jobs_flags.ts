import { type FlagTable, switchFlag, valueFlag } from "../../flags/flag.ts";
import { readJobIdOrLatest } from "./job_id.ts";

/** What the flags of `omlens fetch jobs` give. */
export interface JobsValues {
  /** Id of a job, or `latest`. */
  job: string;
  /** Print JSON. */
  json: true;
}

/** Flags of `omlens fetch jobs`, besides those of the connection. */
export const JOBS_FLAGS: FlagTable<JobsValues> = {
  job: valueFlag("ID|latest", "only this job, with all that is known of it", readJobIdOrLatest),
  json: switchFlag("print what the API says, as JSON"),
};
