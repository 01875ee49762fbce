import { UsageError } from "../../errors.ts";
import { nearestName } from "../../rules/nearest_name.ts";
import type { CliIo } from "../cli_io.ts";
import type { RunCommand } from "../command.ts";
import type { FlagTable } from "../flags/flag.ts";
import { ARCHIVE_FLAGS } from "./archive/archive_flags.ts";
import { BUNDLE_FLAGS } from "./bundle/bundle_flags.ts";
import { EVENTS_FLAGS } from "./events/events_flags.ts";
import { JOBS_FLAGS } from "./jobs/jobs_flags.ts";
import type { ConnectionValues } from "./connection/connection_flags.ts";
import type { OpenedClient } from "./connection/open_client.ts";
import { parseConnectionLine, refuseFlags } from "./connection/parse_connection_line.ts";
import { SERVERS_FLAGS } from "./jobs/servers_flags.ts";
import { withClient } from "./connection/with_client.ts";

/**
 * One of the things of `omlens fetch`: checks the flags that were given, before anybody is asked for a key; what it gives
 * does the work, and gives the exit code.
 */
type FetchAction<Values> = (
  values: Readonly<Partial<Values & ConnectionValues>>,
  io: CliIo,
) => (opened: OpenedClient, signal: AbortSignal) => Promise<number>;

const ACTIONS: ReadonlyMap<string, RunCommand> = new Map([
  [
    "servers",
    action("servers", SERVERS_FLAGS, async () => (await import("./jobs/fetch_servers.ts")).fetchServers),
  ],
  ["jobs", action("jobs", JOBS_FLAGS, async () => (await import("./jobs/fetch_jobs.ts")).fetchJobs)],
  [
    "archive",
    action("archive", ARCHIVE_FLAGS, async () => (await import("./archive/fetch_archive.ts")).fetchArchive),
  ],
  [
    "events",
    action("events", EVENTS_FLAGS, async () => (await import("./events/fetch_events.ts")).fetchEvents),
  ],
  [
    "bundle",
    action("bundle", BUNDLE_FLAGS, async () => (await import("./bundle/fetch_bundle.ts")).fetchBundle),
  ],
]);

/** `omlens fetch`: reads servers, jobs, archives, events from an Ops Manager. */
export async function runFetch(args: readonly string[], io: CliIo): Promise<number> {
  refuseFlags("fetch", args);
  const [name = "", ...rest] = args;
  const run = ACTIONS.get(name);
  if (run !== undefined) return await run(rest, io);
  const names = [...ACTIONS.keys()];
  const why = name === "" || name.startsWith("-")
    ? `"fetch" needs one of ${names.join(", ")} before its flags`
    : `"fetch" knows no "${name}"`;
  throw new UsageError(`Cannot read the command line: ${why}`, {
    remedy: `omlens fetch ${nearestName(name, names) ?? "jobs"}`,
  });
}

function action<Values extends object>(
  name: string,
  flags: FlagTable<Values>,
  load: () => Promise<FetchAction<Values>>,
): RunCommand {
  return async (args, io) => {
    const values = parseConnectionLine(`fetch ${name}`, args, flags);
    const prepare = await load();
    return await withClient(values, io, prepare(values, io));
  };
}
