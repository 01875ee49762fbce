/** An expression that cannot be run; the message says why, and what to write instead where there is something. */
export class ExpressionError extends SyntaxError {
  /** Where in the expression, in UTF-16 units, 0-based; null: not known. */
  readonly offset: number | null;

  /** Creates the error. */
  constructor(message: string, details: { readonly offset?: number; readonly cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "ExpressionError";
    this.offset = details.offset ?? null;
  }
}
