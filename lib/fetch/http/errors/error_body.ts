import { isJsonRecord } from "../../json_record.ts";

const CODE_REGEXP = /^[A-Z][A-Z0-9_]{1,99}$/;

/** What an error body of the API says. */
export interface ErrorBody {
  /** For example `ORG_NOT_FOUND`; null: there is none. */
  readonly errorCode: string | null;
  /** What went wrong, or at least the words of the status; empty: it is not said. */
  readonly detail: string;
}

/** Reads `{error, errorCode, reason, detail, parameters}`, in its envelope or not; null when it is none of it. */
export function readErrorBody(value: unknown): ErrorBody | null {
  if (!isJsonRecord(value)) return null;
  const { errorCode, detail, reason, content } = value;
  if (![errorCode, detail, reason].some((field) => typeof field === "string")) return readErrorBody(content);
  return {
    errorCode: typeof errorCode === "string" && CODE_REGEXP.test(errorCode) ? errorCode : null,
    detail: [detail, reason].filter((text) => typeof text === "string").find((text) => text.trim() !== "") ??
      "",
  };
}
