import { UsageError } from "../../../errors.ts";
import { isObjectId } from "../../../fetch/object_id.ts";

/** Reads the id of a job. */
export function readJobId(text: string): string {
  if (isObjectId(text)) return text.toLowerCase();
  throw new UsageError(`"${text}" is not the id of a job, which is 24 hexadecimal digits`, {
    remedy: "take one of: omlens fetch jobs",
  });
}

/** Reads the id of a job, or `latest`. */
export function readJobIdOrLatest(text: string): string {
  return text === "latest" ? text : readJobId(text);
}
