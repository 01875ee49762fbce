import { UsageError } from "../errors.ts";
import { ANALYZE_FLAGS, type AnalyzeValues } from "./analyze_flags.ts";
import { type FlagTable, valueFlag } from "./flags/flag.ts";
import { readText } from "./flags/flag_values.ts";

/** Port when none is given; the next free one when it is taken. */
export const DEFAULT_PORT = 8765;
/** Where nobody else can reach it. */
export const DEFAULT_BIND = "127.0.0.1";

/** What the flags of `omlens serve` give besides those of the analysis. */
export interface ListenValues {
  /** Port; 0: any. */
  port: number;
  /** Address. */
  bind: string;
  /** Where the archive is. */
  input: string;
  /** The case to compare with. */
  against: string;
}

/** What the flags of `omlens serve` give. */
export type ServeValues = ListenValues & Omit<AnalyzeValues, "json" | "lean" | "strict" | "fail-on">;

/** Flags that say how to serve. */
export const LISTEN_FLAGS: FlagTable<ListenValues> = {
  port: valueFlag("N", `port; 0 for any; default ${DEFAULT_PORT}, or the next that is free`, readPort),
  bind: valueFlag(
    "ADDRESS",
    `address to listen on; default ${DEFAULT_BIND}: this machine only. On others what is sent is not encrypted`,
    readText,
  ),
  input: valueFlag(
    "PATH",
    "where the archive of a case is, when it is neither where it was nor beside it",
    readText,
  ),
  against: valueFlag(
    "CASE",
    "an earlier case to compare with: the page then has a view of what changed",
    readText,
  ),
};

const { json: _json, lean: _lean, strict: _strict, "fail-on": _failOn, ...analyzeFlags } = ANALYZE_FLAGS;

/** Flags of `omlens serve`: those of the analysis are for inputs that are no case yet. */
export const SERVE_FLAGS: FlagTable<ServeValues> = { ...LISTEN_FLAGS, ...analyzeFlags };

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError(`"${text}" is not a port`, { remedy: `give a port such as ${DEFAULT_PORT}` });
}
