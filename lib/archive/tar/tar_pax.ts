import { decodeName } from "./tar_header.ts";

/** Records of a pax extended header that change how an archive is read, by keyword. */
export type PaxRecords = Map<string, string>;

/** Keywords that are kept as they are. Others do not matter here, and may be any number. */
const KEYWORDS = new Set([
  "path",
  "size",
  "GNU.sparse.name",
  "GNU.sparse.map",
  "GNU.sparse.major",
  "GNU.sparse.size",
]);
/** Keywords that are kept under another one, of the same meaning. */
const SAME_AS: ReadonlyMap<string, string> = new Map([
  ["GNU.sparse.realsize", "GNU.sparse.size"],
  ["SCHILY.realsize", "GNU.sparse.size"],
]);

const SPACE = 0x20;
const NEWLINE = 0x0a;
const EQUALS = 0x3d;
const MAX_LENGTH_DIGITS = 9;

interface PaxRecord {
  readonly end: number;
  readonly key: string;
  readonly value: Uint8Array;
}

/** Reads the records of a pax header; what is malformed ends the reading and is told in `problem`. */
export function readPaxRecords(bytes: Uint8Array): { records: PaxRecords; problem: string | undefined } {
  const records: PaxRecords = new Map();
  const map: string[] = [];
  let problem: string | undefined;
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const record = readRecord(bytes, at);
    if (typeof record === "string") {
      problem = `${record} (byte ${at} of the header)`;
      break;
    }
    keepRecord(records, map, record);
    at = record.end;
  }
  if (map.length > 0) records.set("GNU.sparse.map", map.join(","));
  return { records, problem };
}

/** One record: `LENGTH KEY=VALUE\n`, where LENGTH counts itself (POSIX pax, "pax Extended Header"). */
function readRecord(bytes: Uint8Array, start: number): PaxRecord | string {
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

/** Keeps what matters; the last value of a keyword wins. Sparse version 0.0 repeats two keywords instead. */
function keepRecord(records: PaxRecords, map: string[], { key, value }: PaxRecord): void {
  if (key === "GNU.sparse.offset" || key === "GNU.sparse.numbytes") map.push(decodeName(value));
  const keptKey = SAME_AS.get(key) ?? key;
  if (KEYWORDS.has(keptKey)) records.set(keptKey, decodeName(value));
}
