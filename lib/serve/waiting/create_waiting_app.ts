import { API_ROOT } from "../api/open_api.ts";
import { type GuardedApp, guardedApp, type GuardOptions } from "../security/guarded_app.ts";
import type { ProgressBoard } from "./progress_board.ts";
import { streamProgress } from "./stream_progress.ts";
import { waitingPage } from "./waiting_page.ts";

/** What is waited for. */
export interface WaitingOptions extends GuardOptions {
  /** What is being read, for people. */
  readonly title: string;
}

/** Makes the web application that answers until there is a case: how far it is, at every address. */
export function createWaitingApp(board: ProgressBoard, { title, ...guard }: WaitingOptions): GuardedApp {
  return guardedApp(guard, (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === `${API_ROOT}/progress`) {
      return new Response(streamProgress(board), {
        headers: { "content-type": "text/event-stream", "cache-control": "no-store, no-transform" },
      });
    }
    return pathname.startsWith("/api/") ? notYet() : new Response(waitingPage(title, board.progress), {
      status: 202,
      headers: { "content-type": "text/html; charset=utf-8" },
    });
  });
}

function notYet(): Response {
  const error = {
    code: "not-yet",
    message: "Cannot answer: the case is being made",
    remedy: `follow ${API_ROOT}/progress until it says done`,
  };
  return Response.json({ error }, { status: 503, headers: { "retry-after": "2" } });
}
