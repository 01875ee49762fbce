import { ServeError } from "../serve_error.ts";
import { type AllowedHosts, isAllowedHost } from "./allowed_hosts.ts";
import type { Session } from "./session.ts";

const BEARER_REGEXP = /^Bearer +(\S+)$/i;

/**
 * Checks that a request was sent to this server, only reads, and was not made by a page of somebody else.
 *
 * @throws {ServeError} 421, 405 or 403
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

function refusal(status: 401 | 403 | 405 | 421, code: string, why: string, remedy: string): ServeError {
  return new ServeError(`Cannot answer: ${why}`, { status, code, remedy });
}
