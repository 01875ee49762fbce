import { UsageError } from "../../../errors.ts";
import { describeCount } from "../../../report/describe_quantity.ts";
import type { CliIo } from "../../cli_io.ts";
import { startProgress } from "../../terminal/progress_line.ts";
import { statIfThere } from "../../files/if_there.ts";
import { readFileBytes } from "../../files/read_file_bytes.ts";
import { ArchiveCheck, type CheckedArchive } from "./archive_check.ts";

/** Where an archive is to be, and what it must be to count as the one that is wanted. */
export interface WantedArchive {
  /** Path of the file. */
  readonly path: string;
  /** Size that the server says it has; null: it does not say. */
  readonly totalBytes: number | null;
  /** Replace what is there. */
  readonly force: boolean;
  /** No progress. */
  readonly quiet: boolean;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/**
 * What is known of the file that is there already; null: there is none, or it is to be replaced.
 *
 * @throws {UsageError} when it is another one, or damaged
 */
export async function findExisting(wanted: WantedArchive, io: CliIo): Promise<CheckedArchive | null> {
  const { path, totalBytes, force } = wanted;
  const info = await statIfThere(path, io.fs);
  if (info === null) return null;
  if (!info.isFile) throw inTheWay(path, "it is there and is no file", "another folder with --out DIR");
  if (force) return null;
  if (info.size !== totalBytes) {
    const there = `it is there with ${describeCount(info.size)} bytes`;
    const state = totalBytes === null
      ? "the server does not say how many"
      : `not ${describeCount(totalBytes)}`;
    throw inTheWay(path, `${there}, ${state}`);
  }
  const checked = await checkFile(wanted, info.size, io);
  if (checked.damage !== null) throw inTheWay(path, `it is there, but ${checked.damage}`);
  return checked;
}

async function checkFile(
  { path, quiet, signal }: WantedArchive,
  totalBytes: number,
  io: CliIo,
): Promise<CheckedArchive> {
  const check = new ArchiveCheck();
  const progress = startProgress(io, { verb: "checking what is there:", totalBytes, quiet });
  try {
    for await (const bytes of readFileBytes(path, io.fs)) {
      signal.throwIfAborted();
      check.write(bytes);
      progress.update(check.sizeBytes);
    }
    return check.finish();
  } finally {
    check.close();
    progress.clear();
  }
}

function inTheWay(
  path: string,
  why: string,
  remedy = "--force to replace it, or another folder with --out DIR",
): UsageError {
  return new UsageError(`Cannot download to "${path}": ${why}`, { remedy });
}
