import { join } from "node:path";
import type { CollectionJobDocument } from "../../../fetch/jobs/collection_job_document.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { visibleText } from "../../../report/visible_text.ts";
import { VERSION } from "../../../version.ts";
import { collectEvents } from "../events/collect_events.ts";
import { downloadArchive } from "../archive/download_archive.ts";
import type { CliIo } from "../../cli_io.ts";
import { explainWrite } from "../../files/explain_write.ts";
import { removeIfThere } from "../../files/if_there.ts";
import { writeWholeFile } from "../../files/write_whole_file.ts";
import { jsonText } from "../../json_text.ts";
import { keptFile } from "./bundle_folder.ts";
import {
  BUNDLE_SCHEMA,
  type BundledEvents,
  type BundledFile,
  type BundleManifest,
  MANIFEST_FILE,
  PARTIAL_MANIFEST_FILE,
  README_FILE,
} from "../../bundle/bundle_manifest.ts";
import { hashFile } from "../../files/hash_file.ts";
import { renderBundleReadme } from "./render_bundle_readme.ts";

/** What is to be in a bundle. */
export interface BundleRequest {
  /** Where it comes from. */
  readonly client: OpsManagerClient;
  /** The collection job, verbose. */
  readonly job: CollectionJobDocument;
  /** Whose events, and of which time. */
  readonly events: Pick<BundledEvents, "scopes" | "since" | "until" | "includeRaw">;
  /** What an earlier run noted of the same bundle; null: there was none, or all of it is to be fetched again. */
  readonly earlier: BundleManifest | null;
  /** Names of files of a bundle that the new one takes the place of. */
  readonly outdated: readonly string[];
  /** Folder; made when it is not there. */
  readonly folder: string;
  /** Replace files of the same names. */
  readonly force: boolean;
  /** No progress. */
  readonly quiet: boolean;
  /** Ends it; the next run goes on from there. */
  readonly signal: AbortSignal;
}

const EVENTS_FILE = "events.ndjson";
const JOB_FILE = "job.json";

/**
 * Fetches what a bundle lacks and writes its manifest when everything is there.
 *
 * @throws {RemoteError} when something of it cannot be had; what came is kept
 * @throws {UsageError} when it cannot be written
 */
export async function makeBundle(request: BundleRequest, io: CliIo): Promise<BundleManifest> {
  const { folder, outdated } = request;
  let manifest = firstManifest(request, io);
  // From now on until the end there is no bundle here, only the parts of one.
  await makeFolder(folder, io);
  const note = async (changed: BundleManifest) => {
    manifest = changed;
    await writeWholeFile(join(folder, PARTIAL_MANIFEST_FILE), jsonText(manifest), io.fs);
  };
  await note(manifest);
  await removeIfThere(join(folder, MANIFEST_FILE), io.fs);
  await note(await withArchive(manifest, request, io));
  await note(
    await withEvents(manifest, request, io).catch((error) => {
      io.stderr.write(
        visibleText(`omlens: the archive stays in "${folder}": the next run goes on from there`) + "\n",
      );
      throw error;
    }),
  );
  await note(await withJob(manifest, request, io));
  manifest = { ...manifest, createdAt: new Date(io.now()).toISOString() };
  await writeWholeFile(join(folder, README_FILE), renderBundleReadme(manifest), io.fs);
  await writeWholeFile(join(folder, MANIFEST_FILE), jsonText(manifest), io.fs);
  await removeIfThere(join(folder, PARTIAL_MANIFEST_FILE), io.fs);
  for (const name of outdated) {
    if (!manifest.files.some((file) => file.name === name)) await removeIfThere(join(folder, name), io.fs);
  }
  return manifest;
}

/** Nothing of it is there yet but what an earlier run noted, and its events only when they are those of now. */
function firstManifest({ client, job, events, earlier }: BundleRequest, io: CliIo): BundleManifest {
  const children = new Set(job.childJobs.map(({ serverId }) => serverId));
  const { id, status, creationDate, fromDate, toDate } = job;
  const earlierEvents = earlier !== null && sameEvents(earlier.events, events) ? earlier.events : null;
  return {
    schema: BUNDLE_SCHEMA,
    tool: { name: "omlens", version: VERSION },
    createdAt: new Date(io.now()).toISOString(),
    source: { apiUrl: client.apiUrl, serviceVersion: client.serviceVersion },
    job: {
      id,
      status,
      creationDate,
      fromDate,
      toDate,
      serverCount: job.servers.length || children.size,
      problems: earlier?.job.problems ?? [],
    },
    events: { ...events, count: earlierEvents?.count ?? 0, problems: earlierEvents?.problems ?? [] },
    files: earlier?.files.filter(({ role }) => role !== "events" || earlierEvents !== null) ?? [],
  };
}

/** Whether two bundles ask for the same events. */
function sameEvents(a: BundleRequest["events"], b: BundleRequest["events"]): boolean {
  const key = ({ scopes, since, until, includeRaw }: BundleRequest["events"]) =>
    JSON.stringify([scopes, since, until, includeRaw]);
  return key(a) === key(b);
}

async function withArchive(
  manifest: BundleManifest,
  { client, job, folder, force, quiet, signal }: BundleRequest,
  io: CliIo,
): Promise<BundleManifest> {
  const kept = await keptFile(folder, manifest, "archive", io.fs, signal);
  if (kept !== null) return withFile(manifest, kept);
  // What is there under its name is not what came from the server.
  const isSpoilt = manifest.files.some(({ role }) => role === "archive");
  const archive = await downloadArchive({ client, job, folder, force: force || isSpoilt, quiet, signal }, io);
  const { fileName: name, sizeBytes, sha256, problems } = archive;
  return {
    ...withFile(manifest, { name, role: "archive", sizeBytes, sha256 }),
    job: { ...manifest.job, problems },
  };
}

async function withEvents(
  manifest: BundleManifest,
  { client, events, folder, force, quiet, signal }: BundleRequest,
  io: CliIo,
): Promise<BundleManifest> {
  const kept = await keptFile(folder, manifest, "events", io.fs, signal);
  if (kept !== null) return withFile(manifest, kept);
  const path = join(folder, EVENTS_FILE);
  await removeIfThere(path, io.fs);
  if (force) await removeIfThere(`${path}.part`, io.fs);
  const { scopes, since, until, includeRaw } = events;
  const request = { client, scopes, since, until, types: [], includeRaw, path, quiet, signal };
  const { count, problems } = await collectEvents(request, io);
  const file = await bundledFile(folder, EVENTS_FILE, "events", io);
  return { ...withFile(manifest, file), events: { ...events, count, problems } };
}

async function withJob(
  manifest: BundleManifest,
  { job, folder }: BundleRequest,
  io: CliIo,
): Promise<BundleManifest> {
  await writeWholeFile(join(folder, JOB_FILE), jsonText(job.raw), io.fs);
  return withFile(manifest, await bundledFile(folder, JOB_FILE, "job", io));
}

async function bundledFile(
  folder: string,
  name: string,
  role: BundledFile["role"],
  io: CliIo,
): Promise<BundledFile> {
  const digest = await hashFile(join(folder, name), io.fs);
  if (digest === null) throw new Deno.errors.NotFound(`"${join(folder, name)}" is gone`);
  return { name, role, sizeBytes: digest.sizeBytes, sha256: digest.sha256 };
}

/** The small files first: whoever reads a tar need not go through the archive to find them. */
const ROLES: readonly BundledFile["role"][] = ["job", "events", "archive"];

function withFile(manifest: BundleManifest, file: BundledFile): BundleManifest {
  const others = manifest.files.filter(({ role }) => role !== file.role);
  const files = [...others, file].sort((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  return { ...manifest, files };
}

async function makeFolder(folder: string, { fs }: CliIo): Promise<void> {
  try {
    await fs.mkdir(folder, { recursive: true });
  } catch (cause) {
    throw explainWrite(folder, cause);
  }
}
