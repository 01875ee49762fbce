import { UsageError } from "../../../errors.ts";
import { visibleText } from "../../../report/visible_text.ts";
import type { CliIo, FileSystem } from "../../cli_io.ts";
import { removeIfThere } from "../../files/if_there.ts";
import { EventSpool, SPOOL_APPLICATION_ID } from "./event_spool.ts";

const HEADER_BYTES = 100;
const SQLITE_MAGIC = "SQLite format 3\0";
/** In the header of a database, big-endian. */
const APPLICATION_ID_OFFSET = 68;
/** Errors of exec() have no codes in Deno 2.9.6. */
const LOCKED_REGEXP = /database is locked/;
const DAMAGED_REGEXP = /malformed|not a database/;
const CANNOT_OPEN = "unable to open database file";
const REQUEST = "request";
const OWNER_ONLY_MODE = 0o600;

/** A spool, and whether it has what an interrupted run of the same request left. */
export interface OpenedSpool {
  /** The spool. */
  readonly spool: EventSpool;
  /** Whether that run goes on. */
  readonly isResumed: boolean;
}

/**
 * Opens the spool of a request; `fill` prepares a new one. What is there of another request, or damaged, is dropped,
 * and that is said.
 *
 * @throws {UsageError} when something else has that name, or it cannot be written.
 */
export async function openEventSpool(
  path: string,
  request: string,
  { fs, stderr }: CliIo,
  fill: (spool: EventSpool) => Promise<void>,
): Promise<OpenedSpool> {
  if (await checkForm(path, fs)) {
    const left = openLeftSpool(path);
    const itsRequest = left?.intactState(REQUEST) ?? null;
    if (left !== null && itsRequest === request) return { spool: left, isResumed: true };
    left?.close();
    const why = itsRequest === null ? "it is incomplete or damaged" : "it was of another request";
    stderr.write(`omlens: dropped "${visibleText(path)}" of an earlier run: ${why}\n`);
    await removeSpool(path, fs);
  }
  await makeForOwner(path, fs);
  const spool = openSpool(path);
  try {
    await spool.fill({ [REQUEST]: request }, () => fill(spool));
    return { spool, isResumed: false };
  } catch (error) {
    spool.close();
    await removeSpool(path, fs);
    throw error;
  }
}

/** Removes a spool that is closed, with what SQLite may have left beside it. */
export async function removeSpool(path: string, fs: FileSystem): Promise<void> {
  for (const name of [path, `${path}-journal`]) await removeIfThere(name, fs);
}

/** Makes an empty file that nobody else can read: the file itself may be closed to others. */
async function makeForOwner(path: string, fs: FileSystem): Promise<void> {
  try {
    (await fs.open(path, { write: true, createNew: true, mode: OWNER_ONLY_MODE })).close();
  } catch {
    // SQLite will say why not.
  }
}

/** Whether there is a spool, or the zeros that a lost power supply left of one. */
async function checkForm(path: string, fs: FileSystem): Promise<boolean> {
  const head = await readHead(path, fs);
  if (head === null) return false;
  const isDatabase = String.fromCharCode(...head.subarray(0, SQLITE_MAGIC.length)) === SQLITE_MAGIC;
  const isOurs = isDatabase &&
    new DataView(head.buffer).getUint32(APPLICATION_ID_OFFSET) === SPOOL_APPLICATION_ID;
  if (isOurs || head.every((byte) => byte === 0)) return true;
  throw new UsageError(`Cannot write "${path}": something else has this name`, {
    remedy: "--out FILE with another name, or move it away",
  });
}

/** The database header, filled up with zeros; null: there is no file. */
async function readHead(path: string, fs: FileSystem): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    using file = await fs.open(path, { read: true });
    const head = new Uint8Array(HEADER_BYTES);
    await file.read(head);
    return head;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Null: it is damaged. */
function openLeftSpool(path: string): EventSpool | null {
  try {
    return openSpool(path);
  } catch (error) {
    if (error instanceof UsageError && DAMAGED_REGEXP.test(String(error.cause))) return null;
    throw error;
  }
}

function openSpool(path: string): EventSpool {
  try {
    return new EventSpool(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const isLocked = LOCKED_REGEXP.test(why);
    const told = isLocked
      ? "another omlens is writing it"
      : why.replace(CANNOT_OPEN, "its folder cannot be written");
    throw new UsageError(`Cannot write "${path}": ${told}`, {
      remedy: isLocked ? "wait until it is done" : "--out FILE in a folder that is there and can be written",
      cause,
    });
  }
}
