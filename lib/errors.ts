/**
 * What callers branch on, and the shape of what is only reported. Imports nothing; every room may import it.
 *
 * An error is thrown when the caller must do something else. Damaged or odd *data* is not an error: it becomes a
 * {@linkcode Diagnostic} and the work goes on.
 */

/** How bad a {@linkcode Diagnostic} is: `error` lost data, `warning` may have lost some, `note` lost none. */
export type DiagnosticSeverity = "error" | "warning" | "note";

/** Something that was cut, damaged, skipped, over a limit or not understood. */
export interface Diagnostic {
  /** Stable identifier `area.problem`, for example `gzip.truncated`. */
  readonly code: string;
  /** How much was lost. */
  readonly severity: DiagnosticSeverity;
  /** One sentence for people: action, current state, wanted state, place. No final period. */
  readonly message: string;
  /** Name of the input (no path of the machine). */
  readonly input: string;
  /** Path of the member inside the input. */
  readonly member?: string;
  /** Line in the member, 1-based. */
  readonly line?: number;
  /** Offset in bytes, 0-based: in the uncompressed member when `member` is there, else in the input. */
  readonly byteOffset?: number;
  /** How many times it happened, when more than once. */
  readonly count?: number;
}

/** An input cannot be read at all: not there, not permitted, or not a form that is understood. */
export class InputError extends Error {
  /** The input's name as the user gave it. */
  readonly input: string;
  /** What the user can do about it: one imperative sentence without a period. */
  readonly remedy: string;

  /** Creates the error; `message` says what failed and why. */
  constructor(message: string, details: { input: string; remedy: string; cause?: unknown }) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "InputError";
    this.input = details.input;
    this.remedy = details.remedy;
  }
}

/** The caller asked for something that does not exist or does not fit together: wrong flag, value, combination. */
export class UsageError extends Error {
  /** What the user can do about it: one imperative sentence without a period. */
  readonly remedy: string;

  /** Creates the error; `message` says what failed and why. */
  constructor(message: string, details: { remedy: string; cause?: unknown }) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "UsageError";
    this.remedy = details.remedy;
  }
}

/** Ops Manager, or what stands between, cannot be reached, refused, or did not give what was asked for. */
export class RemoteError extends Error {
  /** HTTP status of the answer; null: there was none. */
  readonly status: number | null;
  /** What the API calls it, for example `ORG_NOT_FOUND`. */
  readonly errorCode: string | null;
  /** Whether the same request may succeed later: the line was cut, the server is overloaded. */
  readonly isTransient: boolean;
  /** What the user can do about it: one imperative sentence without a period. */
  readonly remedy: string;

  /** Creates the error; `message` says what failed and why, and holds no secret. */
  constructor(
    message: string,
    details: {
      remedy: string;
      status?: number | null;
      errorCode?: string | null;
      isTransient?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "RemoteError";
    this.status = details.status ?? null;
    this.errorCode = details.errorCode ?? null;
    this.isTransient = details.isTransient ?? false;
    this.remedy = details.remedy;
  }
}
