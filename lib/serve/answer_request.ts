import { API_ROOT, describeApi } from "./api/open_api.ts";
import { ANALYSIS_ROUTES } from "./api/analysis_routes.ts";
import { RECORD_ROUTES } from "./api/record_routes.ts";
import type { ApiRoute } from "./api/api_route.ts";
import { explainError } from "./explain_error.ts";
import { errorView, refusalView } from "./pages/error_page.ts";
import type { PageRoute } from "./pages/page.ts";
import { renderDocument, renderPage } from "./pages/render_page.ts";
import type { ServedCase } from "./served_case.ts";
import { ServeError } from "./serve_error.ts";

/** All addresses of the API. */
export const API_ROUTES: readonly ApiRoute[] = [...ANALYSIS_ROUTES, ...RECORD_ROUTES];

const HTML = "text/html; charset=utf-8";

/** Answers with JSON. */
export function answerApi({ answer }: ApiRoute, served: ServedCase, url: URL, id: string): Response {
  return Response.json(answer(served, url.searchParams, id));
}

/** Answers with the description of the API. */
export function answerOpenApi(): Response {
  return Response.json(describeApi(API_ROUTES));
}

/** Answers with a page. */
export function answerPage({ answer }: PageRoute, served: ServedCase, url: URL, id: string): Response {
  const page = answer(served, url.searchParams, id);
  return new Response(renderPage(page, served), {
    status: page.status ?? 200,
    headers: { "content-type": HTML },
  });
}

/** Answers with what is wrong: to programs as JSON, to people as a page in its frame. */
export function answerError(error: unknown, served: ServedCase, url: URL): Response {
  const problem = explainError(error);
  if (isApi(url)) return errorJson(problem);
  const page = { title: problem.message, view: null, body: errorView(problem) };
  return new Response(renderPage(page, served), {
    status: problem.status,
    headers: { "content-type": HTML },
  });
}

/** Answers to somebody who is not let in: nothing of the case. */
export function answerRefusal(error: unknown, url: URL): Response {
  const problem = explainError(error);
  const headers = new Headers(problem.status === 405 ? { allow: "GET, HEAD" } : {});
  if (isApi(url)) return errorJson(problem, headers);
  headers.set("content-type", HTML);
  return new Response(renderDocument("Not let in", refusalView(problem)), {
    status: problem.status,
    headers,
  });
}

/** Says that there is nothing at an address. */
export function unknownAddress(url: URL): ServeError {
  return new ServeError(`Cannot find "${url.pathname}": there is no such page`, {
    status: 404,
    code: "not-found",
    remedy: isApi(url) ? `see ${API_ROOT}/openapi.json` : "choose one of the views above",
  });
}

function errorJson({ status, code, message, remedy, offset }: ServeError, headers?: Headers): Response {
  const error = { code, message, remedy, ...(offset === null ? {} : { offset }) };
  return Response.json({ error }, { status, ...(headers === undefined ? {} : { headers }) });
}

function isApi(url: URL): boolean {
  return url.pathname.startsWith("/api/");
}
