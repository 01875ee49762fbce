import type { CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo } from "../../cli_io.ts";

/** The job of an id. `latest`: the newest one that has an archive; says on stderr which newer ones have none. */
export async function findJob(
  id: string,
  client: OpsManagerClient,
  { stderr }: Pick<CliIo, "stderr">,
): Promise<CollectionJobDocument> {
  if (id !== "latest") return await client.getJob(id);
  const { job, newer } = await client.latestJob();
  for (const { id, status } of newer) {
    stderr.write(`omlens: ${visibleText(`job ${id} is newer, but has no archive: ${status}`)}\n`);
  }
  return job;
}
