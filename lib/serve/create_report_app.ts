import { Hono } from "npm:hono@4.13.19";
import type { CaseReader } from "../case/case_reader.ts";
import {
  answerApi,
  answerError,
  answerOpenApi,
  answerPage,
  answerRefusal,
  API_ROUTES,
  unknownAddress,
} from "./answer_request.ts";
import { API_ROOT } from "./api/open_api.ts";
import { ASSET_FILES } from "./assets/asset_files.ts";
import { PAGE_ROUTES } from "./pages/page_routes.ts";
import { checkOrigin, checkSession } from "./security/check_request.ts";
import { SECURITY_HEADERS } from "./security/security_headers.ts";
import { type Session, sessionOf } from "./security/session.ts";
import { serveCase, type ServedCase } from "./served_case.ts";

/** How {@linkcode createReportApp} lets in. */
export interface ReportAppOptions {
  /** What lets in: at `/?token=…`, or as `Authorization: Bearer`. Hard to guess. */
  readonly token: string;
  /** The `Host` values it answers to, for example `127.0.0.1:8765`; others are refused. */
  readonly hosts: readonly string[];
  /** Answer to every IP address as `Host`: for a server that listens on all addresses. @default {false} */
  readonly anyAddress?: boolean;
}

/** A case as a web application: pages and an API, read-only. */
export interface ReportApp {
  /** Answers a request. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** The same for a path, as if it were asked of the first of the hosts. */
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
}

/**
 * Makes a web application of a case. It opens no socket and keeps no state: give its `fetch` to a server.
 *
 * Every request is checked for its host, origin, method and token before anything of the case is looked at.
 */
export function createReportApp(reader: CaseReader, options: ReportAppOptions): ReportApp {
  const session = sessionOf(options.token);
  const allowed = { hosts: options.hosts, anyAddress: options.anyAddress ?? false };
  const router = createRouter(serveCase(reader));
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    try {
      checkOrigin(request, allowed);
      const entry = assetAt(url) ?? enter(url, session);
      if (entry !== null) return entry;
      checkSession(request, session);
    } catch (error) {
      return answerRefusal(error, url);
    }
    return await router.fetch(request);
  };
  const fetch = async (request: Request) => hardened(await answer(request));
  const base = `http://${options.hosts[0] ?? "localhost"}`;
  return { fetch, request: (path, init) => fetch(new Request(new URL(path, base), init)) };
}

function createRouter(served: ServedCase): Hono {
  const router = new Hono();
  for (const page of PAGE_ROUTES) {
    router.get(
      routerPath(page.path),
      ({ req }) => answerPage(page, served, new URL(req.url), req.param("id") ?? ""),
    );
  }
  for (const api of API_ROUTES) {
    router.get(
      API_ROOT + routerPath(api.path),
      ({ req }) => answerApi(api, served, new URL(req.url), req.param("id") ?? ""),
    );
  }
  router.get(`${API_ROOT}/openapi.json`, answerOpenApi);
  router.notFound(({ req }) => {
    const url = new URL(req.url);
    return answerError(unknownAddress(url), served, url);
  });
  router.onError((error, { req }) => answerError(error, served, new URL(req.url)));
  return router;
}

function routerPath(path: string): string {
  return path.replace("{id}", ":id");
}

/** Style and script of the pages: nothing of the case, so that who is not let in sees a page that can be read. */
function assetAt({ pathname }: URL): Response | null {
  const name = pathname.startsWith("/assets/") ? pathname.slice("/assets/".length) : "";
  const file = Object.hasOwn(ASSET_FILES, name) ? ASSET_FILES[name] : undefined;
  return file === undefined ? null : new Response(file.content, { headers: { "content-type": file.type } });
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
  return response;
}
