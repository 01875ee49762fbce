import type { AnyFlagTable, Flag } from "../flags/flag.ts";
import { ARCHIVE_FLAGS } from "./archive/archive_flags.ts";
import { BUNDLE_FLAGS } from "../bundle/bundle_flags.ts";
import { CONNECTION_FLAGS } from "./connection/connection_flags.ts";
import { EVENTS_FLAGS } from "./events/events_flags.ts";
import { JOBS_FLAGS } from "./jobs/jobs_flags.ts";
import { SERVERS_FLAGS } from "./jobs/servers_flags.ts";

const FLAGS_BY_ACTION: Readonly<Record<string, AnyFlagTable>> = {
  servers: { ...SERVERS_FLAGS },
  jobs: { ...JOBS_FLAGS },
  archive: { ...ARCHIVE_FLAGS },
  events: { ...EVENTS_FLAGS },
  bundle: { ...BUNDLE_FLAGS },
};

/** Flags of all of `omlens fetch`, for the help and the completions; each action knows only its own. */
export const FETCH_FLAGS: AnyFlagTable = { ...ownFlags(), ...CONNECTION_FLAGS };

function ownFlags(): AnyFlagTable {
  const names = new Set(Object.values(FLAGS_BY_ACTION).flatMap((flags) => Object.keys(flags)));
  const own = [...names].filter((name) => !Object.hasOwn(CONNECTION_FLAGS, name));
  return Object.fromEntries(own.map((name) => [name, mergedFlag(name)]));
}

/** `archive, bundle: what it does there; events: what it does here`. */
function mergedFlag(name: string): Flag<unknown> {
  const owners = Object.entries(FLAGS_BY_ACTION).flatMap(([action, flags]) => {
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    return flag === undefined ? [] : [{ action, flag }];
  });
  const abouts = Map.groupBy(owners, ({ flag }) => flag.about);
  const placeholders = new Set(owners.map(({ flag }) => flag.placeholder));
  return {
    about: [...abouts].map(([about, owners]) => `${owners.map(({ action }) => action).join(", ")}: ${about}`)
      .join("; "),
    placeholder: placeholders.has(null) ? null : [...placeholders].join("|"),
    repeatable: owners.some(({ flag }) => flag.repeatable),
    read: owners[0]!.flag.read,
  };
}
