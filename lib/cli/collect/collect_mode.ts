import { UsageError } from "../../errors.ts";
import { COLLECT_FLAGS, type CollectValues } from "./collect_flags.ts";
import { CONNECTION_FLAGS } from "../fetch/connection/connection_flags.ts";

/** What `omlens collect` is to do. */
export type CollectMode = "create" | "job" | "retry" | "extend" | "delete";

const MODES = ["job", "retry", "extend", "delete"] as const satisfies CollectMode[];
const DOWNLOAD_FLAGS = ["out", "force", "no-download"] as const;

/** Flags that have a meaning in each mode, besides those of the connection. */
const FLAGS_BY_MODE: Readonly<Record<CollectMode, readonly (keyof CollectValues)[]>> = {
  create: ["server", "log-type", "since", "until", "size", "no-wait", ...DOWNLOAD_FLAGS],
  job: DOWNLOAD_FLAGS,
  retry: ["no-wait", ...DOWNLOAD_FLAGS],
  extend: ["expires"],
  delete: [],
};

/**
 * Finds out what is to be done.
 *
 * @throws {UsageError} when flags do not fit together.
 */
export function collectMode(values: Readonly<Partial<CollectValues>>): CollectMode {
  const [mode = "create", other] = MODES.filter((name) => values[name] !== undefined);
  if (other !== undefined) throw together(mode, other);
  const known: readonly string[] = [...FLAGS_BY_MODE[mode], ...Object.keys(CONNECTION_FLAGS), mode, "json"];
  const unfit = Object.keys(COLLECT_FLAGS).find((name) =>
    Object.hasOwn(values, name) && !known.includes(name)
  );
  if (unfit === undefined) {
    checkDownload(values);
    return mode;
  }
  if (unfit === "expires") {
    throw new UsageError("Cannot collect: --expires is for --extend", {
      remedy: "--extend ID --expires TIME",
    });
  }
  throw together(mode, unfit);
}

/** Who does not download has nowhere to put it. */
function checkDownload(values: Readonly<Partial<CollectValues>>): void {
  const without = (["no-wait", "no-download"] as const).find((name) => values[name]);
  const idle = DOWNLOAD_FLAGS.find((name) => values[name] !== undefined && name !== without);
  if (without !== undefined && idle !== undefined) throw together(without, idle);
}

function together(mode: string, other: string): UsageError {
  return new UsageError(`Cannot collect: --${mode} and --${other} do not go together`, {
    remedy: `leave out --${other}`,
  });
}
