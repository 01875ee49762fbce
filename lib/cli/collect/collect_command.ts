import { RemoteError, UsageError } from "../../errors.ts";
import type { CollectionJobDocument } from "../../fetch/jobs/collection_job_document.ts";
import { AttemptError } from "../../fetch/http/timing/attempt_error.ts";
import { visibleText } from "../../report/visible_text.ts";
import type { CliIo } from "../cli_io.ts";
import { ExitCode } from "../exit_code.ts";
import { jsonText } from "../json_text.ts";
import { textStyle } from "../terminal/text_style.ts";
import { awaitJob } from "./await_job.ts";
import { COLLECT_FLAGS, type CollectValues } from "./collect_flags.ts";
import { type CollectMode, collectMode } from "./collect_mode.ts";
import { collectRequest } from "./collect_request.ts";
import { collectionProblems } from "../fetch/jobs/collection_problems.ts";
import { describeJob } from "../fetch/jobs/describe_job.ts";
import { extendJob } from "./extend_job.ts";
import { saveArchive } from "../fetch/archive/save_archive.ts";
import type { OpenedClient } from "../fetch/connection/open_client.ts";
import { parseConnectionLine } from "../fetch/connection/parse_connection_line.ts";
import { retryJob } from "./retry_job.ts";
import { withClient } from "../fetch/connection/with_client.ts";

/** What every mode works with. */
interface Collecting {
  readonly client: OpenedClient["client"];
  readonly values: Readonly<Partial<CollectValues>>;
  readonly io: CliIo;
  readonly signal: AbortSignal;
}

const RUN_BY_MODE: Readonly<Record<CollectMode, (collecting: Collecting) => Promise<number>>> = {
  create: runCreate,
  job: (collecting) => finish(collecting.values.job ?? "", collecting),
  retry: runRetry,
  extend: runExtend,
  delete: runDelete,
};

/** `omlens collect`: has Ops Manager collect its logs, waits, downloads them; or tends a job that is there. */
export async function runCollect(args: readonly string[], io: CliIo): Promise<number> {
  const values = parseConnectionLine("collect", args, COLLECT_FLAGS);
  const run = RUN_BY_MODE[collectMode(values)];
  // Before anybody types a key.
  collectRequest(values, io.now());
  return await withClient(values, io, ({ client }, signal) => run({ client, values, io, signal }));
}

async function runCreate(collecting: Collecting): Promise<number> {
  const { values, io } = collecting;
  const job = await create(collecting);
  if (job === null) return ExitCode.interrupted;
  io.stderr.write(`omlens: job ${job.id} is created; omlens collect --job ${job.id} goes on with it\n`);
  return values["no-wait"] ? tell(job, `${job.id}\n`, collecting) : await finish(job.id, collecting);
}

/** A request to create is never repeated when the first may have arrived. Null: interrupted, it may be there. */
async function create({ client, values, io, signal }: Collecting): Promise<CollectionJobDocument | null> {
  try {
    return await client.createJob(collectRequest(values, io.now()));
  } catch (error) {
    if (signal.aborted) {
      io.stderr.write("omlens: interrupted: a job may be there all the same\ntry: omlens fetch jobs\n");
      return null;
    }
    if (mayHaveCreated(error)) {
      io.stderr.write("omlens: a job may be there all the same: omlens fetch jobs lists them\n");
    }
    throw error;
  }
}

/** Whether Ops Manager may have made a job, though what it answers does not name it. */
function mayHaveCreated(error: unknown): boolean {
  if (!(error instanceof RemoteError)) return false;
  // An answer that was taken, and is no job.
  if (!(error instanceof AttemptError)) return error.status === null;
  if (error.status === null) return error.isTransient && !error.retry?.isUntouched;
  return error.status < 300 || error.status >= 500;
}

async function runRetry(collecting: Collecting): Promise<number> {
  const { client, values, io } = collecting;
  const id = values.retry ?? "";
  const before = await retryJob(id, client, io);
  return values["no-wait"]
    ? tell(await client.getJob(id), `${id}\n`, collecting)
    : await finish(id, collecting, before);
}

async function runExtend(collecting: Collecting): Promise<number> {
  const { client, values, io } = collecting;
  const job = await extendJob(values.extend ?? "", values.expires ?? null, client, io);
  return tell(job, `job ${job.id} is kept until ${visibleText(job.expirationDate ?? "?")}\n`, collecting);
}

async function runDelete({ client, values, io }: Collecting): Promise<number> {
  const job = await client.getJob(values.delete ?? "");
  if (job.status === "IN_PROGRESS") {
    throw new UsageError(`Cannot delete job ${job.id}: it is still being collected`, {
      remedy: `omlens collect --job ${job.id} --no-download waits for it`,
    });
  }
  await client.deleteJob(job.id);
  io.stdout.write(
    values.json ? `${JSON.stringify({ id: job.id, deleted: true })}\n` : `${job.id} is deleted\n`,
  );
  return ExitCode.done;
}

/** Waits for a job and downloads what there is of it. */
async function finish(
  id: string,
  collecting: Collecting,
  before: CollectionJobDocument | null = null,
): Promise<number> {
  const { client, values, io, signal } = collecting;
  try {
    const job = await awaitJob(id, { client, before, quiet: values.quiet ?? false, signal }, io);
    return await (values["no-download"] ? tellWaited : download)(job, collecting);
  } catch (error) {
    if (!signal.aborted) throw error;
    io.stderr.write(`omlens: interrupted: job ${id} is still there\ntry: omlens collect --job ${id}\n`);
    return ExitCode.interrupted;
  }
}

async function download(job: CollectionJobDocument, collecting: Collecting): Promise<number> {
  try {
    return await saveArchive({ ...collecting, job }, collecting.io);
  } catch (error) {
    if (error instanceof RemoteError) tellProblems(job, collecting.io);
    throw error;
  }
}

async function tellWaited(job: CollectionJobDocument, collecting: Collecting): Promise<number> {
  const { values, io } = collecting;
  tellProblems(job, io);
  return tell(job, describeJob(job, await textStyle(values.color ?? "auto", io.stdout, io)), collecting);
}

function tellProblems(job: CollectionJobDocument, { stderr }: CliIo): void {
  for (const problem of collectionProblems(job)) stderr.write(`omlens: ${visibleText(problem)}\n`);
}

function tell({ raw }: CollectionJobDocument, text: string, { values, io }: Collecting): number {
  io.stdout.write(values.json ? jsonText(raw) : text);
  return ExitCode.done;
}
