import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import { jsonText } from "../../json_text.ts";
import { textStyle } from "../../terminal/text_style.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import { describeJob, describeJobs } from "./describe_job.ts";
import { findJob } from "./find_job.ts";
import type { JobsValues } from "./jobs_flags.ts";
import type { OpenedClient } from "../connection/open_client.ts";

/** `omlens fetch jobs`: lists the log collection jobs, or says all of one. */
export function fetchJobs(
  values: Readonly<Partial<JobsValues & ConnectionValues>>,
  io: CliIo,
): (opened: OpenedClient) => Promise<number> {
  return ({ client }) => tellJobs(values, client, io);
}

async function tellJobs(
  { job: id, json, color = "auto" }: Readonly<Partial<JobsValues & ConnectionValues>>,
  client: OpenedClient["client"],
  io: CliIo,
): Promise<number> {
  const style = await textStyle(color, io.stdout, io);
  if (id !== undefined) {
    const job = await findJob(id, client, io);
    io.stdout.write(json ? jsonText(job.raw) : describeJob(job, style));
    return ExitCode.done;
  }
  const jobs = await client.listJobs({ verbose: true });
  if (json) io.stdout.write(jsonText(jobs.map(({ raw }) => raw)));
  else if (jobs.length > 0) {
    io.stdout.write(describeJobs(jobs, style, io.stdout.isTerminal ? io.stdout.columns() : Infinity));
  } else io.stderr.write("omlens: there is no log collection job; omlens collect makes one\n");
  return ExitCode.done;
}
