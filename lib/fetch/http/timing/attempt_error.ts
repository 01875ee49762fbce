import { RemoteError } from "../../../errors.ts";

/** How a failed attempt may be repeated. */
export interface RetryAdvice {
  /** What happened, for the line that says why there is a wait. */
  readonly why: string;
  /** Milliseconds to wait when the server named them; null: the ladder decides. */
  readonly afterMs: number | null;
  /** Whether the server cannot have done anything, so that a POST may be repeated, too. */
  readonly isUntouched: boolean;
}

/** One attempt at a request failed. */
export class AttemptError extends RemoteError {
  /** How it may be repeated; null: not at all. */
  readonly retry: RetryAdvice | null;

  /** Creates the error; `message` holds no secret. */
  constructor(
    message: string,
    details: ConstructorParameters<typeof RemoteError>[1] & { retry?: RetryAdvice },
  ) {
    super(message, details);
    this.retry = details.retry ?? null;
  }
}
