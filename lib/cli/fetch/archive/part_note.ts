import { basename } from "node:path";
import { isJsonRecord } from "../../../fetch/json_record.ts";
import type { FileSystem } from "../../cli_io.ts";
import { jsonText } from "../../json_text.ts";

const SCHEMA = "omlens.part/1";

/** What must be known to go on with a download that was cut, besides its bytes. Stands beside them as JSON. */
export interface PartNote {
  /** Collection job. */
  readonly jobId: string;
  /** Ops Manager it comes from. */
  readonly apiUrl: string;
  /** Name it will have. */
  readonly fileName: string;
  /** Strong ETag; null: the server gave none. */
  readonly validator: string | null;
  /** Size of the whole; null: the server did not say. */
  readonly totalBytes: number | null;
}

/** Reads a note; null when there is none, or it is of something else: then the download starts again. */
export async function readPartNote(path: string, fs: FileSystem): Promise<PartNote | null> {
  try {
    const note: unknown = JSON.parse(await fs.readTextFile(path));
    return isPartNote(note) ? note : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Writes a note. */
export async function writePartNote(path: string, note: PartNote, fs: FileSystem): Promise<void> {
  await fs.writeTextFile(path, jsonText({ schema: SCHEMA, ...note }));
}

function isPartNote(value: unknown): value is PartNote {
  if (!isJsonRecord(value)) return false;
  const { schema, jobId, apiUrl, fileName, validator, totalBytes } = value;
  return schema === SCHEMA && [jobId, apiUrl, fileName].every((text) => typeof text === "string") &&
    basename(String(fileName)) === fileName && (validator === null || typeof validator === "string") &&
    (totalBytes === null || Number.isSafeInteger(totalBytes));
}
