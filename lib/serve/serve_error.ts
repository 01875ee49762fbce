/** A request that cannot be answered: what the client is told. */
export class ServeError extends Error {
  /** HTTP status. */
  readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 414 | 421 | 422 | 431 | 500 | 503;
  /** Stable identifier for programs, for example `not-found`. */
  readonly code: string;
  /** What to do about it: one imperative sentence without a period. */
  readonly remedy: string;
  /** Where a filter is wrong, in UTF-16 units, 0-based. */
  readonly offset: number | null;

  /** Creates the error; `message` says what failed and why. */
  constructor(
    message: string,
    details: {
      status: ServeError["status"];
      code: string;
      remedy: string;
      offset?: number;
      cause?: unknown;
    },
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ServeError";
    this.status = details.status;
    this.code = details.code;
    this.remedy = details.remedy;
    this.offset = details.offset ?? null;
  }
}

/** Something that the case does not have. */
export function notFound(what: string, id: string, remedy: string): ServeError {
  return new ServeError(`Cannot find ${what} "${id}": the case has none`, {
    status: 404,
    code: "not-found",
    remedy,
  });
}
