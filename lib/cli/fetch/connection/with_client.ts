import type { CliIo } from "../../cli_io.ts";
import { ExitCode } from "../../exit_code.ts";
import type { ConnectionValues } from "./connection_flags.ts";
import { openClient, type OpenedClient } from "./open_client.ts";

/** Works with an Ops Manager until the work is done or Ctrl-C aborts the signal; gives the exit code. */
export async function withClient(
  values: Readonly<Partial<ConnectionValues>>,
  io: CliIo,
  work: (opened: OpenedClient, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interruption = new AbortController();
  const opened = await openClient(values, io, interruption.signal);
  // Not before: whoever is asked for a key must be able to leave.
  const stopListening = io.onInterrupt(() => interruption.abort());
  try {
    return await work(opened, interruption.signal);
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    io.stderr.write("omlens: interrupted\ntry: run it again\n");
    return ExitCode.interrupted;
  } finally {
    stopListening();
    opened.close();
  }
}
