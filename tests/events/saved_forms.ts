/** Synthetic events, and the forms in which people save them. */
import { gzipSync } from "node:zlib";
import { Buffer } from "node:buffer";

/** A JSON object as the API would send it. */
export type Json = Record<string, unknown>;

/** A synthetic event; `n` makes its id and its second. */
export function eventJson(n: number, fields: Json = {}): Json {
  return {
    id: n.toString(16).padStart(24, "0"),
    created: new Date(Date.UTC(2026, 3, 12, 3, 0, n)).toISOString().replace(".000", ""),
    eventTypeName: "HOST_RESTARTED",
    groupId: "5f0000000000000000000001",
    ...fields,
  };
}

const page = (events: readonly Json[], extra: Json = {}): Json => ({
  links: [{ rel: "self", href: "https://om.example.com/api/public/v1.0/orgs/5e/events?pageNum=1" }],
  results: events,
  totalCount: events.length,
  ...extra,
});
const json = (value: unknown): string => JSON.stringify(value);
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
const halves = (events: readonly Json[]): [Json[], Json[]] => {
  const middle = events.length >> 1;
  return [events.slice(0, middle), events.slice(middle)];
};

/** The head of an HTTP response. */
export function head(status: string, options: { eol?: string; version?: string } = {}): string {
  const { eol = "\r\n", version = "1.1" } = options;
  return [`HTTP/${version} ${status}`, "content-type: application/json", "content-length: 106", "", ""].join(
    eol,
  );
}

/** Every form as text, by name. Each loads to the same rows. */
export const TEXT_FORMS: Readonly<Record<string, (events: readonly Json[]) => string>> = {
  "one page": (events) => json(page(events)),
  "one page, pretty": (events) => pretty(page(events)),
  "one page in an envelope": (events) => json(page(events, { status: 200 })),
  "pages one after another": (events) => halves(events).map((half) => json(page(half))).join(""),
  "pages on lines": (events) => halves(events).map((half) => json(page(half))).join("\n"),
  "pretty pages one after another": (events) => halves(events).map((half) => pretty(page(half))).join("\r\n"),
  "an array of pages": (events) => json(halves(events).map((half) => page(half))),
  "a bare array": (events) => json(events),
  "a bare array, pretty": (events) => pretty(events),
  "an array of an event and a page": (events) => json([...events.slice(0, 1), page(events.slice(1))]),
  "NDJSON": (events) => events.map((event) => `${json(event)}\n`).join(""),
  "NDJSON with CRLF and empty lines": (events) => events.map((event) => `${json(event)}\r\n\r\n`).join(""),
  "a JSON text sequence": (events) => events.map((event) => `\x1e${json(event)}\n`).join(""),
  "a stream of pretty objects": (events) => events.map(pretty).join("\n"),
  "envelopes of one": (events) => events.map((content) => json({ status: 200, content })).join("\n"),
  "an envelope of a page": (events) => json({ status: 200, content: page(events) }),
  "curl --include --digest": (events) => head("401 Unauthorized") + head("200 OK") + json(page(events)),
  "curl --include with LF": (events) =>
    head("401 Unauthorized", { eol: "\n" }) + head("200", { eol: "\n" }) + json(page(events)),
  "curl --include over HTTP/2": (events) =>
    head("401 ", { version: "2" }) + head("200 ", { version: "2" }) + pretty(page(events)),
  "curl --include through a proxy": (events) =>
    "HTTP/1.1 200 Connection established\r\n\r\n" + "HTTP/1.1 100 Continue\r\n\r\n" + head("200 OK") +
    json(page(events)),
  "curl --include of several URLs": (events) =>
    halves(events).map((half) => head("401 Unauthorized") + head("200 OK") + json(page(half))).join(""),
  "curl --verbose": (events) =>
    "*   Trying 192.0.2.1:8080...\n> GET /api HTTP/1.1\n> \n< HTTP/1.1 401 Unauthorized\n< \n* Issue another request\n" +
    "{ [5 bytes data]\n} [12 bytes data]\n< HTTP/1.1 200 OK\n< \n" + json(page(events)) +
    "* Connection #0 to host left intact\n",
};

/** Every way to write a text as bytes, by name. */
export const BYTE_FORMS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "UTF-8": (text) => Buffer.from(text),
  "UTF-8 with BOM": (text) => Buffer.from(`\ufeff${text}`),
  "UTF-16LE with BOM": (text) => Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16LE": (text) => Buffer.from(text, "utf16le"),
  "UTF-16BE with BOM": (text) => Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "gzip": (text) => gzipSync(text),
  "gzip of two members": (text) => {
    const bytes = Buffer.from(text);
    return Buffer.concat(
      [bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)].map((b) => gzipSync(b)),
    );
  },
  "gzip padded with zeros": (text) => Buffer.concat([gzipSync(text), Buffer.alloc(512)]),
};

/** Bytes as a stream of chunks that are overwritten when the next is asked for, as those of a file are. */
export async function* chunksOf(bytes: Uint8Array, width = 65_536): AsyncGenerator<Uint8Array> {
  const chunk = new Uint8Array(width);
  for (let at = 0; at < bytes.length; at += width) {
    const part = bytes.subarray(at, at + width);
    chunk.fill(0).set(part);
    yield await Promise.resolve(chunk.subarray(0, part.length));
  }
}
