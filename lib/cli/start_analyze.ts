import { startScanWorker } from "../start_scan_worker.ts";
import type { CliIo } from "./cli_io.ts";

/** `omlens analyze`: the worker loads its code beside that of the command, which is ten times as much. */
export async function startAnalyze(args: readonly string[], io: CliIo): Promise<number> {
  const worker = startScanWorker();
  try {
    const { runAnalyze } = await import("./analyze_command.ts");
    return await runAnalyze(args, io, worker === null ? {} : { worker });
  } finally {
    worker?.terminate();
  }
}
