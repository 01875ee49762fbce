import { isJsonRecord } from "../json_record.ts";

/** What `envelope=true` wraps around an answer whose HTTP status then is always 200. */
export interface OpenedEnvelope {
  /** Status inside the envelope; null: there was no envelope. */
  readonly status: number | null;
  /** What the answer says: a list keeps its fields, a single document comes out of `content`. */
  readonly content: unknown;
}

/** Takes an answer out of its envelope, if it has one. The `status` of a job is a word, that of an envelope a number. */
export function openEnvelope(value: unknown): OpenedEnvelope {
  if (!isJsonRecord(value)) return { status: null, content: value };
  const { status } = value;
  if (typeof status !== "number" || !Number.isInteger(status)) return { status: null, content: value };
  return { status, content: "content" in value ? value["content"] : value };
}
