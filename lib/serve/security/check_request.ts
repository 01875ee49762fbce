import { ServeError } from "../serve_error.ts";
import { type AllowedHosts, isAllowedHost } from "./allowed_hosts.ts";
import type { Session } from "./session.ts";

const BEARER_REGEXP = /^Bearer +(\S+)$/i;

/** Characters of an address: those of a long filter, each of them encoded. */
const MAX_ADDRESS_LENGTH = 32 * 1024;
/** Characters of all headers; cookies of all other servers on this machine are among them. */
const MAX_HEADERS_LENGTH = 32 * 1024;
/** Bytes of a body, which nobody reads. */
const MAX_BODY_BYTES = 8 * 1024;

/**
 * Checks that a request was sent to this server, is not too large, only reads, and was not made by a page of somebody else.
 *
 * @throws {ServeError} 421, 414, 431, 413, 405 or 403
 */
export function checkOrigin({ method, url, headers }: Request, allowed: AllowedHosts): void {
  const hosts = [new URL(url).host, ...(headers.has("host") ? [headers.get("host") ?? ""] : [])];
  const odd = hosts.find((host) => !isAllowedHost(host, allowed));
  if (odd !== undefined) {
    throw refusal(
      421,
      "host",
      `the request is for host "${odd}"`,
      "use the address that omlens serve printed",
    );
  }
  checkSize(url, headers);
  if (method !== "GET" && method !== "HEAD") {
    throw refusal(405, "method", `the method is ${method}, only GET and HEAD are answered`, "use GET");
  }
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site") ?? "none";
  const isForeign = origin !== null && hosts.every((host) => origin !== `http://${host}`);
  if (isForeign || (site !== "same-origin" && site !== "none")) {
    throw refusal(
      403,
      "origin",
      "another site asks",
      "open the address that omlens serve printed, not a link on a page of others",
    );
  }
}

/**
 * Checks that whoever asks has had the token.
 *
 * @throws {ServeError} 401
 */
export function checkSession({ headers }: Request, session: Session): void {
  const [, bearer] = BEARER_REGEXP.exec(headers.get("authorization") ?? "") ?? [];
  if (bearer !== undefined && session.isToken(bearer)) return;
  if (session.isCookie(headers.get("cookie") ?? "")) return;
  throw refusal(
    401,
    "token",
    "the token is missing or wrong",
    "open the whole address that omlens serve printed, with its token, or send Authorization: Bearer TOKEN",
  );
}

function checkSize(url: string, headers: Headers): void {
  if (url.length > MAX_ADDRESS_LENGTH) {
    const why = `the address has ${url.length} characters, expected at most ${MAX_ADDRESS_LENGTH}`;
    throw refusal(414, "address-size", why, "shorten the filter");
  }
  const length = [...headers].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length > MAX_HEADERS_LENGTH) {
    const why = `the headers have ${length} characters, expected at most ${MAX_HEADERS_LENGTH}`;
    throw refusal(431, "headers-size", why, "delete the cookies of this machine's other servers");
  }
  const bodyBytes = headers.has("transfer-encoding") ? Infinity : Number(headers.get("content-length") ?? 0);
  if (bodyBytes > MAX_BODY_BYTES) {
    throw refusal(413, "body-size", "the request has a body, and none is read", "use GET");
  }
}

function refusal(
  status: 401 | 403 | 405 | 413 | 414 | 421 | 431,
  code: string,
  why: string,
  remedy: string,
): ServeError {
  return new ServeError(`Cannot answer: ${why}`, { status, code, remedy });
}
