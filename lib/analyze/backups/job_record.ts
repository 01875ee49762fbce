import { parseApplicationRecord } from "../../parse/application_record.ts";

/** What of a record tells about a snapshot. */
export interface JobRecord {
  /** Project id. */
  readonly gid: string | null;
  /** Logger name. */
  readonly logger: string;
  /** Method that logged it. */
  readonly method: string | null;
  /** Message and continuation lines. */
  readonly text: string;
}

/** The usual head of a record: thousands of these are read, where a whole record takes ten times as long. */
const USUAL_HEAD =
  /^[\d.:+TZ-]{23,29} \[[\w #-]{1,64}\] (?:gid:(\w{1,64}) )?[A-Z]{4,5} +([\w.-]{1,256}) \[\w{1,128}\.java[.:]([\w$]{1,128})(?::\d{1,9})?\] - ?/;

/** Reads a record about a backup job; null when it is none. */
export function parseJobRecord(text: string): JobRecord | null {
  const head = USUAL_HEAD.exec(text);
  if (head !== null) {
    const [all, gid = null, logger = "", method = null] = head;
    return { gid, logger, method, text: text.slice(all.length) };
  }
  const record = parseApplicationRecord(text);
  if (record === null) return null;
  return { gid: record.gid, logger: record.logger, method: record.caller?.method ?? null, text: record.text };
}
