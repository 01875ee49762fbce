import { runCli } from "../../../lib/cli/run_cli.ts";
import {
  type OpsManagerServer,
  type OpsManagerSetup,
  variablesOf,
  withOpsManager,
} from "../../helpers/ops_manager_server.ts";
import { type FakeIo, fakeIo, type FakeIoOptions } from "../fake_io.ts";

/** Where the clock begins. */
const START_MS = Date.parse("2026-05-11T08:00:00Z");

/** A machine in front of a server, and a way to run commands there. */
export interface Workplace {
  /** The server. */
  readonly server: OpsManagerServer;
  /** Runs a command line on a new machine; gives what came of it. */
  readonly run: (args: readonly string[], options?: FakeIoOptions) => Promise<Ran>;
}

/** How a command ended. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Starts an Ops Manager whose clock, shared with the machines, goes on only while somebody waits. */
export async function withWorkplace<T>(
  setup: OpsManagerSetup,
  use: (workplace: Workplace) => Promise<T>,
  /** Called before each wait. */
  beforeWait: (io: FakeIo) => void = () => {},
): Promise<T> {
  let nowMs = START_MS;
  const now = () => nowMs;
  return await withOpsManager({ now, ...setup }, async (server) => {
    const run: Workplace["run"] = async (args, options = {}) => {
      const io: FakeIo = fakeIo({
        now,
        delay: (ms, signal) => {
          beforeWait(io);
          signal?.throwIfAborted();
          nowMs += ms;
          return Promise.resolve();
        },
        ...options,
        variables: { ...variablesOf(server), ...options.variables },
      });
      const code = await runCli(args, io);
      return { code, ...io.printed };
    };
    return await use({ server, run });
  });
}
