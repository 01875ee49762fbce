/** An address that leads to nothing, or whose parameters cannot be read. */
export class AddressError extends Error {
  /** HTTP status: 404 there is no such thing, 422 a parameter is wrong. */
  readonly status: 404 | 422;
  /** Stable identifier for programs: `not-found` or `parameter`. */
  readonly code: "not-found" | "parameter";
  /** What to do about it: one imperative sentence without a period. */
  readonly remedy: string;

  /** Creates the error; `message` says what failed and why. */
  constructor(message: string, { code, remedy }: { code: AddressError["code"]; remedy: string }) {
    super(message);
    this.name = "AddressError";
    this.status = code === "not-found" ? 404 : 422;
    this.code = code;
    this.remedy = remedy;
  }
}

/** Something that the case does not have. */
export function notThere(what: string, id: string, remedy: string): AddressError {
  return new AddressError(`Cannot find ${what} "${id}": there is none`, { code: "not-found", remedy });
}
