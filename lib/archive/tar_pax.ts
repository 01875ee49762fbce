import { decodeName } from "./tar_header.ts";

/** Records of a pax extended header that change how an archive is read, by keyword. */
export type PaxRecords = Map<string, string>;

/** Keyword under which any `GNU.sparse.*` record is kept: that there is one is what matters. */
export const SPARSE = "GNU.sparse";

const SPACE = 0x20;
const NEWLINE = 0x0a;
const EQUALS = 0x3d;
const MAX_LENGTH_DIGITS = 9;

interface Record {
  readonly end: number;
  readonly key: string;
  readonly value: Uint8Array;
}

/** Reads the records of a pax header; what is malformed ends the reading and is told in `problem`. */
export function readPaxRecords(bytes: Uint8Array): { records: PaxRecords; problem: string | undefined } {
  const records: PaxRecords = new Map();
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const record = readRecord(bytes, at);
    if (typeof record === "string") return { records, problem: `${record} (byte ${at} of the header)` };
    keepRecord(records, record);
    at = record.end;
  }
  return { records, problem: undefined };
}

/** One record: `LENGTH KEY=VALUE\n`, where LENGTH counts itself (POSIX pax, "pax Extended Header"). */
function readRecord(bytes: Uint8Array, start: number): Record | string {
  const space = bytes.subarray(start, start + MAX_LENGTH_DIGITS + 1).indexOf(SPACE);
  const digits = decodeName(bytes.subarray(start, start + Math.max(space, 0)));
  if (!/^[0-9]+$/.test(digits)) return "record length is not a number";
  const end = start + Number(digits);
  if (end > bytes.length) return `record length is ${digits}, expected at most ${bytes.length - start}`;
  const body = bytes.subarray(start + space + 1, Math.max(start + space + 1, end));
  if (body.at(-1) !== NEWLINE) return "record does not end with a newline";
  const equals = body.indexOf(EQUALS);
  if (equals < 1) return "record has no keyword";
  return { end, key: decodeName(body.subarray(0, equals)), value: body.subarray(equals + 1, -1) };
}

/** Keeps what matters; the last value of a keyword wins, and an empty one takes the global one away. */
function keepRecord(records: PaxRecords, { key, value }: Record): void {
  if (key === "path" || key === "size" || key === "GNU.sparse.name") records.set(key, decodeName(value));
  if (key.startsWith("GNU.sparse.") || key === "SCHILY.realsize") records.set(SPARSE, "yes");
}
