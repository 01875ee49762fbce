import { API_ROOT, describeApi } from "./api/open_api.ts";
import { ACTIVITY_ROUTE } from "./api/activity_route.ts";
import { ANALYSIS_ROUTES } from "./api/analysis_routes.ts";
import { PROGRESS_ROUTE } from "./api/progress_route.ts";
import { LIST_ROUTES } from "./api/list_routes.ts";
import { RECORD_ROUTES } from "./api/record_routes.ts";
import type { ApiRoute } from "./api/api_route.ts";
import { explainError } from "./explain_error.ts";
import type { ServedCase } from "./served_case.ts";
import { ServeError } from "./serve_error.ts";
import { answerErrorPage, refusalDocument } from "./views/answer_view.ts";
import type { PageSource } from "../view/page_source.ts";

/** All addresses of the API. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...ANALYSIS_ROUTES,
  ...LIST_ROUTES,
  ACTIVITY_ROUTE,
  ...RECORD_ROUTES,
  PROGRESS_ROUTE,
];

/** Answers with JSON, or with a stream that nobody keeps or holds up. */
export async function answerApi(
  { answer, media }: ApiRoute,
  served: ServedCase,
  url: URL,
  id: string,
): Promise<Response> {
  const value = await answer(served, url.searchParams, id);
  if (!(value instanceof ReadableStream)) return Response.json(value, { headers: nextLink(value, url) });
  return new Response(value, {
    headers: { "content-type": media, "cache-control": "no-store, no-transform" },
  });
}

/** Where the next part of a list is (RFC 8288). */
function nextLink(value: unknown, { pathname, search }: URL): HeadersInit {
  const cursor = typeof value === "object" && value !== null && "nextCursor" in value
    ? value.nextCursor
    : null;
  if (typeof cursor !== "string") return {};
  const next = new URLSearchParams(search);
  next.delete("offset");
  next.set("cursor", cursor);
  return { link: `<${pathname}?${next}>; rel="next"` };
}

/** Answers with the description of the API. */
export function answerOpenApi(): Response {
  return Response.json(describeApi(API_ROUTES));
}

/** Answers with what is wrong: to programs as JSON, to people as a page in its frame. */
export function answerError(error: unknown, source: PageSource, url: URL): Response {
  const problem = explainError(error);
  return isApi(url) ? errorJson(problem) : answerErrorPage(problem, source, url);
}

/** Answers to somebody who is not let in: nothing of the case. */
export function answerRefusal(error: unknown, url: URL): Response {
  const problem = explainError(error);
  const headers = new Headers(problem.status === 405 ? { allow: "GET, HEAD" } : {});
  return isApi(url) ? errorJson(problem, headers) : refusalDocument(problem, headers);
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
