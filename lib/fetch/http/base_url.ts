import { UsageError } from "../../errors.ts";

const API_PATH = "/api/public/v1.0";
const SCHEME_REGEXP = /^([a-z][a-z0-9+.-]*):\/\//i;
const LOOPBACK_REGEXP = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/;
/** Where the pages for people begin: their addresses get pasted. */
const BROWSER_PATH_REGEXP = /\/(?:v2\/[0-9a-f]{24}|user|account|setup|saml)(?:\/.*)?$/;
const EXAMPLE = "https://om.example.com:8443";

/** What is allowed of a base URL. */
export interface BaseUrlOptions {
  /** Whether plain http may be used to a host that is not this machine. */
  readonly allowHttp: boolean;
}

/**
 * Root of the API, `https://HOST[:PORT][/PREFIX]/api/public/v1.0`, from any form in which people give the address of
 * an Ops Manager: with or without the path of the API, with an endpoint behind it, or as the browser shows it.
 *
 * @throws {UsageError} There is a user name in it, it has no http scheme, or it is plain http to another machine.
 */
export function parseBaseUrl(text: string, { allowHttp }: BaseUrlOptions): URL {
  const url = parseUrl(text.trim());
  if (url.protocol === "http:" && !allowHttp && !LOOPBACK_REGEXP.test(url.hostname)) {
    throw new UsageError(`Cannot use the base URL: it is plain http to ${url.hostname}, expected https`, {
      remedy: `give https://${url.hostname}:8443, or --allow-http when the network between is trusted`,
    });
  }
  return new URL(url.origin + prefixOf(url.pathname) + API_PATH);
}

/** The text may hold a password: no message repeats more of it than scheme and host. */
function parseUrl(text: string): URL {
  if (text === "") throw unusable("it is empty, expected the address of Ops Manager", EXAMPLE);
  const scheme = SCHEME_REGEXP.exec(text)?.[1]?.toLowerCase() ?? /^(https?):/i.exec(text)?.[1]?.toLowerCase();
  const url = URL.parse(scheme === undefined ? `https://${text.replace(/^\/+/, "")}` : text);
  if (url !== null && (url.username !== "" || url.password !== "")) {
    throw new UsageError("Cannot use the base URL: it holds a user name or password, expected none", {
      remedy:
        "leave out what stands before the @; the private key is asked for, or taken from the environment",
    });
  }
  if (scheme === undefined) throw unusable("it has no scheme, expected https://", likely(url));
  if (scheme !== "https" && scheme !== "http") {
    throw unusable(`its scheme is ${scheme}, expected https`, EXAMPLE);
  }
  if (url === null) throw unusable("it is no URL", EXAMPLE);
  return url;
}

/** 8080 is the port on which Ops Manager listens for plain http. */
function likely(url: URL | null): string {
  if (url === null) return EXAMPLE;
  return `${url.port === "8080" ? "http" : "https"}://${url.host}`;
}

function unusable(why: string, example: string): UsageError {
  return new UsageError(`Cannot use the base URL: ${why}`, { remedy: `--base-url ${example}` });
}

/** Path under which a reverse proxy keeps Ops Manager; mostly empty. */
function prefixOf(pathname: string): string {
  const path = pathname.replace(/\/{2,}/g, "/");
  const api = `${path}/`.indexOf("/api/public/");
  const prefix = api >= 0 ? path.slice(0, api) : path.replace(BROWSER_PATH_REGEXP, "");
  return prefix.replace(/\/$/, "");
}
