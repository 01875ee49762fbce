import { html, type SafeHtml } from "../../view/html.ts";
import { bareDocument, pageDocument } from "../../view/page_document.ts";
import { pageFrame } from "../../view/page_frame.ts";
import type { PageSource } from "../../view/page_source.ts";
import { errorView } from "../../view/shell/error_view.ts";
import { pageAbout } from "../../view/shell/page_about.ts";
import { pageHead } from "../../view/shell/page_head.ts";
import type { Rendered, View } from "../../view/view.ts";
import { ASSET_FILES } from "./asset_files.ts";
import type { ServeError } from "../serve_error.ts";

const HTML = "text/html; charset=utf-8";

const ASSETS: SafeHtml = html`
  <link rel="stylesheet" href="${ASSET_FILES["page.css"]?.address}">
  <script type="module" src="${ASSET_FILES["page.js"]?.address}" blocking="render"></script>
`;

/** Answers with a view as a document: what one sees when one comes from elsewhere, or has no script. */
export async function answerPage(view: View, source: PageSource, url: URL, id: string): Promise<Response> {
  const data = await view.load(source, url.searchParams, id);
  const rendered = view.render(data, pageFrame("serve", url.pathname, url.searchParams));
  return kept(pageResponse(rendered, source, url, 200), view.isLasting(data));
}

/** Answers with what a view shows: the page's script asks for it when the view changes. */
export async function answerViewData(
  view: View,
  source: PageSource,
  url: URL,
  id: string,
): Promise<Response> {
  const data = await view.load(source, url.searchParams, id) ?? null;
  return kept(Response.json(data), view.isLasting(data));
}

/** Of a search that was not ended another may find more. */
function kept(response: Response, isLasting: boolean): Response {
  if (!isLasting) response.headers.set("cache-control", "no-store");
  return response;
}

/** Answers with what is wrong, in the frame of the page. */
export function answerErrorPage(problem: ServeError, source: PageSource, url: URL): Response {
  return pageResponse({ title: problem.message, body: errorView(problem) }, source, url, problem.status);
}

/** Answers to somebody who is not let in: nothing of the case. */
export function refusalDocument(problem: ServeError, headers: Headers): Response {
  const body = html`<main class="refusal"><p class="kicker">omlens</p>${errorView(problem)}</main>`;
  headers.set("content-type", HTML);
  return new Response(bareDocument("Not let in", ASSETS, body), { status: problem.status, headers });
}

function pageResponse(view: Rendered, source: PageSource, url: URL, status: number): Response {
  const frame = pageFrame("serve", url.pathname, url.searchParams);
  const about = pageAbout("serve", source);
  const text = pageDocument({ about, head: pageHead(about, frame), view, assets: ASSETS });
  return new Response(text, { status, headers: { "content-type": HTML } });
}
