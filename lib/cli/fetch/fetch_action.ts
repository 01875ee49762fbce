import type { CliIo } from "../cli_io.ts";
import type { ConnectionValues } from "./connection/connection_flags.ts";
import type { OpenedClient } from "./connection/open_client.ts";

/** Does one of the things of `omlens fetch`, with the flags that were given; gives the exit code. */
export type FetchAction<Values> = (
  values: Readonly<Partial<Values & ConnectionValues>>,
  io: CliIo,
  opened: OpenedClient,
  signal: AbortSignal,
) => Promise<number>;
