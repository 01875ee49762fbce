import { RemoteError } from "../../../errors.ts";
import type { ArchiveAnswer } from "../../../fetch/archive/archive_answer.ts";
import type { OpsManagerClient } from "../../../fetch/ops_manager_client.ts";
import { describeCount } from "../../../report/describe_quantity.ts";
import type { CliIo } from "../../cli_io.ts";
import { startProgress } from "../../terminal/progress_line.ts";
import type { PartFile } from "./part_file.ts";

/** Connections in a row that brought next to nothing. */
const MOST_STALLS = 5;
/** What a connection must bring to count as getting on: this, or a hundredth of the whole. */
const PROGRESS_BYTES = 65_536;
const FIRST_DELAY_MS = 1000;

/** A download into a part. */
export interface Transfer {
  /** Where from. */
  readonly client: OpsManagerClient;
  /** Collection job. */
  readonly jobId: string;
  /** Where to. */
  readonly part: PartFile;
  /** No progress. */
  readonly quiet: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** An answer whose bytes go on where the part ends. */
export interface OpenedAnswer extends ArchiveAnswer {
  /** Drops the connection. */
  readonly hangUp: () => void;
}

/** Asks for what the part does not have yet. When the server has another archive by now, what the part has is dropped. */
export async function openAnswer(transfer: Transfer): Promise<OpenedAnswer> {
  const { client, jobId, part, signal } = transfer;
  const hanger = new AbortController();
  const answer = await client.openArchive(jobId, {
    fromByte: part.sizeBytes,
    validator: part.note?.validator ?? null,
    signal: AbortSignal.any([signal, hanger.signal]),
  });
  const opened = { ...answer, hangUp: () => hanger.abort() };
  if (part.sizeBytes > 0 && !goesOn(part, answer)) {
    await part.restart();
    if (answer.fromByte > 0) {
      opened.hangUp();
      return await openAnswer(transfer);
    }
  }
  if (part.sizeBytes === 0) await part.takeNote(answer);
  return opened;
}

/** Whether the bytes belong behind those of the part. Without an ETag only an equal size speaks for it; the CRC has the last word. */
function goesOn({ note, sizeBytes }: PartFile, { fromByte, totalBytes, validator }: ArchiveAnswer): boolean {
  if (note === null || fromByte !== sizeBytes) return false;
  if (note.validator === null) return totalBytes !== null && totalBytes === note.totalBytes;
  return validator === null || validator === note.validator;
}

/**
 * Takes all bytes, over as many connections as it needs. Gives what is wrong with their number, or null.
 *
 * @throws {RemoteError} when the line gives next to nothing several times in a row
 */
export async function transferArchive(
  first: OpenedAnswer,
  transfer: Transfer,
  io: CliIo,
): Promise<string | null> {
  const { part, signal } = transfer;
  let furthestBytes = part.sizeBytes;
  let stalls = 0;
  for (let answer = first;; answer = await openAnswer(transfer)) {
    try {
      return await drain(answer, transfer, io);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof RemoteError && error.isTransient)) throw error;
      stalls = part.sizeBytes - furthestBytes >= leastProgress(answer) ? 0 : stalls + 1;
      furthestBytes = Math.max(furthestBytes, part.sizeBytes);
      if (stalls >= MOST_STALLS) throw error;
      if (stalls > 0) await io.delay(FIRST_DELAY_MS * 2 ** (stalls - 1), signal);
    } finally {
      answer.hangUp();
    }
  }
}

function leastProgress({ totalBytes }: ArchiveAnswer): number {
  return Math.min(PROGRESS_BYTES, Math.ceil((totalBytes ?? Infinity) / 100));
}

async function drain(
  { bytes, totalBytes }: ArchiveAnswer,
  { part, jobId, quiet }: Transfer,
  io: CliIo,
): Promise<string | null> {
  const fromByte = part.sizeBytes;
  const progress = startProgress(io, {
    verb: fromByte === 0 ? "downloading" : "downloading the rest:",
    totalBytes: totalBytes === null ? null : totalBytes - fromByte,
    quiet,
  });
  try {
    for await (const chunk of bytes) {
      await part.append(chunk);
      progress.update(part.sizeBytes - fromByte);
      if (totalBytes !== null && part.sizeBytes > totalBytes) {
        return `more bytes came than the ${describeCount(totalBytes)} that were announced`;
      }
    }
  } finally {
    progress.clear();
  }
  if (totalBytes === null || part.sizeBytes === totalBytes) return null;
  const state = `${describeCount(part.sizeBytes)} of ${describeCount(totalBytes)} bytes came`;
  throw new RemoteError(`Cannot download the archive of job ${jobId}: ${state}`, {
    remedy: "run it again: it goes on where it stopped",
    isTransient: true,
  });
}
