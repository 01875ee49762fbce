import { ACCESS_LAYOUTS, type AccessLayout } from "./access_layout.ts";
import type { AccessField } from "./conversion_word.ts";
import { decideTail, tailColumns } from "./access_tail.ts";
import { parseClfTime } from "./timestamp.ts";

/** One request in an access log. */
export interface AccessLine {
  /** Address or name of the client; may be a proxy's. */
  readonly client: string;
  /** Authenticated user. */
  readonly user: string | null;
  /** Time as the host logged it, epoch milliseconds; often whole seconds. */
  readonly timeMs: number;
  /** HTTP method; null when the request is missing or no HTTP. */
  readonly method: string | null;
  /** Path and query as sent. */
  readonly url: string | null;
  /** `HTTP/1.1`. */
  readonly protocol: string | null;
  /** HTTP status. */
  readonly status: number | null;
  /** Bytes sent. */
  readonly responseBytes: number | null;
  /** Time taken, milliseconds. */
  readonly latencyMs: number | null;
  /** Referer header. */
  readonly referer: string | null;
  /** User-Agent header. */
  readonly userAgent: string | null;
  /** Project id in a column of its own. */
  readonly groupId: string | null;
  /** X-Forwarded-For header. */
  readonly forwardedFor: string | null;
  /** Name of the server the request was for. */
  readonly vhost: string | null;
  /** Columns that are not understood, in order. */
  readonly extra: readonly string[];
}

/** Jetty takes no request line over 8 KiB by default; a longer line is damage. */
const MAX_LINE = 65_536;
/**
 * The common form where it can be read in one way only: no virtual host before it, nothing escaped, a user without blanks.
 * Costs a fifth of what the layouts do.
 */
const PLAIN_HEAD =
  /(?![\w.-]*\w:(?:\d{1,5}|-) )\S+ \S+ \S{1,2048} \[[^\]]{1,64}\] "[^"\\]*" (?:\d{3}|-) (?:\d+|-)(?![^\s,;])/y;
const REQUEST = /^([A-Za-z][A-Za-z_-]{0,31}) +(.*?)(?: +(HTTP\/\d(?:\.\d)?))?$/s;
/** A server that does not escape quotes: the request ends where a status and a size follow. */
const UNESCAPED = /^([^"]{1,1024}") ?(.*?)(" (?:\d{3}|-) (?:\d+|-)(?: .*)?)$/s;

/** Reads one line of an access log; without a layout, as the first of {@linkcode ACCESS_LAYOUTS} that fits. */
export function parseAccessLine(line: string, layout?: AccessLayout): AccessLine | null {
  if (line.length > MAX_LINE) return null;
  const text = line.trimEnd();
  if (layout !== undefined) return readLine(text, layout);
  for (const candidate of ACCESS_LAYOUTS) {
    const read = readLine(text, candidate);
    if (read !== null) return read;
  }
  return null;
}

/** The groups of a line in a layout, the tail last; null when the line has another form. */
export function matchAccessLine(line: string, layout: AccessLayout): readonly string[] | null {
  if (line.length > MAX_LINE) return null;
  const match = layout.regexp.exec(line) ?? layout.regexp.exec(escapeRequest(line));
  return match === null ? null : match.slice(1).map((group) => group ?? "");
}

/** The tail of a line of the common form, of which no other layout is tried first; null: it may still be of any layout. */
export function plainTail(line: string): string | null {
  PLAIN_HEAD.lastIndex = 0;
  return line.length <= MAX_LINE && PLAIN_HEAD.test(line) ? line.slice(PLAIN_HEAD.lastIndex) : null;
}

function escapeRequest(line: string): string {
  const [, head, request = "", rest = ""] = UNESCAPED.exec(line) ?? [];
  return head === undefined ? "" : head + request.replace(/\\?"/g, '\\"') + rest;
}

function readLine(line: string, layout: AccessLayout): AccessLine | null {
  const groups = matchAccessLine(line, layout);
  if (groups === null) return null;
  const columns = tailColumns(groups[layout.fields.length] ?? "");
  const tail = layout.tail ?? decideTail([columns]);
  const values = new Map<AccessField, string>();
  const extra: string[] = [];
  layout.fields.forEach((field, at) => keep(values, extra, field, groups[at] ?? ""));
  columns.forEach(({ text, whole }, at) => {
    const field = tail[at] ?? "extra";
    keep(values, extra, field, field === "extra" ? whole : text);
  });
  return assemble(values, extra);
}

function keep(values: Map<AccessField, string>, extra: string[], field: AccessField, text: string): void {
  const plain = text.includes("\\") ? text.replace(/\\(["\\])/g, "$1") : text;
  if (field === "extra" || values.has(field)) extra.push(plain);
  else values.set(field, plain);
}

function assemble(values: ReadonlyMap<AccessField, string>, extra: readonly string[]): AccessLine | null {
  const told = (field: AccessField): string | null => {
    const text = values.get(field);
    return text === undefined || text === "-" || text === "" ? null : text;
  };
  const timeMs = parseClfTime(values.get("time") ?? "");
  if (timeMs === undefined) return null;
  const url = told("url");
  const request = url === null
    ? readRequest(told("request"))
    : { method: told("method"), url: url + (told("query") ?? ""), protocol: told("protocol") };
  return {
    client: values.get("client") ?? "",
    user: told("user"),
    timeMs,
    ...request,
    status: wholeNumber(told("status")),
    responseBytes: wholeNumber(told("responseBytes")),
    latencyMs: latencyOf(told),
    referer: told("referer"),
    userAgent: told("userAgent"),
    groupId: told("groupId"),
    forwardedFor: told("forwardedFor"),
    vhost: told("vhost"),
    extra,
  };
}

function readRequest(text: string | null): Pick<AccessLine, "method" | "url" | "protocol"> {
  const [, method = null, url = null, protocol = null] = REQUEST.exec(text ?? "") ?? [];
  return { method, url, protocol };
}

function wholeNumber(text: string | null): number | null {
  return text === null || !/^\d{1,15}$/.test(text) ? null : Number(text);
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["ms", 1],
  ["s", 1000],
  ["us", 0.001],
  ["\u00b5s", 0.001],
  ["\u03bcs", 0.001],
  ["ns", 0.000_001],
]);
const LATENCY_UNITS = [["latencyMs", 1], ["latencyS", 1000], ["latencyUs", 0.001], ["latency", 1]] as const;

function latencyOf(told: (field: AccessField) => string | null): number | null {
  for (const [field, fieldMs] of LATENCY_UNITS) {
    const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([a-z\u00b5\u03bc]{0,2})$/.exec(told(field) ?? "") ?? [];
    const scale = UNIT_MS.get(unit);
    // 0.012 * 1000 is 12.000000000000002 in floating point.
    if (digits !== undefined && scale !== undefined) {
      return Number((Number(digits) * scale * fieldMs).toFixed(6));
    }
  }
  return null;
}
