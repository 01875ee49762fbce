import { describeBytes } from "../../report/describe_quantity.ts";
import type { CaseProgress, ProgressBoard } from "./progress_board.ts";

/**
 * How far a case is, as server-sent events: `progress` with `{phase, doneBytes, totalBytes, text}`, at last `done` with `{}` or
 * `failed` with `{message, remedy}`. The first one comes at once.
 */
export function streamProgress(board: ProgressBoard): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop: (() => void) | null = null;
  return new ReadableStream({
    pull(controller) {
      if (stop !== null) return;
      const tell = (progress: CaseProgress) => {
        controller.enqueue(encoder.encode(eventOf(progress)));
        if (progress.kind === "progress") return;
        stop?.();
        controller.close();
      };
      stop = board.watch(tell);
      tell(board.progress);
    },
    cancel: () => stop?.(),
  }, { highWaterMark: 0 });
}

/** How far it is, in words. */
export function describeProgress(
  { phase, doneBytes, totalBytes }: CaseProgress & { kind: "progress" },
): string {
  if (phase === "analyzing") return "All is read; it is being analysed";
  if (phase === "opening") return "The case is being opened";
  const done = describeBytes(doneBytes);
  if (totalBytes === null) return `${done} read`;
  const percent = Math.min(100, Math.floor(doneBytes / Math.max(totalBytes, 1) * 100));
  return `${done} of ${describeBytes(totalBytes)} read, ${percent} %`;
}

function eventOf(progress: CaseProgress): string {
  const { kind, ...rest } = progress;
  const data = progress.kind === "progress" ? { ...rest, text: describeProgress(progress) } : rest;
  return `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
