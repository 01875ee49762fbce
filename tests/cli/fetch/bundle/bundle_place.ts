import { runCli } from "../../../../lib/cli/run_cli.ts";
import {
  type OpsManagerServer,
  type OpsManagerSetup,
  variablesOf,
  withOpsManager,
} from "../../../helpers/ops_manager_server.ts";
import { withFolder } from "../../../helpers/temporary_folder.ts";
import { fakeIo, type FakeIoOptions } from "../../fake_io.ts";
import { type MadeFile, madeFiles } from "../../bundle/made_bundle.ts";

const [archive, events, job] = await madeFiles();
/** The archive that the server has. */
export const ARCHIVE: MadeFile = archive;
/** Its events as `fetch` writes them. */
export const EVENTS: MadeFile = events;
/** Organization. */
export const ORG = "5f00000000000000000000aa";
/** When everything is fetched. */
export const NOW = "2026-04-20T00:00:00.000Z";
/** Files of a bundle. */
export const NAMES: readonly string[] = [
  "README.txt",
  "events.ndjson",
  "job.json",
  "manifest.json",
  ARCHIVE.name,
];
const decoder = new TextDecoder();
/** The events, oldest first. */
export const EVENT_DOCUMENTS: Record<string, unknown>[] = decoder.decode(EVENTS.bytes).trim().split("\n")
  .map((line) => JSON.parse(line));
/** The collection job. */
export const JOB_DOCUMENT: Record<string, unknown> = JSON.parse(decoder.decode(job.bytes));
const SETUP: OpsManagerSetup = {
  jobs: [JOB_DOCUMENT],
  archive: ARCHIVE.bytes,
  fileName: ARCHIVE.name,
  events: EVENT_DOCUMENTS.toReversed(),
};

/** A server, and a folder for its bundle. */
export interface Place {
  /** The server. */
  readonly server: OpsManagerServer;
  /** Folder in which `support` is made. */
  readonly root: string;
  /** Runs `omlens fetch bundle --job latest --out ROOT/support ARGS`. */
  readonly fetch: (
    args?: readonly string[],
    options?: FakeIoOptions,
  ) => Promise<{ exitCode: number; out: string; err: string }>;
}

/** Calls `use` with a server that has one job, and an empty folder. */
export function withPlace(setup: OpsManagerSetup, use: (place: Place) => Promise<void>): Promise<void> {
  return withFolder((root) =>
    withOpsManager({ ...SETUP, ...setup }, (server) => {
      const fetch: Place["fetch"] = async (args = ["--org", ORG], options = {}) => {
        const variables = variablesOf(server);
        const io = fakeIo({ variables, now: () => Date.parse(NOW), ...options });
        const all = ["fetch", "bundle", "--job", "latest", "--out", `${root}/support`, "--quiet", ...args];
        return { exitCode: await runCli(all, io), ...io.printed };
      };
      return use({ server, root, fetch });
    })
  );
}

/** The manifest of `support`. */
export async function manifestOf(root: string): Promise<Record<string, Record<string, unknown>>> {
  return JSON.parse(await Deno.readTextFile(`${root}/support/manifest.json`));
}

/** How often the archive was sent. */
export function downloads({ server }: Place): number {
  return server.requests.filter(({ path, status }) => path.endsWith(":download") && status < 300).length;
}

/** How many pages of events were sent. */
export function eventPages({ server }: Place): number {
  return server.requests.filter(({ path, status }) => path.endsWith("/events") && status === 200).length;
}
