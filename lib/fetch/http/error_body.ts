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
  if (typeof value !== "object" || value === null) return null;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  if (!["errorCode", "detail", "reason"].some((name) => typeof fields[name] === "string")) {
    return "content" in fields ? readErrorBody(fields["content"]) : null;
  }
  const { errorCode, detail, reason } = fields;
  return {
    errorCode: typeof errorCode === "string" && CODE_REGEXP.test(errorCode) ? errorCode : null,
    detail: [detail, reason].find((text) => typeof text === "string" && text.trim() !== "") as string ?? "",
  };
}
