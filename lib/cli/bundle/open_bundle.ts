import { join } from "node:path";
import { type Diagnostic, InputError } from "../../errors.ts";
import type { NotedFile } from "../../noted_file.ts";
import type { FileSystem } from "../cli_io.ts";
import { readFileBytes } from "../files/read_file_bytes.ts";
import {
  type BundledFile,
  type BundleManifest,
  MANIFEST_FILE,
  MAX_MANIFEST_BYTES,
  PARTIAL_MANIFEST_FILE,
  readManifest,
  README_FILE,
  refusedManifest,
} from "./bundle_manifest.ts";
import { readFileRange, readRangeBytes } from "../files/read_file_range.ts";
import { listTarEntries } from "./tar_entries.ts";

/** What a bundle brings into an analysis. Its files are hashed while they are read. */
export interface OpenedBundle {
  /** The archive, or the tar that holds it. */
  readonly archive: NotedFile;
  /** Path of that file. */
  readonly place: string;
  /** Path of the archive in the tar; left out: it is a file of its own. */
  readonly member?: string;
  /** Events. */
  readonly events: readonly NotedFile[];
  /** Documents of the collection job. */
  readonly jobs: readonly NotedFile[];
  /** Size of what will be read, in bytes. */
  readonly totalBytes: number;
  /** What is not as the manifest says, or is not of it. */
  readonly problems: readonly Omit<Diagnostic, "input">[];
}

/** A bundle before anybody looked at what is in it. */
interface Container {
  /** Its regular files. */
  readonly names: readonly string[];
  /** The tar; null: a folder. */
  readonly tar: { readonly name: string; readonly path: string; readonly sizeBytes: number } | null;
  /** Where the bytes of a file are. */
  readonly find: (name: string) => Promise<Extent | undefined>;
}

interface Extent {
  readonly path: string;
  readonly byteOffset: number;
  readonly sizeBytes: number;
  /** Path in the tar. */
  readonly member?: string;
}

/** A file of the manifest, and where it is. */
interface Found {
  readonly file: BundledFile;
  readonly extent: Extent | undefined;
}

/** Names that are told of what a manifest does not list. */
const MAX_TOLD = 3;
/** What an analysis and a download leave beside a bundle's files. */
const OWN_LEFTOVERS_REGEXP = /(?:\.part|\.part\.json|\.omlens)$/;
const MANIFEST_PATH_REGEXP = /^(?:[^/]+\/)?manifest\.json$/;

/**
 * Opens a bundle of `omlens fetch bundle`: its folder, or the tar of it. Null: it is something else. Nothing but its own
 * regular files is read: links are not followed.
 *
 * @throws {InputError} when it is not complete, its manifest is damaged, or its archive is missing
 * @throws {UsageError} when it is of a later version
 */
export async function openBundle(path: string, name: string, fs: FileSystem): Promise<OpenedBundle | null> {
  const { isDirectory, isFile, size } = await fs.stat(path);
  if (!isDirectory && !isFile) return null;
  const container = isDirectory
    ? await openFolder(path, fs)
    : await openTar({ name, path, sizeBytes: size }, fs);
  if (container === null) return null;
  const manifest = await manifestIn(container, MANIFEST_FILE, name, fs);
  if (manifest === null) {
    if (await manifestIn(container, PARTIAL_MANIFEST_FILE, name, fs) === null) return null;
    throw new InputError(`Cannot read bundle "${name}": it is not complete`, {
      input: name,
      remedy: "run the same omlens fetch bundle again, or give the archive in it alone",
    });
  }
  const found: Found[] = [];
  for (const file of manifest.files) found.push({ file, extent: await container.find(file.name) });
  return fromManifest(found, container, name, fs);
}

async function manifestIn(
  { find }: Container,
  file: string,
  bundle: string,
  fs: FileSystem,
): Promise<BundleManifest | null> {
  const extent = await find(file);
  if (extent === undefined) return null;
  const sizeBytes = Math.min(extent.sizeBytes, MAX_MANIFEST_BYTES + 1);
  return readManifest(await readRangeBytes(extent.path, { ...extent, sizeBytes }, fs), bundle);
}

async function openFolder(root: string, fs: FileSystem): Promise<Container> {
  const names = new Set<string>();
  for await (const { name, isFile } of fs.readDir(root)) if (isFile) names.add(name);
  const find = async (name: string) => {
    if (!names.has(name)) return undefined;
    const path = join(root, name);
    return { path, byteOffset: 0, sizeBytes: (await fs.stat(path)).size };
  };
  return { names: [...names], tar: null, find };
}

/** Whoever packs a bundle anew may have put `./` or the folder's name before all names. */
async function openTar(tar: NonNullable<Container["tar"]>, fs: FileSystem): Promise<Container | null> {
  const entries = await listTarEntries(tar.path, fs);
  const manifest = entries.find(({ path }) => MANIFEST_PATH_REGEXP.test(path));
  if (manifest === undefined) return null;
  const folder = manifest.path.slice(0, -MANIFEST_FILE.length);
  const files = new Map<string, Extent>();
  for (const { path: member, ...extent } of entries) {
    const name = member.slice(folder.length);
    const isOwn = member.startsWith(folder) && !name.includes("/") && !files.has(name);
    if (isOwn) files.set(name, { ...extent, path: tar.path, member });
  }
  return { names: [...files.keys()], tar, find: (name) => Promise.resolve(files.get(name)) };
}

function fromManifest(
  found: readonly Found[],
  container: Container,
  bundle: string,
  fs: FileSystem,
): OpenedBundle {
  const { file, extent } = findArchive(found, bundle);
  const ofRole = (role: BundledFile["role"]) =>
    found.flatMap((one) => one.file.role === role ? noted(one, fs) : []);
  return {
    archive: archiveFile(file, extent, container.tar, fs),
    place: extent.path,
    ...(extent.member === undefined ? {} : { member: extent.member }),
    events: ofRole("events"),
    jobs: ofRole("job"),
    totalBytes: found.reduce((sum, { extent }) => sum + (extent?.sizeBytes ?? 0), 0),
    problems: [...missing(found), ...unlisted(found, container)],
  };
}

function findArchive(found: readonly Found[], bundle: string): { file: BundledFile; extent: Extent } {
  const [archive, ...others] = found.filter(({ file: { role } }) => role === "archive");
  if (archive === undefined || others.length > 0) {
    const count = archive === undefined ? 0 : 1 + others.length;
    throw refusedManifest(bundle, `it lists ${count} archives, expected 1`);
  }
  const { file, extent } = archive;
  if (extent !== undefined) return { file, extent };
  throw new InputError(`Cannot read "${bundle}": its archive "${file.name}" is missing`, {
    input: bundle,
    remedy: "put it beside its manifest.json, or fetch the bundle again",
  });
}

/** Of an empty file nothing is said, as it would be of one that somebody gives: no event happened. */
function noted({ file: { name, sha256, sizeBytes }, extent }: Found, fs: FileSystem): NotedFile[] {
  if (extent === undefined || (sizeBytes === 0 && extent.sizeBytes === 0)) return [];
  return [{ name, noted: { sha256, sizeBytes }, open: () => readFileRange(extent.path, extent, fs) }];
}

function archiveFile(
  { name, sha256, sizeBytes }: BundledFile,
  { path, byteOffset }: Extent,
  tar: Container["tar"],
  fs: FileSystem,
): NotedFile {
  const part = tar === null ? {} : { part: { name, byteOffset } };
  return {
    name: tar?.name ?? name,
    noted: { sha256, sizeBytes, ...part },
    open: () => readFileBytes(path, fs),
  };
}

function missing(found: readonly Found[]): Omit<Diagnostic, "input">[] {
  return found.filter(({ extent }) => extent === undefined).map(({ file: { name } }) => ({
    code: "bundle.missing-file",
    severity: "error",
    message: `Cannot find "${name}": the manifest of the bundle lists it, but no regular file has that name`,
    member: name,
  }));
}

/** Logs that somebody put beside the archive, hoping that they count. */
function unlisted(found: readonly Found[], container: Container): Omit<Diagnostic, "input">[] {
  const listed = new Set([MANIFEST_FILE, README_FILE, ...found.map(({ file: { name } }) => name)]);
  const names = container.names
    .filter((name) => !listed.has(name) && !OWN_LEFTOVERS_REGEXP.test(name)).sort();
  if (names.length === 0) return [];
  const more = names.length > MAX_TOLD ? ` and ${names.length - MAX_TOLD} more` : "";
  return [{
    code: "bundle.unlisted-file",
    severity: "note",
    message: `Nothing was read of what the manifest does not list: ${
      names.slice(0, MAX_TOLD).join(", ")
    }${more}`,
  }];
}
