import { BUNDLE_FLAGS } from "./bundle/bundle_flags.ts";
import type { CommandHelp } from "../command.ts";
import { ARCHIVE_FLAGS } from "./archive/archive_flags.ts";
import { CONNECTION_FLAGS } from "./connection/connection_flags.ts";
import { EVENTS_FLAGS } from "./events/events_flags.ts";
import { JOBS_FLAGS } from "./jobs/jobs_flags.ts";
import { SERVERS_FLAGS } from "./jobs/servers_flags.ts";

/** What `omlens fetch` fetches, by name, in the order of the help. */
export const FETCH_ACTIONS: Readonly<Record<string, CommandHelp>> = {
  servers: {
    usage: "[options]",
    about: "list the servers of Ops Manager that are up",
    flags: { ...SERVERS_FLAGS, ...CONNECTION_FLAGS },
    examples: [["omlens fetch servers --profile om", "what collect --server takes"]],
  },
  jobs: {
    usage: "[options]",
    about: "list the log collection jobs, or tell all of one",
    flags: { ...JOBS_FLAGS, ...CONNECTION_FLAGS },
    examples: [
      [
        "omlens fetch jobs --base-url https://om.example.com:8443 --public-key abcdefgh",
        "asks for the private key",
      ],
      ["omlens fetch jobs --profile om --job latest", "all of one job, with every server and log type"],
    ],
  },
  archive: {
    usage: "--job ID|latest [options]",
    about: "download the archive of a job, whole and verified",
    flags: { ...ARCHIVE_FLAGS, ...CONNECTION_FLAGS },
    examples: [["omlens fetch archive --profile om --job latest --out logs", "goes on where it was cut"]],
  },
  events: {
    usage: "--org ID|--project ID|--global --out FILE [options]",
    about: "write events as sorted NDJSON, or add what is new",
    flags: { ...EVENTS_FLAGS, ...CONNECTION_FLAGS },
    examples: [
      [
        "omlens fetch events --profile om --since -7d --out events.ndjson",
        "those of the profile's organization",
      ],
      ["omlens fetch events --profile om --global --type HOST_DOWN --out down.ndjson", "one type, of all"],
    ],
  },
  bundle: {
    usage: "--job ID|latest --org ID --out DIR [options]",
    about: "all of it in one folder, for omlens analyze",
    flags: { ...BUNDLE_FLAGS, ...CONNECTION_FLAGS },
    examples: [
      ["omlens fetch bundle --profile om --job latest --out bundle", "then: omlens analyze bundle"],
      ["omlens fetch bundle --profile om --job latest --global --out bundle --tar", "one file: bundle.tar"],
    ],
  },
};
