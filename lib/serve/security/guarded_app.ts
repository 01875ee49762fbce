import { answerRefusal } from "../answer_request.ts";
import { answerAsset } from "../views/asset_files.ts";
import { checkOrigin, checkSession } from "./check_request.ts";
import { SECURITY_HEADERS } from "./security_headers.ts";
import { type Session, sessionOf } from "./session.ts";

/** Who is let in. */
export interface GuardOptions {
  /** What lets in: at `/?token=…`, or as `Authorization: Bearer`. Hard to guess. */
  readonly token: string;
  /** The `Host` values it answers to, for example `127.0.0.1:8765`; others are refused. */
  readonly hosts: readonly string[];
  /** Answer to every IP address as `Host`: for a server that listens on all addresses. @default {false} */
  readonly anyAddress?: boolean;
}

/** A web application that answers whom it lets in. */
export interface GuardedApp {
  /** Answers a request. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** The same for a path, as if it were asked of the first of the hosts. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
}

/** Lets requests through to `answer` that were checked for their host, size, origin, method and token. */
export function guardedApp(
  { token, hosts, anyAddress = false }: GuardOptions,
  answer: (request: Request) => Response | Promise<Response>,
): GuardedApp {
  const session = sessionOf(token);
  const check = (request: Request, url: URL): Response | null => {
    checkOrigin(request, { hosts, anyAddress });
    // An asset has nothing of the case: who is not let in sees a page that can be read.
    const entry = answerAsset(url) ?? enter(url, session);
    if (entry === null) checkSession(request, session);
    return entry;
  };
  const fetch = async (request: Request) => {
    const url = new URL(request.url);
    let entry: Response | null;
    try {
      entry = check(request, url);
    } catch (error) {
      entry = answerRefusal(error, url);
    }
    return hardened(entry ?? await answer(request));
  };
  const base = `http://${hosts[0] ?? "localhost"}`;
  return { fetch, request: (path, init) => fetch(new Request(new URL(path, base), init)) };
}

/** Trades a token in the address for a cookie, and takes it out of the address; null: there is none, or a wrong one. */
function enter(url: URL, session: Session): Response | null {
  const token = url.searchParams.get("token");
  if (token === null || !session.isToken(token)) return null;
  url.searchParams.delete("token");
  // Two slashes at the beginning would lead to another host.
  const location = url.pathname.replace(/^\/+/, "/") + url.search;
  return new Response(null, { status: 303, headers: { location, "set-cookie": session.setCookie } });
}

function hardened(response: Response): Response {
  const { headers } = response;
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) headers.set(name, value);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  return response;
}
