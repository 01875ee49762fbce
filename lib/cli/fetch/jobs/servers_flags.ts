import { type FlagTable, switchFlag } from "../../flags/flag.ts";

/** What the flags of `omlens fetch servers` give. */
export interface ServersValues {
  /** Print JSON. */
  json: true;
}

/** Flags of `omlens fetch servers`, besides those of the connection. */
export const SERVERS_FLAGS: FlagTable<ServersValues> = {
  json: switchFlag("print what the API says, as JSON"),
};
