import { UsageError } from "../../errors.ts";
import { apiTime } from "../../fetch/api_time.ts";
import { type CollectionJobDocument, latestExpirationMs } from "../../fetch/jobs/collection_job_document.ts";
import type { CliIo } from "../cli_io.ts";
import type { Expiry } from "./collect_flags.ts";
import type { OpenedClient } from "../fetch/connection/open_client.ts";

/** Moves the time when the archive of a job goes, to the latest there can be when none is given. */
export async function extendJob(
  id: string,
  expiry: Expiry | null,
  client: OpenedClient["client"],
  { now }: Pick<CliIo, "now">,
): Promise<CollectionJobDocument> {
  const timeMs = expiry === null ? latestExpirationMs(await client.getJob(id)) : expiryMs(expiry, now());
  if (timeMs !== null) return await client.extendJob(id, apiTime(timeMs));
  throw new UsageError(`Cannot extend job ${id}: Ops Manager does not say when it was created`, {
    remedy: "--expires TIME",
  });
}

function expiryMs(expiry: Expiry, nowMs: number): number {
  return "timeMs" in expiry ? expiry.timeMs : nowMs + expiry.inMs;
}
