import { InputError, UsageError } from "../errors.ts";
import { AddressError } from "../view/address_error.ts";
import { FilterError } from "../query/filter_error.ts";
import { ServeError } from "./serve_error.ts";

/** What the client is told about any error. Of a fault of the program it is told only that there was one. */
export function explainError(error: unknown): ServeError {
  if (error instanceof ServeError) return error;
  const cause = error;
  if (error instanceof AddressError) {
    const { message, status, code, remedy } = error;
    return new ServeError(message, { status, code, remedy, cause });
  }
  if (error instanceof FilterError) {
    const { message, remedy, offset } = error;
    return new ServeError(message, { status: 400, code: "filter", remedy, offset, cause });
  }
  if (error instanceof UsageError) {
    return new ServeError(error.message, { status: 422, code: "request", remedy: error.remedy, cause });
  }
  if (error instanceof InputError) {
    return new ServeError(error.message, { status: 500, code: "case", remedy: error.remedy, cause });
  }
  return new ServeError("Cannot answer: the program failed", {
    status: 500,
    code: "internal",
    remedy: "report it to the makers of omlens with the address of this page",
    cause,
  });
}
