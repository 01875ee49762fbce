import { startWorker } from "./scan/start_worker.ts";

/**
 * Starts a worker that can scan: that takes as long as other things that come first, such as loading them. Null when none can
 * be had.
 */
export function startScanWorker(): Worker | null {
  return startWorker(new URL("./scan_worker.ts", import.meta.url));
}
