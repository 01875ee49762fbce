import { formatTime, parseTimestamp } from "./timestamp.ts";

/** The line a log file or a start of the server begins with. Carries no time of its own. */
export interface HeaderLine {
  /** Version of Ops Manager, `4.2.12`; null when it cannot be told. */
  readonly version: string | null;
  /** Build number. */
  readonly build: string | null;
  /** Time of the build, ISO 8601 UTC. */
  readonly builtAt: string | null;
}

const PREFIX = "[Starting Logging - App Version: ";
const HEADER = /^(\d+(?:\.\d+)+)\.(\d+)\.(\d{8}T\d{4}Z)\]$/;
const PRE_RELEASE = /^(\d+(?:\.\d+){1,2}(?:-[A-Za-z][\w-]{0,30})?)(?:\.(\d+))?/;

/** The header line read last: thousands of files may begin with the same one. */
let last: { readonly text: string; readonly header: HeaderLine } | null = null;

/** Reads a header line; null when it is none. One with an unknown suffix still is a header. */
export function parseHeaderLine(line: string): HeaderLine | null {
  if (!line.startsWith(PREFIX)) return null;
  const text = line.slice(PREFIX.length, PREFIX.length + 256).trimEnd();
  if (last?.text !== text) last = { text, header: readHeader(text) };
  return last.header;
}

function readHeader(text: string): HeaderLine {
  const match = HEADER.exec(text) ?? PRE_RELEASE.exec(text);
  const time = /\d{8}T\d{4}/.exec(text)?.[0] ?? "";
  return { version: match?.[1] ?? null, build: match?.[2] ?? null, builtAt: buildTime(time) };
}

function buildTime(basic: string): string | null {
  const ms = parseTimestamp(basic.replace(/^(\d{4})(\d{2})(\d{2}T\d{2})(\d{2})$/, "$1-$2-$3:$4Z"));
  return ms === undefined ? null : formatTime(ms);
}
