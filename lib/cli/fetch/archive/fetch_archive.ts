import { UsageError } from "../../../errors.ts";
import type { CliIo } from "../../cli_io.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import type { OpenedClient } from "../connection/open_client.ts";
import { findJob } from "../jobs/find_job.ts";
import type { ArchiveValues } from "./archive_flags.ts";
import { saveArchive } from "./save_archive.ts";

/** `omlens fetch archive`: downloads the archive of a collection job, whole, with the job's document beside it. */
export function fetchArchive(
  values: Readonly<Partial<ArchiveValues & ConnectionValues>>,
  io: CliIo,
): (opened: OpenedClient, signal: AbortSignal) => Promise<number> {
  const { job: wanted } = values;
  if (wanted === undefined) {
    throw new UsageError("Cannot fetch an archive: it is not said of which job", {
      remedy: "--job latest, or --job ID (omlens fetch jobs lists them)",
    });
  }
  return async ({ client }, signal) => {
    const job = await findJob(wanted, client, io);
    return await saveArchive({ client, job, values, signal }, io);
  };
}
