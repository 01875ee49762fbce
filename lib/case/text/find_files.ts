import { createHash } from "node:crypto";
import { basename, dirname, join, resolve } from "node:path";
import type { CaseDatabase } from "../store/case_database.ts";

/** A file of an input, as it was when it was analysed. */
interface StoredFile {
  readonly id: number;
  /** Path in a folder; "" for what is no folder. */
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number | null;
}

/** An input whose lines are in its files only. */
interface StoredInput {
  readonly id: number;
  readonly name: string;
  readonly place: string | null;
}

/** What was found of the files that a case needs. */
export interface FoundFiles {
  /** Path of each file that is still what it was, by its id. */
  readonly paths: ReadonlyMap<number, string>;
  /** Why some are not there, and what to do; null: all are. */
  readonly problem: { readonly reason: string; readonly remedy: string } | null;
}

/** Why a place does not do; what is said is the last of the worst. */
type Misfit = "missing" | "not permitted" | "changed";
const REASONS: Readonly<Record<Misfit, string>> = {
  missing: "is not where it was, nor beside the case",
  "not permitted": "cannot be read: permission is missing",
  changed: "is not what was analysed: size or SHA-256 differ",
};
const REMEDIES: Readonly<Record<Misfit, string>> = {
  missing: "give it, or the folder it is in, with --input",
  "not permitted": "allow reading it: --allow-read=PATH for Deno, or the permissions of the file",
  changed: "give the one that was analysed with --input, or analyse again",
};
const HASH_PIECE_BYTES = 1024 * 1024;

/**
 * Looks for the inputs of a case: where they were, beside the case, then at `extra`, a file or a folder. A file with
 * the size and time of change that it had is taken as it is, any other is hashed.
 */
export function findFiles(database: CaseDatabase, extra: string | undefined): FoundFiles {
  const paths = new Map<number, string>();
  let problem: FoundFiles["problem"] = null;
  const inputs = database.select("SELECT id, name, place FROM input ORDER BY id", [], (row) => ({
    id: row.integer("id"),
    name: row.text("name"),
    place: row.optionalText("place"),
  }));
  for (const input of inputs) {
    const files = filesOf(database, input);
    if (files.length === 0) continue;
    const misfit = findInput(candidates(input, database.path, extra), files, paths);
    if (misfit === null) continue;
    const where = misfit === "missing" && extra !== undefined ? `, nor at "${extra}"` : "";
    problem ??= { reason: `"${input.name}" ${REASONS[misfit]}${where}`, remedy: REMEDIES[misfit] };
  }
  return { paths, problem };
}

/** Files that have a seek index: the lines of others are in the case, or were never read. */
function filesOf(database: CaseDatabase, input: StoredInput): StoredFile[] {
  return database.select(
    `SELECT id, path, sha256, size_bytes, mtime_ms FROM file WHERE input = ? AND sha256 IS NOT NULL
      AND EXISTS (SELECT 1 FROM stream WHERE stream.file = file.id) ORDER BY id`,
    [input.id],
    (row) => ({
      id: row.integer("id"),
      path: containedPath(row.text("path")),
      sha256: row.text("sha256"),
      sizeBytes: row.integer("size_bytes"),
      mtimeMs: row.optionalNumber("mtime_ms"),
    }),
  );
}

/** Nothing but files below the folder that was given may be read. */
function containedPath(path: string): string {
  if (path.split(/[\\/]/).includes("..") || resolve("/", path) === path) {
    throw new RangeError("the path of a file leads out of its folder");
  }
  return path;
}

function candidates({ name, place }: StoredInput, casePath: string, extra: string | undefined): string[] {
  const folder = dirname(resolve(casePath));
  const names = new Set([basename(place ?? name), name]);
  const beside = [...names].flatMap((own) => [join(folder, own), join(dirname(folder), own)]);
  const given = extra === undefined ? [] : [extra, ...[...names].map((own) => join(extra, own))];
  return [...new Set([...(place === null ? [] : [resolve(folder, place)]), ...beside, ...given])];
}

function findInput(
  places: readonly string[],
  files: readonly StoredFile[],
  paths: Map<number, string>,
): Misfit | null {
  let worst: Misfit = "missing";
  for (const place of places) {
    const misfit = fits(place, files);
    if (misfit === null) {
      for (const { id, path } of files) paths.set(id, join(place, path));
      return null;
    }
    if (worst === "missing" || misfit === "changed") worst = misfit;
  }
  return worst;
}

function fits(place: string, files: readonly StoredFile[]): Misfit | null {
  try {
    // Asking first: reading without permission would prompt.
    const { state } = Deno.permissions.querySync({ name: "read", path: place });
    if (state !== "granted") return "not permitted";
    const touched: StoredFile[] = [];
    for (const file of files) {
      const info = Deno.statSync(join(place, file.path));
      // A folder may be anything; what it holds is judged by its files.
      if (!info.isFile) return "missing";
      if (info.size !== file.sizeBytes) return "changed";
      if (info.mtime?.getTime() !== file.mtimeMs) touched.push(file);
    }
    return touched.every((file) => hashOf(join(place, file.path)) === file.sha256) ? null : "changed";
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable
      ? "not permitted"
      : "missing";
  }
}

function hashOf(path: string): string {
  using file = Deno.openSync(path);
  const hash = createHash("sha256");
  const piece = new Uint8Array(HASH_PIECE_BYTES);
  for (let read = file.readSync(piece); read !== null; read = file.readSync(piece)) {
    hash.update(piece.subarray(0, read));
  }
  return hash.digest("hex");
}
