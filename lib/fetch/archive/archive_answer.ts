import { RemoteError } from "../../errors.ts";
import { archiveFileName } from "./archive_file_name.ts";
import type { ApiSession } from "../http/api_session.ts";

/** The archive of a job on its way. */
export interface ArchiveAnswer {
  /**
   * Name to save it under: one path segment that is safe on every system, at most 200 bytes, ends in `.tar.gz`,
   * `.tgz`, `.tar` or `.gz`. `om-logs_<job id>.tar.gz` when the server names none (so when nothing was left to send).
   */
  readonly fileName: string;
  /** Offset of the first byte of {@linkcode bytes} in the archive; 0 when the server starts again. */
  readonly fromByte: number;
  /** Size of the whole archive in bytes, compressed; null: the server does not say. */
  readonly totalBytes: number | null;
  /** Strong entity tag (RFC 9110 §8.8.3), quotes included, for the next {@linkcode OpenArchiveOptions.validator}. */
  readonly validator: string | null;
  /**
   * The archive from {@linkcode fromByte} on, never decompressed on the way; may end before `totalBytes`. Read it, or
   * end it: it holds a socket.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Options of {@linkcode OpsManagerClient.openArchive}. */
export interface OpenArchiveOptions {
  /**
   * First byte wanted.
   *
   * @default {0}
   */
  readonly fromByte?: number;
  /** {@linkcode ArchiveAnswer.validator} of the bytes before: another archive then starts again. */
  readonly validator?: string | null;
  /** Ends the download. */
  readonly signal?: AbortSignal;
}

type ByteSession = Pick<ApiSession, "open" | "body">;

/** RFC 9110 §14.4: `bytes 5-9/10`, `bytes 5-9/*`. Or `*` for the range that cannot be given. */
const CONTENT_RANGE_REGEXP = /^bytes (?:(\d{1,15})-\d{1,15}|\*)\/(?:(\d{1,15})|\*)$/i;
const STRONG_TAG_REGEXP = /^"[\x21\x23-\x7e\x80-\xff]*"$/;
/** Pages that a proxy or a login puts in the place of the archive. */
const PAGE_TYPE_REGEXP = /^(?:text\/html|application\/(?:json|xhtml\+xml))\b/i;

/**
 * Opens the archive of a job from a byte on. A server that does not take up there (it sends all, another archive, or
 * another part) starts again: {@linkcode ArchiveAnswer.fromByte} is then 0.
 *
 * @param jobId 24 hexadecimal digits
 * @throws {RemoteError} if the server refuses, or sends a page in place of the archive
 */
export async function openArchive(
  session: ByteSession,
  jobId: string,
  options: OpenArchiveOptions = {},
): Promise<ArchiveAnswer> {
  const { fromByte = 0, signal } = options;
  const what = `download the archive of job ${jobId}`;
  const response = await session.open({
    what,
    method: "GET",
    path: `/admin/omLogCollectionJobs/${jobId}:download`,
    headers: requestHeaders(options),
    ...(fromByte > 0 && { accept: [416] }),
    ...(signal && { signal }),
  });
  const place = placeOf(response, options);
  const isPage = PAGE_TYPE_REGEXP.test(response.headers.get("content-type") ?? "");
  if (place === null || isPage || response.status === 416) await response.body?.cancel();
  if (place === null && fromByte > 0) return openArchive(session, jobId, signal ? { signal } : {});
  if (place === null || (isPage && response.status !== 416)) throw noArchive(what, response);
  return {
    ...place,
    fileName: archiveFileName(response.headers.get("content-disposition"), jobId),
    validator: strongTag(response),
    bytes: response.status === 416 ? noBytes() : session.body(response, signal),
  };
}

function requestHeaders({ fromByte = 0, validator = null }: OpenArchiveOptions): Record<string, string> {
  return {
    accept: "application/gzip, */*;q=0.5",
    // fetch would otherwise decompress an archive that a server labels with Content-Encoding: gzip.
    "accept-encoding": "identity",
    ...(fromByte > 0 && { range: `bytes=${fromByte}-` }),
    ...(fromByte > 0 && validator !== null && { "if-range": validator }),
  };
}

/** Where the answer begins and how large the whole is; null: it is not what was asked for. */
function placeOf(
  response: Response,
  { fromByte = 0, validator = null }: OpenArchiveOptions,
): Pick<ArchiveAnswer, "fromByte" | "totalBytes"> | null {
  if (response.status !== 206 && response.status !== 416) {
    return { fromByte: 0, totalBytes: lengthOf(response) };
  }
  const [whole, first, total] = CONTENT_RANGE_REGEXP.exec(response.headers.get("content-range") ?? "") ?? [];
  if (whole === undefined) return null;
  const totalBytes = total === undefined ? null : Number(total);
  // Nothing is left to send: only what is already there can be the whole.
  if (response.status === 416) return totalBytes === fromByte ? { fromByte, totalBytes } : null;
  const tag = strongTag(response);
  const isSame = tag === null || validator === null || tag === validator;
  return first !== undefined && Number(first) === fromByte && isSame ? { fromByte, totalBytes } : null;
}

function lengthOf({ headers }: Response): number | null {
  const length = headers.get("content-length") ?? "";
  return /^\d{1,15}$/.test(length) ? Number(length) : null;
}

function strongTag({ headers }: Response): string | null {
  const tag = headers.get("etag")?.trim() ?? "";
  return STRONG_TAG_REGEXP.test(tag) ? tag : null;
}

function noArchive(what: string, response: Response): RemoteError {
  const type = response.headers.get("content-type") ?? "of no type";
  return new RemoteError(
    `Cannot ${what}: the answer ${response.status} is ${type.slice(0, 80)}, expected an archive`,
    {
      remedy: "check that --base-url leads to Ops Manager and not to a proxy or its login page",
      status: response.status,
    },
  );
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
