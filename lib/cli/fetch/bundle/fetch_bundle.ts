import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../../../errors.ts";
import { type CollectionJobDocument, downloadProblem } from "../../../fetch/jobs/collection_job_document.ts";
import { describeAmount, describeBytes } from "../../../report/describe_quantity.ts";
import { visibleText } from "../../../report/visible_text.ts";
import { readEarlierBundle } from "./bundle_folder.ts";
import { type BundleManifest, MANIFEST_FILE, README_FILE } from "../../bundle/bundle_manifest.ts";
import { eventsWindow } from "./events_window.ts";
import { type BundleRequest, makeBundle } from "./make_bundle.ts";
import { writeBundleTar } from "./write_bundle_tar.ts";
import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import { statIfThere } from "../../files/if_there.ts";
import { jsonText } from "../../json_text.ts";
import { findJob } from "../jobs/find_job.ts";
import { labelledLines } from "../../terminal/labelled_lines.ts";
import type { BundleValues } from "./bundle_flags.ts";
import type { ConnectionValues } from "../connection/connection_flags.ts";
import { readScopes } from "../events/fetch_events.ts";
import type { OpenedClient } from "../connection/open_client.ts";
import { timeBeforeNow } from "../../flags/time_before_now.ts";
import { shellWord } from "../../terminal/shell_word.ts";

type Values = Readonly<Partial<BundleValues & ConnectionValues>>;

/** `omlens fetch bundle`: archive, events, job document and a manifest in one folder, or in one tar. */
export function fetchBundle(
  values: Values,
  io: CliIo,
): (opened: OpenedClient, signal: AbortSignal) => Promise<number> {
  const wanted = checked(values);
  return (opened, signal) => saveBundle({ values, ...wanted, opened, signal }, io);
}

interface BundleWork extends ReturnType<typeof checked> {
  readonly values: Values;
  readonly opened: OpenedClient;
  readonly signal: AbortSignal;
}

async function saveBundle(
  { values, job: wanted, out, opened, signal }: BundleWork,
  io: CliIo,
): Promise<number> {
  const scopes = readScopes(values, opened);
  const { client } = opened;
  const { force = false, quiet = false } = values;
  const tarPath = values.tar ? tarPathOf(out) : null;
  if (tarPath !== null && !force) await checkFree(tarPath, io);
  const job = await findJob(wanted, client, io);
  const replaced = force ? await replacedBundle(out, io) : null;
  const earlier = force ? null : await earlierOf(out, job, client.apiUrl, io);
  const problem = earlier?.files.some(({ role }) => role === "archive") ? null : downloadProblem(job);
  if (problem !== null) throw problem;
  const window = windowOf(values, job, earlier, io.now());
  const events = { scopes, includeRaw: values["include-raw"] ?? false, ...window };
  const outdated = replaced?.files.map(({ name }) => name) ?? [];
  const request = { client, job, events, earlier, outdated, folder: out, force, quiet, signal };
  const manifest = await makeBundle(request, io);
  if (tarPath !== null) await moveToTar(tarPath, out, manifest, io, signal);
  const path = tarPath ?? out;
  io.stdout.write(values.json ? jsonText({ path, ...manifest }) : describe(path, manifest));
  return ExitCode.done;
}

function checked({ job, out }: Values): { readonly job: string; readonly out: string } {
  if (job === undefined) {
    throw new UsageError("Cannot fetch a bundle: it is not said of which job", {
      remedy: "--job latest, or --job ID (omlens fetch jobs lists them)",
    });
  }
  if (out === undefined || out === "-") {
    throw new UsageError("Cannot fetch a bundle: no folder is given", { remedy: "--out DIR" });
  }
  return { job, out };
}

function tarPathOf(out: string): string {
  const folder = resolve(out);
  return join(dirname(out.replace(/[/\\]+$/, "")), `${basename(folder)}.tar`);
}

async function checkFree(path: string, { fs }: CliIo): Promise<void> {
  if (await statIfThere(path, fs) === null) return;
  throw new UsageError(`Cannot write to "${path}": it is there already`, {
    remedy: "analyse it, or fetch it again with --force",
  });
}

async function earlierOf(
  out: string,
  job: CollectionJobDocument,
  apiUrl: string,
  { fs }: CliIo,
): Promise<BundleManifest | null> {
  const earlier = await readEarlierBundle(out, fs);
  if (earlier === null || (earlier.job.id === job.id && earlier.source.apiUrl === apiUrl)) return earlier;
  const other = `job ${earlier.job.id} of ${earlier.source.apiUrl}`;
  throw new UsageError(`Cannot fetch job ${job.id} into "${out}": it holds the bundle of ${other}`, {
    remedy: "--out with another folder, or --force to replace it",
  });
}

/** Null: there is none, or what is there is no bundle. */
async function replacedBundle(out: string, { fs }: CliIo): Promise<BundleManifest | null> {
  try {
    return await readEarlierBundle(out, fs);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

/** An interrupted run goes on with the window it had: by now the default one may end later. */
function windowOf(
  { since, until }: Values,
  job: CollectionJobDocument,
  earlier: BundleManifest | null,
  nowMs: number,
): Pick<BundleRequest["events"], "since" | "until"> {
  const timeOf = (flag: string | undefined, noted: string | undefined) =>
    flag !== undefined
      ? timeBeforeNow(flag, nowMs)
      : noted !== undefined
      ? timeBeforeNow(noted, nowMs)
      : null;
  return eventsWindow(job, {
    sinceMs: timeOf(since, earlier?.events.since),
    untilMs: timeOf(until, earlier?.events.until),
  }, nowMs);
}

/** The folder stays when somebody else has put something into it. */
async function moveToTar(
  path: string,
  folder: string,
  manifest: BundleManifest,
  { fs }: CliIo,
  signal: AbortSignal,
): Promise<void> {
  const names = [MANIFEST_FILE, README_FILE, ...manifest.files.map(({ name }) => name)];
  await writeBundleTar(path, { folder, names, timeMs: Date.parse(manifest.createdAt) }, fs, signal);
  for (const name of names) await fs.remove(join(folder, name));
  await fs.remove(folder).catch(() => {});
}

function describe(path: string, { job, events, files }: BundleManifest): string {
  const size = describeBytes(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  return [
    ...labelledLines("Bundle", [
      path,
      `${size}: archive, job document, ${describeAmount(events.count, "event")}`,
    ]),
    ...labelledLines("Job", [`${job.id}, ${job.status}, ${job.creationDate ?? "no date"}`]),
    ...labelledLines("Events", [`from ${events.since} to ${events.until}`]),
    ...labelledLines("Problems", [...job.problems, ...events.problems]),
    ...labelledLines("Try", [`omlens analyze ${shellWord(path)}`]),
  ].map((line) => `${visibleText(line)}\n`).join("");
}
