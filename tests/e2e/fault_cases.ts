import type { Fault, OpsManagerSetup, RecordedRequest } from "../helpers/ops_manager_server.ts";
import { withBytes } from "../helpers/tar_builder.ts";
import { ARCHIVE, events, JOB_ID, ORG_ID } from "./fetch_sample.ts";

/** Newest first. */
export const EVENTS: readonly Record<string, unknown>[] = events(1200);
/** What is run. */
export const COMMANDS: Readonly<Record<FaultCase["command"], readonly string[]>> = {
  retry: ["collect", "--retry", JOB_ID, "--no-wait"],
  servers: ["fetch", "servers"],
  archive: ["fetch", "archive", "--job", JOB_ID, "--out", "out"],
  events: ["fetch", "events", "--org", ORG_ID, "--out", "out/events.ndjson"],
};

/** A fault, and how it ends: in the right data, or with exit code 5 and a message like this. */
export interface FaultCase {
  readonly name: string;
  readonly command: "retry" | "servers" | "archive" | "events";
  /** Called with requests whose credentials are right, counted from 1. */
  readonly fault?: (request: RecordedRequest, nth: number) => Fault | undefined;
  readonly setup?: OpsManagerSetup;
  readonly says: RegExp | "right data";
  readonly privateKey?: string;
  /** Most requests that may go out. */
  readonly mostRequests?: number;
  /** With waits that are over at once: in the process of the test. */
  readonly isPatient?: true;
  readonly flags?: readonly string[];
}

const isDownload = ({ path }: RecordedRequest) => path.endsWith(":download");
const answer = (status: number, headers: Record<string, string> = {}): Fault => ({
  kind: "answer",
  status,
  headers,
  body: { error: status, errorCode: "RATE_LIMITED", reason: "x", detail: "Resource is limited" },
});
/** What may stand before the message: that a part is kept, or that a job may be there. */
const BEFORE = "(?:omlens: .* (?:kept|all the same).*\\n)?";
/** A message that says why, and a remedy. */
export const said = (why: string, remedy = ""): RegExp =>
  new RegExp(`^${BEFORE}omlens: cannot .*(?:${why}).*\\ntry: .*${remedy}.*\\n$`);

/** All faults. */
export const FAULT_CASES: readonly FaultCase[] = [
  {
    name: "429 storm with Retry-After 0 and 1",
    command: "events",
    fault: (_, nth) => nth < 5 ? answer(429, { "retry-after": nth === 4 ? "1" : "0" }) : undefined,
    says: "right data",
  },
  {
    name: "429 storm without an end",
    command: "events",
    fault: () => answer(429, { "retry-after": "0" }),
    says: said("429.*RATE_LIMITED"),
    mostRequests: 7,
  },
  {
    name: "503 without an end",
    command: "servers",
    fault: () => ({ kind: "answer", status: 503, body: "<html><h1>Service Unavailable</h1></html>" }),
    says: said("503.*Service Unavailable"),
    isPatient: true,
    mostRequests: 7,
  },
  {
    name: "nonces that are stale every other time",
    command: "events",
    fault: (_, nth) => nth % 2 === 0 ? { kind: "stale" } : undefined,
    says: "right data",
  },
  { name: "nonces for one use", command: "archive", setup: { digest: { nonceUses: 1 } }, says: "right data" },
  {
    name: "SHA-256-sess, opaque, nextnonce",
    command: "events",
    setup: { digest: { algorithm: "SHA-256-sess", opaque: 'o"p', nextNonce: true } },
    says: "right data",
  },
  {
    name: "no qop",
    command: "events",
    setup: { digest: { qop: null, algorithm: null } },
    says: "right data",
  },
  { name: "op for qop", command: "events", setup: { digest: { qopName: "op" } }, says: "right data" },
  {
    name: "wrong key",
    command: "events",
    privateKey: "wrong",
    says: said("401", "private key"),
    mostRequests: 2,
  },
  {
    name: "only Basic is offered",
    command: "events",
    setup: { digest: { challenges: () => ['Basic realm="x"'] } },
    says: said("Basic"),
    mostRequests: 1,
  },
  {
    name: "no answer for a while",
    command: "servers",
    fault: (_, nth) => nth === 1 ? { kind: "hang" } : undefined,
    flags: ["--timeout", "1s"],
    says: "right data",
  },
  {
    name: "no answer ever",
    command: "servers",
    fault: () => ({ kind: "hang" }),
    flags: ["--timeout", "100ms"],
    isPatient: true,
    says: said("no answer|not answer"),
    mostRequests: 7,
  },
  {
    name: "a reset connection",
    command: "servers",
    fault: (_, nth) => nth === 1 ? { kind: "reset" } : undefined,
    says: "right data",
  },
  {
    name: "a connection that is always reset",
    command: "servers",
    fault: () => ({ kind: "reset" }),
    isPatient: true,
    says: said("reset|closed|cut"),
    mostRequests: 7,
  },
  {
    name: "garbage JSON",
    command: "events",
    fault: () => ({ kind: "body", bytes: '{"results": [' }),
    says: said("JSON"),
  },
  {
    name: "a login page",
    command: "servers",
    fault: () => ({ kind: "body", bytes: "<!doctype html><title>Log in</title>" }),
    says: said("Log in"),
  },
  {
    name: "a page that repeats for ever",
    command: "events",
    fault: ({ query }) => {
      const next = `https://om.invalid/?pageNum=${Number(query.get("pageNum")) + 1}`;
      const body = { links: [{ rel: "next", href: next }], results: EVENTS.slice(0, 500), totalCount: 1e6 };
      return { kind: "answer", status: 200, body };
    },
    says: said("page"),
    mostRequests: 20,
  },
  {
    name: "a next page that is the same page",
    command: "events",
    fault: () => {
      const links = [{ rel: "next", href: "https://om.invalid/?pageNum=1" }];
      return { kind: "answer", status: 200, body: { links, results: EVENTS.slice(0, 500) } };
    },
    says: said("page"),
    mostRequests: 20,
  },
  {
    name: "a Content-Length that is too long",
    command: "archive",
    fault: (request) =>
      isDownload(request) ? { kind: "length", contentLength: ARCHIVE.length + 10 } : undefined,
    says: "right data",
  },
  {
    name: "a Content-Length that is too short",
    command: "archive",
    fault: (request) =>
      isDownload(request) ? { kind: "length", contentLength: ARCHIVE.length - 10 } : undefined,
    isPatient: true,
    says: said("archive"),
  },
  {
    name: "a download that is cut again and again",
    command: "archive",
    fault: (request) => isDownload(request) ? { kind: "cut", afterBytes: 50_000 } : undefined,
    says: "right data",
  },
  {
    name: "a download that is always cut at its beginning",
    command: "archive",
    fault: (request) => isDownload(request) ? { kind: "cut", afterBytes: 0 } : undefined,
    isPatient: true,
    says: said("archive"),
    mostRequests: 50,
  },
  {
    name: "a wrong CRC",
    command: "archive",
    setup: { archive: withBytes(ARCHIVE, ARCHIVE.length - 8, "CRC!") },
    says: said("CRC"),
  },
  {
    name: "a page of a proxy for the archive",
    command: "archive",
    fault: (request) => isDownload(request) ? { kind: "body", bytes: "<html>who are you?" } : undefined,
    says: said("gzip.*<html"),
  },
];
