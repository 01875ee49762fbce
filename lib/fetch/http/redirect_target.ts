import { RemoteError } from "../../errors.ts";
import { oneLine } from "./errors/one_line.ts";

const MOST_REDIRECTS = 5;

/** A redirect as it came. */
export interface Redirect {
  /** Completes "Cannot …". */
  readonly what: string;
  /** HTTP method of the request. */
  readonly method: string;
  /** HTTP status. */
  readonly status: number;
  /** Where the request went. */
  readonly from: URL;
  /** `Location`; null: there is none. */
  readonly location: string | null;
  /** How many redirects were followed before it. */
  readonly followed: number;
  /** Takes out what must not get into a message. */
  readonly clean: (text: string) => string;
}

/** Whether an answer sends the client somewhere else. */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/**
 * Where a redirect leads.
 *
 * @throws {RemoteError} It leads to another origin, for which the credentials were not given, or in circles.
 */
export function redirectTarget(redirect: Redirect): URL {
  const { what, method, status, from, location, followed, clean } = redirect;
  const target = location === null ? null : URL.parse(location, from);
  const fail = (why: string, remedy: string) => new RemoteError(`Cannot ${what}: ${why}`, { status, remedy });
  if (target === null || !/^https?:$/.test(target.protocol)) {
    throw fail(`${from.host} answers ${status} and names no address to go to`, "check --base-url");
  }
  const place = oneLine(clean(target.origin + target.pathname), 200);
  if (target.origin !== from.origin) {
    throw fail(
      `${from.origin} sends to ${place}, another origin, to which no credentials go`,
      `check that this is your Ops Manager, then give --base-url ${clean(baseOf(target))}`,
    );
  }
  if (clean(target.href) !== target.href) {
    throw fail(`${from.host} sends to ${place} with the private key in the address`, "check --base-url");
  }
  if (method !== "GET") {
    throw fail(
      `${from.host} sends ${method} requests to ${place}`,
      `give --base-url ${clean(baseOf(target))}`,
    );
  }
  if (followed >= MOST_REDIRECTS) {
    throw fail(
      `${followed + 1} redirects, the last to ${place}, expected at most ${MOST_REDIRECTS}`,
      "check --base-url",
    );
  }
  target.username = "";
  target.password = "";
  target.hash = "";
  return target;
}

function baseOf(target: URL): string {
  const api = target.pathname.indexOf("/api/public/");
  return target.origin + (api > 0 ? target.pathname.slice(0, api) : "");
}
