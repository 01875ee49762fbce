import { join } from "node:path";
import type { Analysis } from "../analyze/analysis.ts";
import { openCase } from "../case/open_case.ts";
import { readStoredAnalysis } from "../case/store/stored_analysis.ts";
import { InputError } from "../errors.ts";
import type { CliIo } from "./cli_io.ts";
import { statIfThere } from "./files/if_there.ts";

/** What begins a SQLite file. */
const SQLITE_MAGIC = "SQLite format 3\0";
/** A longer text is no string; analyses have a few MB. */
const MAX_JSON_BYTES = 400_000_000;
const REMEDY = "name a case.db, the folder it is in, or an analysis.json";

/**
 * Reads an analysis: of a case, of a folder with results, or an `analysis.json`. Content decides which it is.
 *
 * @throws {InputError} when it is none
 */
export async function readAnalysis(path: string, { fs }: Pick<CliIo, "fs">): Promise<Analysis> {
  const isFolder = (await statIfThere(path, fs))?.isDirectory === true;
  const json = join(path, "analysis.json");
  // A folder of a lean analysis has no case.
  if (
    isFolder && await statIfThere(join(path, "case.db"), fs) === null && await statIfThere(json, fs) !== null
  ) {
    return await readJson(json, fs);
  }
  if (!isFolder && await isJson(path, fs)) return await readJson(path, fs);
  const reader = openCase(path);
  try {
    return reader.analysis;
  } finally {
    reader.close();
  }
}

/** Whether a file is there and begins as no case does. */
async function isJson(path: string, { open, stat }: CliIo["fs"]): Promise<boolean> {
  if (await statIfThere(path, { stat }) === null) return false;
  using file = await open(path, { read: true });
  const head = new Uint8Array(SQLITE_MAGIC.length);
  const length = await file.read(head) ?? 0;
  return new TextDecoder().decode(head.subarray(0, length)).trimStart().startsWith("{");
}

async function readJson(path: string, { readTextFile, stat }: CliIo["fs"]): Promise<Analysis> {
  const { size } = await stat(path);
  if (size > MAX_JSON_BYTES) {
    throw unreadable(path, `it has ${size} bytes, expected at most ${MAX_JSON_BYTES}`);
  }
  try {
    return readStoredAnalysis(JSON.parse(await readTextFile(path)));
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause;
    throw unreadable(path, cause.name === "SyntaxError" ? "it is no whole JSON" : cause.message, cause);
  }
}

function unreadable(path: string, why: string, cause?: unknown): InputError {
  return new InputError(`Cannot read "${path}": ${why}`, { input: path, remedy: REMEDY, cause });
}
