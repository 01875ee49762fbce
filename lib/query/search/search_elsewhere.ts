import type { CaseReader } from "../../case/case_reader.ts";
import { startWorker } from "../../scan/start_worker.ts";
import type { QueryOptions } from "../query_options.ts";
import type { SearchStep } from "./search_step.ts";
import type { QueryOrder, QueryReport } from "./query_worker.ts";
import { giveCredit, pullBack, searchLeash } from "./search_leash.ts";

/** A worker that was told to stop and does not is ended: it reads a block at most. */
const STOP_MS = 2000;

/**
 * Searches in a worker, and ends it when nobody reads on. `"failed"`: there is none, or it failed; what it told until then is
 * true.
 */
export async function* searchElsewhere(
  { opening }: CaseReader,
  options: Omit<QueryOptions, "report">,
  signal: AbortSignal | undefined,
): AsyncGenerator<SearchStep | "failed", void> {
  const worker = opening === null ? null : startWorker(new URL("./query_worker.ts", import.meta.url));
  if (worker === null || opening === null) return yield "failed";
  const reports: QueryReport[] = [];
  let wake = () => {};
  let isOver = false;
  const tell = (report: QueryReport) => {
    isOver ||= report === "over" || report === "failed";
    reports.push(report);
    wake();
  };
  const leash = searchLeash();
  const stop = () => {
    pullBack(leash);
    wake();
  };
  signal?.addEventListener("abort", stop);
  worker.onmessage = ({ data }: MessageEvent<QueryReport>) => tell(data);
  worker.onerror = (event) => {
    event.preventDefault();
    tell("failed");
  };
  worker.postMessage({ opening, options, leash } satisfies QueryOrder);
  try {
    while (true) {
      signal?.throwIfAborted();
      const report = reports.shift();
      if (report === "over") return;
      if (report === undefined) await new Promise<void>((resolve) => wake = resolve);
      else yield report;
      if (report === "failed") return;
      if (report?.kind === "rows") giveCredit(leash);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
    const ending = setTimeout(() => tell("failed"), STOP_MS);
    while (!isOver) await new Promise<void>((resolve) => wake = resolve);
    clearTimeout(ending);
    worker.terminate();
  }
}
