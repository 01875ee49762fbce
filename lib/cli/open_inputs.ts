import { basename, join, resolve } from "node:path";
import type { SourceFile } from "../archive/read_archive.ts";
import { type Diagnostic, InputError, UsageError } from "../errors.ts";
import type { NotedFile } from "../noted_file.ts";
import type { AnalyzeInput } from "../read_inputs.ts";
import { openBundle } from "./bundle/open_bundle.ts";
import type { CliIo } from "./cli_io.ts";
import { readFileBytes } from "./files/read_file_bytes.ts";

const MOST_FILES = 200_000;
const MOST_FOLDERS_DEEP = 64;
/** Names that say nothing about what is in the folder. */
const NAMELESS_REGEXP = /^(?:|\.{1,2})$/;
const RESULT_FOLDER_REGEXP = /\.omlens$/;

/** Inputs that are there and may be read. */
export interface OpenedInputs<Input> {
  /** In the order given. */
  readonly inputs: readonly Input[];
  /** Size of all of them as stored, in bytes; null when one is a stream. */
  readonly totalBytes: number | null;
}

/** Inputs, and where they are. */
export interface OpenedLogs extends OpenedInputs<AnalyzeInput> {
  /** Path by name of the input; null: it can be read only once. */
  readonly places: ReadonlyMap<string, string | null>;
  /** Events that came with an input. */
  readonly events: readonly NotedFile[];
  /** Job documents that came with an input. */
  readonly jobs: readonly NotedFile[];
  /** What is wrong with how an input was packed. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a path on the command line turned out to be. */
interface Found {
  readonly name: string;
  readonly kind: AnalyzeInput["kind"];
  readonly files: readonly NotedFile[];
  readonly sizeBytes: number | null;
  /** Where it is. */
  readonly place: string;
  readonly only?: string;
  /** What came with it. */
  readonly events?: readonly NotedFile[];
  readonly jobs?: readonly NotedFile[];
  readonly problems?: readonly Omit<Diagnostic, "input">[];
}

/**
 * Finds what the paths on the command line stand for: a file, a folder with all its files, a bundle, or `-`.
 *
 * @throws {InputError} when one is not there, may not be read, or is an empty folder.
 */
export async function openInputs(
  paths: readonly string[],
  io: CliIo,
  out: string,
): Promise<OpenedLogs> {
  const inputs: AnalyzeInput[] = [];
  const places = new Map<string, string | null>();
  const packed = { events: [] as NotedFile[], jobs: [] as NotedFile[], diagnostics: [] as Diagnostic[] };
  let totalBytes: number | null = 0;
  for (const path of paths) {
    const found = await findBundle(path, io) ?? await find(path, io, resolve(out));
    const { kind, files, only, events = [], jobs = [], problems = [] } = found;
    const name = unusedName(found.name, places);
    inputs.push({ name, kind, files, ...(only === undefined ? {} : { only }) });
    places.set(name, kind === "stream" ? null : found.place);
    packed.events.push(...events);
    packed.jobs.push(...jobs);
    packed.diagnostics.push(...problems.map((problem) => ({ ...problem, input: name })));
    totalBytes = addBytes(totalBytes, found.sizeBytes);
  }
  return { inputs, totalBytes, places, ...packed };
}

/** Null: it is something else, or whoever looks for that says what is wrong with it. */
async function findBundle(path: string, io: CliIo): Promise<Found | null> {
  checkPath(path);
  if (path === "-") return null;
  try {
    const bundle = await openBundle(path, await nameOf(path, io.fs), io.fs);
    if (bundle === null) return null;
    const { archive, member, events, jobs, totalBytes, ...found } = bundle;
    return {
      ...found,
      name: archive.name,
      kind: "file",
      files: [explained(archive)],
      events: events.map(explained),
      jobs: jobs.map(explained),
      sizeBytes: totalBytes,
      ...(member === undefined ? {} : { only: member }),
    };
  } catch (error) {
    throw explain(path, error);
  }
}

/** Finds single files: events. */
export async function openFiles(paths: readonly string[], io: CliIo): Promise<OpenedInputs<SourceFile>> {
  const inputs: SourceFile[] = [];
  let totalBytes: number | null = 0;
  for (const path of paths) {
    const { files, sizeBytes } = await find(path, io, null);
    inputs.push(...files);
    totalBytes = addBytes(totalBytes, sizeBytes);
  }
  return { inputs, totalBytes };
}

/** Adds sizes of which one may be unknown. */
export function addBytes(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

/** The name of an input without the folders of the machine and without what only says how it is packed. */
export async function inputTitle(path: string, { fs }: Pick<CliIo, "fs">): Promise<string> {
  checkPath(path);
  if (path === "-") return "stdin";
  const name = await nameOf(path, fs);
  return name.replace(/(?:\.(?:tar|tgz|log|gz|ndjson|json))+$/i, "") || name;
}

function checkPath(path: string): void {
  if (path !== "") return;
  throw new UsageError("Cannot read an input: its path is empty", {
    remedy: "check the variable that should hold it",
  });
}

async function nameOf(path: string, fs: CliIo["fs"]): Promise<string> {
  const name = basename(path);
  return NAMELESS_REGEXP.test(name) ? basename(await fs.realPath(path)) || "root" : name;
}

async function find(path: string, io: CliIo, out: string | null): Promise<Found> {
  checkPath(path);
  if (path === "-") return standardInput(io);
  try {
    const [info, name] = [await io.fs.stat(path), await nameOf(path, io.fs)];
    if (info.isDirectory && out !== null) return await folder(path, name, io, out);
    if (info.isDirectory) throw cannotRead(path, "it is a folder", "give the files in it one by one");
    const file = { name, open: () => contentOf(path, io.fs) };
    // A pipe, such as `<(…)` of a shell, is read like standard input.
    return info.isFile
      ? { name, place: path, kind: "file", files: [file], sizeBytes: info.size }
      : { name, place: path, kind: "stream", files: [file], sizeBytes: null };
  } catch (error) {
    throw explain(path, error);
  }
}

function standardInput({ stdin }: CliIo): Found {
  if (stdin.isTerminal) {
    throw new UsageError("Cannot read standard input: it is a terminal", {
      remedy: "omlens analyze - < FILE",
    });
  }
  const file = { name: "stdin", open: stdin.bytes };
  return { name: "stdin", place: "-", kind: "stream", files: [file], sizeBytes: null };
}

async function folder(path: string, name: string, io: CliIo, out: string): Promise<Found> {
  const paths: string[] = [];
  await walk(path, "", { io, out, paths, depth: 0 });
  if (paths.length === 0) {
    throw cannotRead(path, "the folder holds no file", "give a folder with logs, or an archive");
  }
  paths.sort((a, b) => a < b ? -1 : 1);
  let sizeBytes = 0;
  for (const relative of paths) sizeBytes += await sizeOf(join(path, relative), io.fs);
  // What cannot be read enters the results by its name in the folder: they hold no paths of the machine.
  const files = paths.map((name) => ({ name, open: () => contentOf(join(path, name), io.fs, name) }));
  return { name, place: path, kind: "folder", files, sizeBytes };
}

/** 0 of what cannot be read, or was rotated away meanwhile. */
async function sizeOf(path: string, fs: CliIo["fs"]): Promise<number> {
  try {
    return (await fs.stat(path)).size;
  } catch (error) {
    if (isUnreadable(error)) return 0;
    throw error;
  }
}

function contentOf(path: string, fs: CliIo["fs"], name = path): AsyncIterable<Uint8Array> {
  return explained({ name, open: () => readFileBytes(path, fs) }).open();
}

/** What cannot be read says so as an {@linkcode InputError} when its turn comes. */
function explained(file: NotedFile): NotedFile {
  const open = async function* () {
    try {
      yield* file.open();
    } catch (error) {
      throw explain(file.name, error);
    }
  };
  return { ...file, open };
}

interface Walk {
  readonly io: CliIo;
  /** Folder of the results, which are no input. */
  readonly out: string;
  /** Takes the files, relative to the folder. */
  readonly paths: string[];
  readonly depth: number;
}

/** Links are not followed: they could lead out of the folder, or round in circles. */
async function walk(root: string, relative: string, walked: Walk): Promise<void> {
  const { io, out, paths, depth } = walked;
  try {
    for await (const { name, isDirectory, isFile } of io.fs.readDir(join(root, relative))) {
      const path = relative === "" ? name : `${relative}/${name}`;
      if (isFile) paths.push(path);
      const isResult = RESULT_FOLDER_REGEXP.test(name) || resolve(root, path) === out;
      if (isDirectory && !isResult && depth < MOST_FOLDERS_DEEP) {
        await walk(root, path, { ...walked, depth: depth + 1 });
      }
    }
  } catch (error) {
    // A folder in it that cannot be listed counts as a file that cannot be read.
    if (relative === "" || !isUnreadable(error)) throw error;
    paths.push(relative);
  }
  if (paths.length > MOST_FILES) {
    throw cannotRead(
      root,
      `the folder holds more than ${MOST_FILES} files`,
      "give the folder of one archive",
    );
  }
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotFound;
}

function unusedName(name: string, used: ReadonlyMap<string, unknown>): string {
  let unused = name;
  for (let i = 2; used.has(unused); i++) unused = `${name} (${i})`;
  return unused;
}

function explain(path: string, error: unknown): unknown {
  if (error instanceof Deno.errors.NotFound && path.includes("\ufffd")) {
    return cannotRead(path, "its name is not UTF-8", "rename it, or give it in a tar archive", error);
  }
  if (error instanceof Deno.errors.NotFound) {
    return cannotRead(path, "it does not exist", "check the path", error);
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return cannotRead(path, "the system denies access", "run as a user who may read it", error);
  }
  if (error instanceof Deno.errors.NotCapable) {
    return cannotRead(path, "Deno was not given the permission", `deno run --allow-read=${path} …`, error);
  }
  return error;
}

function cannotRead(input: string, why: string, remedy: string, cause?: unknown): InputError {
  return new InputError(`Cannot read "${input}": ${why}`, { input, remedy, cause });
}
