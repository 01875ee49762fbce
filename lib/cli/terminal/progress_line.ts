import { describeDuration } from "../../report/describe_duration.ts";
import { describeBytes } from "../../report/describe_quantity.ts";
import type { CliIo } from "../cli_io.ts";
import { startStatusLine } from "./status_line.ts";

const REWRITE_EVERY_MS = 200;

/** One line on stderr that is rewritten while work goes on. */
export interface ProgressLine {
  /** Says how many bytes are done. */
  readonly update: (doneBytes: number) => void;
  /** Takes the line away. */
  readonly clear: () => void;
}

/** What the line is about. */
export interface ProgressOptions {
  /** What is being done, for example `reading`. */
  readonly verb: string;
  /** Bytes there are; null when that is not known. */
  readonly totalBytes: number | null;
  /** Never shows anything. */
  readonly quiet: boolean;
}

/** Starts a line; it stays empty when stderr is not a terminal. */
export function startProgress(
  { stderr, now }: CliIo,
  { verb, totalBytes, quiet }: ProgressOptions,
): ProgressLine {
  if (quiet || !stderr.isTerminal) return { update: () => {}, clear: () => {} };
  const startMs = now();
  let shownMs = startMs;
  const line = startStatusLine(stderr);
  return {
    update(doneBytes) {
      const nowMs = now();
      if (nowMs - shownMs < REWRITE_EVERY_MS) return;
      shownMs = nowMs;
      line.show(`${verb} ${describeProgress(doneBytes, totalBytes, nowMs - startMs)}`);
    },
    clear: line.clear,
  };
}

/** `412 MB of 1.4 GB, 29 %, 210 MB/s, 5 s left`. */
export function describeProgress(doneBytes: number, totalBytes: number | null, elapsedMs: number): string {
  const bytesPerSecond = Math.round(doneBytes / Math.max(elapsedMs, 1) * 1000);
  const rate = `${describeBytes(bytesPerSecond)}/s`;
  if (totalBytes === null) return [describeBytes(doneBytes), rate].join(", ");
  const leftSeconds = Math.ceil(Math.max(0, totalBytes - doneBytes) / Math.max(bytesPerSecond, 1));
  return [
    `${describeBytes(doneBytes)} of ${describeBytes(totalBytes)}`,
    `${Math.min(100, Math.floor(doneBytes / Math.max(totalBytes, 1) * 100))} %`,
    rate,
    ...(doneBytes === 0 || leftSeconds === 0 ? [] : [`${describeDuration(leftSeconds * 1000)} left`]),
  ].join(", ");
}
