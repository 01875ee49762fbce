import { Hono } from "npm:hono@4.13.19";
import type { Analysis } from "../analyze/analysis.ts";
import type { CaseReader } from "../case/case_reader.ts";
import { answerApi, answerError, answerOpenApi, API_ROUTES, unknownAddress } from "./answer_request.ts";
import { AnswerKeeper } from "./answers/answer_keeper.ts";
import { API_ROOT } from "./api/open_api.ts";
import { VIEWS } from "../view/view_list.ts";
import { answerPage, answerViewData } from "./views/answer_view.ts";
import { caseSource } from "./views/case_source.ts";
import { type GuardedApp, guardedApp, type GuardOptions } from "./security/guarded_app.ts";
import { serveCase, type ServedCase } from "./served_case.ts";

/** Whom {@linkcode createReportApp} lets in, and what it compares with. */
export interface ReportAppOptions extends GuardOptions {
  /** The analysis of another case, to compare with: what is new, gone, worse or better has a view of its own. */
  readonly against?: Analysis;
  /** Version of the program: what a browser keeps of another is not taken for its answers. @default {""} */
  readonly version?: string;
}

/** A case as a web application: pages and an API, read-only. */
export type ReportApp = GuardedApp;

/**
 * Makes a web application of a case. It opens no socket: give its `fetch` to a server.
 *
 * Every request is checked for its host, size, origin, method and token before anything of the case is looked at.
 */
export function createReportApp(reader: CaseReader, options: ReportAppOptions): ReportApp {
  const { against = null, version = "", ...guard } = options;
  const router = createRouter(serveCase(reader), { against, version });
  return guardedApp(guard, (request) => router.fetch(request));
}

function createRouter(
  served: ServedCase,
  { against, version }: { against: Analysis | null; version: string },
): Hono {
  const router = new Hono();
  const source = caseSource(served, against);
  const keeper = new AnswerKeeper(served, { against, version });
  for (const view of VIEWS) {
    const path = routerPath(view.path);
    router.get(
      path,
      ({ req }) =>
        keeper.answer(req.raw, () => answerPage(view, source, new URL(req.url), req.param("id") ?? "")),
    );
    router.get(
      `${API_ROOT}/views${path}`,
      ({ req }) =>
        keeper.answer(req.raw, () => answerViewData(view, source, new URL(req.url), req.param("id") ?? "")),
    );
  }
  for (const api of API_ROUTES) {
    router.get(
      API_ROOT + routerPath(api.path),
      ({ req }) =>
        keeper.answer(req.raw, () => answerApi(api, served, new URL(req.url), req.param("id") ?? "")),
    );
  }
  router.get(`${API_ROOT}/openapi.json`, ({ req }) => keeper.answer(req.raw, answerOpenApi));
  router.notFound(({ req }) => {
    const url = new URL(req.url);
    return answerError(unknownAddress(url), source, url);
  });
  router.onError((error, { req }) => answerError(error, source, new URL(req.url)));
  return router;
}

function routerPath(path: string): string {
  return path.replace("{id}", ":id");
}
